"""Notes on anything, whom they name, who may change them, and what is pinned; all of it live."""

from __future__ import annotations

from functools import partial
from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa

from hub import events, timeline
from hub.accounts import Role, User
from hub.db import new_id
from hub.timeline import EntryOut, Filters, NewNote, identity_timeline, mentions, notes
from hub.timeline.models import Mention, Participant
from hub.timeline.schemas import MentionOut, NoteChange
from hub.web import Conflict, Forbidden, Invalid, NotFound, Principal
from tests.hub.timeline.conftest import Office


async def note(
    office: Office, by: Principal, customers: list[UUID], text: str = "Call back", *, names: tuple[UUID, ...] = (),
    **more: Any,
) -> EntryOut:  # fmt: skip
    made = NewNote(text=text, mentions=list(names))
    return await office.db.write(lambda tx: timeline.add_note(tx, by, made, customers, **more))


async def mentions_of(office: Office, user: Principal, *, unread: bool = False) -> list[MentionOut]:
    async with office.db.read() as session:
        rows = await mentions.mentions_of(session, user.id, unread=unread, before=None, limit=50)
        return await mentions.present_mentions(session, rows)


async def test_a_note_stands_on_every_customer_it_is_written_on(office: Office) -> None:
    neda = await office.colleague("Neda")
    sara, firm = await office.customer("Sara"), await office.customer("Green Ltd")
    made = await note(office, neda, [sara, firm], pinned=True)
    assert (made.channel, made.text, made.agent and made.agent.name, made.customer_id) == (
        "note",
        "Call back",
        "Neda",
        sara,
    )
    for customer in (sara, firm):
        (entry,) = (await office.page(customer)).items
        assert entry.pinned_by is not None
        assert entry.model_dump(mode="json") == (await office.shown(customer))[str(entry.id)]
        assert len((await office.page(customer, filters=Filters(pinned=True))).items) == 1


async def test_a_note_on_an_unknown_contact_is_on_its_page(office: Office) -> None:
    neda, contact = await office.colleague("Neda"), await office.identity("09121234567")
    await office.touch([], identity=contact)
    made = await note(office, neda, [], identity_id=contact)
    async with office.db.read() as session:
        page = await identity_timeline(session, contact)
        only = await identity_timeline(session, contact, filters=Filters(channels=("note",)))
    assert [entry.channel for entry in page.items] == ["note", "call"]
    assert [entry.id for entry in only.items] == [made.id] == [made.interaction_id]


@pytest.mark.parametrize(("certainty", "stands"), [("confirmed", 1), ("candidate", 0)])
async def test_a_note_about_an_interaction_goes_where_that_surely_belongs(
    office: Office, certainty: str, stands: int
) -> None:
    neda, contact = await office.colleague("Neda"), await office.identity("09121234567")
    sara, omid = await office.customer("Sara"), await office.customer("Omid")
    holders = [sara] if stands else [sara, omid]
    call = await office.touch(holders, identity=contact, certainty=certainty)
    made = await office.db.write(lambda tx: notes.note_on_interaction(tx, neda, call, NewNote(text="Angry")))
    assert (made.about_id, made.customer_id) == (call, sara if stands else None)
    page = (await office.page(sara)).items
    assert [entry.channel for entry in page].count("note") == stands
    (entry,) = [entry for entry in page if entry.channel == "call"]
    assert entry.notes_count == 1
    assert (await office.shown(sara))[str(entry.id)]["notes_count"] == 1
    async with office.db.read() as session:
        assert [one.id for one in await notes.notes_about(session, call)] == [made.id]
    await office.db.write(lambda tx: notes.delete_note(tx, neda, made.interaction_id))
    assert [entry.notes_count for entry in (await office.page(sara)).items] == [0]
    assert (await office.shown(sara))[str(entry.id)]["notes_count"] == 0


async def test_what_a_note_cannot_be_about(office: Office) -> None:
    neda = await office.colleague("Neda")
    sara, omid = await office.customer("Sara"), await office.customer("Omid")
    call, first = await office.touch([omid]), await note(office, neda, [sara])
    for about in (call, first.interaction_id, new_id()):
        with pytest.raises(Invalid) as refused:
            await office.db.write(partial(timeline.check_about, about_id=about, members=[sara]))
        assert refused.value.errors[0].field == "body.about_id"
    with pytest.raises(NotFound):
        await office.db.write(lambda tx: notes.note_on_interaction(tx, neda, new_id(), NewNote(text="x")))
    with pytest.raises(Invalid):
        await office.db.write(
            lambda tx: notes.note_on_interaction(tx, neda, first.interaction_id, NewNote(text="x"))
        )  # fmt: skip


async def test_ones_own_note_is_changed_and_everybody_sees_it(office: Office) -> None:
    neda, sara = await office.colleague("Neda"), await office.customer("Sara")
    made = await note(office, neda, [sara])
    changed = await office.db.write(
        lambda tx: notes.change_note(tx, neda, made.interaction_id, NoteChange(text="Called back"))
    )  # fmt: skip
    assert (changed.text, changed.edited_at is not None, changed.version > made.version) == ("Called back", True, True)
    assert (await office.shown(sara))[str(made.id)] == changed.model_dump(mode="json")


async def test_only_supervisors_touch_others_notes(office: Office) -> None:
    neda, omid = await office.colleague("Neda"), await office.colleague("Omid")
    boss, sara = await office.colleague("Boss", Role.SUPERVISOR), await office.customer("Sara")
    made = await note(office, neda, [sara])
    change = NoteChange(text="Something else")
    with pytest.raises(Forbidden) as refused:
        await office.db.write(lambda tx: notes.change_note(tx, omid, made.interaction_id, change))
    assert refused.value.code == "not_your_note"
    with pytest.raises(Forbidden):
        await office.db.write(lambda tx: notes.delete_note(tx, omid, made.interaction_id))
    await office.db.write(lambda tx: notes.change_note(tx, boss, made.interaction_id, change))
    assert [entry.text for entry in (await office.page(sara)).items] == ["Something else"]
    await office.db.write(lambda tx: notes.delete_note(tx, boss, made.interaction_id))
    assert (await office.page(sara)).items == []
    assert await office.shown(sara) == {}


async def test_a_call_is_no_note(office: Office) -> None:
    boss, sara = await office.colleague("Boss", Role.SUPERVISOR), await office.customer("Sara")
    call = await office.touch([sara])
    with pytest.raises(NotFound):
        await office.db.write(lambda tx: notes.delete_note(tx, boss, call))


async def test_a_deleted_note_leaves_nothing(office: Office) -> None:
    neda, omid, sara = await office.colleague("Neda"), await office.colleague("Omid"), await office.customer("Sara")
    made = await note(office, neda, [sara], names=(omid.id,))
    await office.db.write(lambda tx: notes.delete_note(tx, neda, made.interaction_id))
    async with office.db.read() as session:
        for table in (timeline.Interaction, timeline.TimelineEntry, Participant, Mention):
            assert await session.scalar(sa.select(sa.func.count()).select_from(table)) == 0
    assert [event.data is None for event in await office.pushed(events.user_room(omid.id), "mention")] == [False, True]


async def test_each_colleague_is_told_once(office: Office) -> None:
    neda, omid, sara = await office.colleague("Neda"), await office.colleague("Omid"), await office.customer("Sara")
    made = await note(office, neda, [sara], "@Omid, please", names=(omid.id, omid.id, neda.id))
    assert [one.id for one in made.mentions] == [omid.id]
    (mention,) = await mentions_of(office, omid)
    assert (mention.by and mention.by.name, mention.customer and mention.customer.name) == ("Neda", "Sara")
    assert (mention.entry.text, mention.read_at) == ("@Omid, please", None)
    (event,) = await office.pushed(events.user_room(omid.id), "mention")
    assert event.data == mention.model_dump(mode="json")
    assert await mentions_of(office, neda) == []
    async with office.db.read() as session:
        assert (await timeline.add_to_me(session, omid, None))["mention"] == [mention]


async def test_who_does_not_work_here_is_not_named(office: Office) -> None:
    neda, gone, sara = await office.colleague("Neda"), await office.colleague("Gone"), await office.customer("Sara")
    await office.db.write(lambda tx: tx.session.execute(sa.update(User).where(User.id == gone.id).values(active=False)))
    for name in (gone.id, new_id()):
        with pytest.raises(Invalid) as refused:
            await note(office, neda, [sara], names=(name,))
        assert refused.value.errors[0].field == "body.mentions"
    assert (await office.page(sara)).items == []


async def test_a_mention_is_read_by_its_reader_alone(office: Office) -> None:
    neda, omid, sara = await office.colleague("Neda"), await office.colleague("Omid"), await office.customer("Sara")
    await note(office, neda, [sara], names=(omid.id,))
    (mention,) = await mentions_of(office, omid)
    await office.db.write(lambda tx: mentions.mark_read(tx, neda.id, [mention.id]))
    assert await mentions_of(office, omid, unread=True) == [mention]
    for _ in range(2):
        await office.db.write(lambda tx: mentions.mark_read(tx, omid.id, [mention.id, new_id()]))
    assert await mentions_of(office, omid, unread=True) == []
    (read,) = await mentions_of(office, omid)
    told = await office.pushed(events.user_room(omid.id), "mention")
    assert [event.version for event in told] == [mention.version, read.version]
    assert told[-1].data == read.model_dump(mode="json")


async def test_an_edited_note_names_exactly_whom_it_says(office: Office) -> None:
    neda, omid, reza = await office.colleague("Neda"), await office.colleague("Omid"), await office.colleague("Reza")
    made = await note(office, neda, [await office.customer("Sara")], names=(omid.id,))
    change = NoteChange(text="@Reza", mentions=[reza.id])
    changed = await office.db.write(lambda tx: notes.change_note(tx, neda, made.interaction_id, change))
    assert [one.id for one in changed.mentions] == [reza.id]
    assert (len(await mentions_of(office, omid)), len(await mentions_of(office, reza))) == (0, 1)
    assert [event.data is None for event in await office.pushed(events.user_room(omid.id), "mention")] == [False, True]
    kept = await office.db.write(
        lambda tx: notes.change_note(tx, neda, made.interaction_id, NoteChange(text="@Reza!"))
    )  # fmt: skip
    assert [one.id for one in kept.mentions] == [reza.id]


async def test_a_pin_is_seen_by_all_and_taken_off(office: Office) -> None:
    neda, sara = await office.colleague("Neda"), await office.customer("Sara")
    await office.touch([sara])
    (entry,) = (await office.page(sara)).items
    for _ in range(2):
        pinned = await office.db.write(lambda tx: notes.pin(tx, neda, entry.id))
    assert (pinned.pinned_by and pinned.pinned_by.id, pinned.version) == (neda.id, entry.version + 1)
    assert (await office.shown(sara))[str(entry.id)] == pinned.model_dump(mode="json")
    loose = await office.db.write(lambda tx: notes.unpin(tx, entry.id))
    assert (loose.pinned_at, loose.pinned_by) == (None, None)
    assert (await office.shown(sara))[str(entry.id)] == loose.model_dump(mode="json")
    with pytest.raises(NotFound):
        await office.db.write(lambda tx: notes.pin(tx, neda, new_id()))


async def test_only_so_many_are_pinned(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(notes, "MOST_PINS", 1)
    neda, sara = await office.colleague("Neda"), await office.customer("Sara")
    await note(office, neda, [sara], pinned=True)
    with pytest.raises(Conflict) as refused:
        await note(office, neda, [sara], pinned=True)
    assert refused.value.code == "too_many_pins"
    assert len((await office.page(sara)).items) == 1


async def test_what_is_pushed_of_a_call_that_goes_on_has_its_notes_and_pins(office: Office) -> None:
    neda = await office.colleague("Neda")
    sara, omid = await office.customer("Sara"), await office.customer("Omid")
    call = await office.touch([sara, omid], certainty="candidate")
    (entry,) = (await office.page(sara)).items
    await office.db.write(lambda tx: notes.pin(tx, neda, entry.id))
    await note(office, neda, [sara], about_id=call)
    went_on = timeline.Followed(call, "completed", {"talked": 9}, [neda.id], [neda.id])
    await office.db.write(lambda tx: timeline.follow_calls(tx, [went_on]))
    (fresh,) = [one for one in (await office.page(sara)).items if one.id == entry.id]
    assert (fresh.notes_count, fresh.facts, [other.name for other in fresh.customers]) == (1, {"talked": 9}, ["Omid"])
    assert (await office.shown(sara))[str(entry.id)] == fresh.model_dump(mode="json")
