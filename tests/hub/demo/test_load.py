"""What the demo puts into a store, on both stores."""

from __future__ import annotations

import asyncio
from collections import Counter
from typing import Any

import pytest
import sqlalchemy as sa

from hub import conversations, teams
from hub.accounts import User
from hub.attachments import Attachment
from hub.calls import Call, CallLeg, Extension, TalkSegment
from hub.customers import (
    Customer,
    CustomerIdentity,
    CustomerTag,
    Identity,
    Tag,
    clean_values,
    load_catalogue,
    load_fields,
    read_filter,
    read_number,
)
from hub.db import Base, Database, StoreError, Tx, UTCDateTime, new_id, utc_now
from hub.demo import callers, load_demo
from hub.demo.rows import ORDER
from hub.lines.store import list_lines
from hub.settings import Settings
from hub.templates import MessageTemplate, TemplateVersion
from hub.timeline import Interaction, TimelineEntry
from hub.views import SavedView


async def all_of(db: Database, query: Any) -> list[Any]:
    async with db.read() as session:
        return list((await session.execute(query)).all())


async def counts(db: Database) -> dict[str, int]:
    tables = [*ORDER, "user_account", "audit_entry"]
    async with db.read() as session:
        return {
            name: (await session.scalar(sa.select(sa.func.count()).select_from(Base.metadata.tables[name]))) or 0
            for name in tables
        }


async def test_there_are_about_two_hundred_customers_in_two_languages(demo: Database) -> None:
    found = await all_of(demo, sa.select(Customer.kind, Customer.language, Customer.name))
    assert Counter(row.language for row in found) == {"fa": 123, "en": 83}
    assert Counter(row.kind for row in found) == {"person": 181, "organisation": 25}
    assert len({row.name for row in found}) == 203, "three are there twice by the very name"


async def test_everybody_has_a_history_of_a_believable_length(demo: Database) -> None:
    per_customer = sa.select(sa.func.count()).select_from(TimelineEntry).group_by(TimelineEntry.customer_id)
    lengths = [row[0] for row in await all_of(demo, per_customer)]
    assert len(lengths) == 200
    assert min(lengths) >= 3
    assert max(lengths) <= 40
    assert await all_of(demo, sa.select(Interaction.id).where(Interaction.text.like("%{%"))) == []


async def test_what_people_do_with_customers_is_there(demo: Database) -> None:
    """Somebody merged, somebody kept twice, a note that names a colleague, one on top, a mail with a copy."""
    tables = Base.metadata.tables
    merged = await all_of(demo, sa.select(Customer.name).where(Customer.merged_into.is_not(None)))
    assert len(merged) == 2
    assert len(await all_of(demo, sa.select(tables["customer_merge"].c.id))) == 2
    assert len(await all_of(demo, sa.select(tables["mention"].c.id))) == 2
    assert len(await all_of(demo, sa.select(tables["duplicate_pair"].c.id))) >= 4
    assert len(await all_of(demo, sa.select(TimelineEntry.id).where(TimelineEntry.pinned_at.is_not(None)))) == 2
    assert len(await all_of(demo, sa.select(TimelineEntry.id).where(TimelineEntry.role == "cc"))) == 2
    states = {state for (state,) in await all_of(demo, sa.select(tables["consent"].c.state))}
    assert states == {"granted", "denied", "withdrawn"}
    async with demo.read() as session:
        catalogue = await load_catalogue(session)
    for wanted, sort in await all_of(demo, sa.select(SavedView.filter, SavedView.sort)):
        assert read_filter(wanted, catalogue, "filter")
        assert sort


async def test_a_second_load_adds_nothing(demo: Database) -> None:
    before = await counts(demo)
    assert await load_demo(demo, Settings()) is False
    assert await counts(demo) == before


async def test_two_loads_at_once_are_one(database: Database) -> None:
    done = await asyncio.gather(*(load_demo(database, Settings()) for _ in range(2)), return_exceptions=True)
    assert done.count(True) == 1  # the other finds it there, or is refused by the store
    assert (await counts(database))["customer"] == 206


async def test_a_load_that_breaks_leaves_nothing_and_the_next_one_is_whole(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr("hub.demo.load._describe", lambda *_: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            await load_demo(database, Settings())
    assert set((await counts(database)).values()) == {0}
    assert await load_demo(database, Settings())


async def test_a_real_hub_s_store_is_refused(database: Database) -> None:
    async def work(tx: Tx) -> None:
        row = {"id": new_id(), "kind": "person", "name": "x", "sort_key": "x", "search": "x", "version": 1}
        await tx.session.execute(sa.insert(Customer).values(**row, created_at=tx.now, updated_at=tx.now))

    await database.write(work)
    with pytest.raises(StoreError, match="real hub"):
        await load_demo(database, Settings())
    assert await all_of(database, sa.select(User.id)) == []


async def test_nothing_lies_in_the_future(demo: Database) -> None:
    now = utc_now()
    for name in ORDER:
        columns = [column for column in Base.metadata.tables[name].c if isinstance(column.type, UTCDateTime)]
        for column in columns:
            async with demo.read() as session:
                latest = await session.scalar(sa.select(sa.func.max(column)))
            assert latest is None or latest <= now, f"{name}.{column.name}"


async def test_phones_are_written_as_the_hub_reads_them(demo: Database) -> None:
    phones = await all_of(demo, sa.select(Identity.value, Identity.region).where(Identity.kind == "phone"))
    assert len(phones) > 190
    for value, region in phones:
        address = read_number(value)
        assert address is not None
        assert (address.kind, address.value, address.region) == ("phone", value, region)
    mails = await all_of(demo, sa.select(Identity.value).where(Identity.kind == "email"))
    assert mails
    assert all(value == value.lower() and value.endswith(".example") for (value,) in mails)


async def test_calls_agree_with_their_legs_and_segments(demo: Database) -> None:
    calls = [row[0] for row in await all_of(demo, sa.select(Call))]
    segments: dict[Any, list[TalkSegment]] = {}
    legs: dict[Any, list[CallLeg]] = {}
    for (segment,) in await all_of(demo, sa.select(TalkSegment).order_by(TalkSegment.started_at)):
        segments.setdefault(segment.call_id, []).append(segment)
    for (leg,) in await all_of(demo, sa.select(CallLeg)):
        legs.setdefault(leg.call_id, []).append(leg)
    assert {call.result for call in calls} >= {"completed", "missed", "abandoned", "busy"}
    for call in calls:
        talks = segments.get(call.id, [])
        assert (call.answered_at is not None) == bool(talks) == (call.result == "completed")
        assert call.ended_at is not None
        assert {leg.party for leg in legs[call.id]} == {"outside", "station"}
        assert sum((one.ended_at - one.started_at).total_seconds() for one in talks if one.ended_at) == pytest.approx(
            call.talking_seconds, abs=0.01
        )
        talked = {str(one.user_id) for one in talks}
        assert talked <= set(call.agent_ids)
        if talks:
            assert call.answered_at == talks[0].started_at
            assert talks[-1].ended_at == call.ended_at


async def test_no_agent_talks_twice_at_once(demo: Database) -> None:
    rows = [row[0] for row in await all_of(demo, sa.select(CallLeg).where(CallLeg.user_id.is_not(None)))]
    rows.sort(key=lambda leg: (str(leg.user_id), leg.started_at))
    first = {}
    for leg in rows:  # a transfer's second leg belongs to the colleague's call of the moment
        before = first.get(leg.user_id)
        if leg.answered_at and before is not None and before.call_id != leg.call_id:
            assert before.ended_at <= leg.started_at or before.started_at == leg.started_at
        if leg.answered_at:
            first[leg.user_id] = leg


async def test_call_entries_say_what_the_call_says(demo: Database) -> None:
    rows = await all_of(demo, sa.select(Call, Interaction).join(Interaction, Interaction.id == Call.interaction_id))
    assert len(rows) == (await counts(demo))["call"]
    for call, item in rows:
        assert item.call_id == call.id
        assert (item.state, item.text, item.occurred_at) == (call.result, call.notes, call.started_at)
        assert item.facts["talked"] == round(call.talking_seconds)
        assert item.facts["queue"] == call.queue


async def test_hard_cases_are_there(demo: Database) -> None:
    shared = (
        sa.select(CustomerIdentity.identity_id)
        .where(CustomerIdentity.valid_to.is_(None))
        .group_by(CustomerIdentity.identity_id)
        .having(sa.func.count() == 3)
    )
    assert len(await all_of(demo, shared)) == 2
    gone = await all_of(demo, sa.select(CustomerIdentity).where(CustomerIdentity.valid_to.is_not(None)))
    assert len(gone) == 1
    heirs = sa.select(CustomerIdentity).where(CustomerIdentity.identity_id == gone[0][0].identity_id)
    assert len(await all_of(demo, heirs)) == 2
    nobody = sa.select(Identity.id).where(Identity.id.not_in(sa.select(CustomerIdentity.identity_id)))
    unknown = [row[0] for row in await all_of(demo, nobody)]
    assert len(unknown) >= 5
    assert len(await all_of(demo, sa.select(Call).where(Call.identity_id.in_(unknown)))) >= 5
    assert await all_of(demo, sa.select(Call).where(Call.withheld))
    for (call,) in await all_of(demo, sa.select(Call).where(Call.certainty == "candidate")):
        assert len(call.caller["candidates"]) == 3


async def test_tags_have_their_tones(demo: Database) -> None:
    query = sa.select(Tag.name, Tag.tone).join(CustomerTag, CustomerTag.tag_id == Tag.id).distinct()
    tones = {row.name: row.tone for row in await all_of(demo, query)}
    assert (tones["VIP"], tones["ویژه"], tones["Overdue invoice"]) == ("vip", "vip", "warn")
    assert tones["Healthcare"] == "neutral"


async def test_two_lines_took_the_calls(demo: Database) -> None:
    async with demo.read() as session:
        lines = {line.id: line.name for line in await list_lines(session)}
    rows = await all_of(demo, sa.select(Interaction.line_id, Call.caller).join(Call, Call.id == Interaction.call_id))
    assert {row.line_id for row in rows} == lines.keys()
    assert all(row.caller["line"]["name"] == lines[row.line_id] for row in rows)
    assert len(lines) == 2


async def test_values_are_what_their_fields_take(demo: Database) -> None:
    async with demo.read() as session:
        fields = await load_fields(session)
        customers = [customer for (customer,) in await session.execute(sa.select(Customer))]
        for customer in customers:
            assert await clean_values(session, fields, customer.fields, customer.kind) == customer.fields
    assert {field.kind for field in fields.values()} == {"text", "number", "date", "choice", "link", "person"}
    assert {key for customer in customers for key in customer.fields} == fields.keys()


async def test_desks_are_ready_for_agents(demo: Database) -> None:
    found = await all_of(demo, sa.select(Extension.account, Extension.endpoint, Extension.number, Extension.label))
    assert sorted(map(tuple, found))[0] == ("pbx", "PJSIP/101", "101", "Desk 101")
    assert len(found) == 6


async def test_callers_are_people_whom_the_hub_knows(demo: Database) -> None:
    numbers = [number for number, _ in await callers(demo)]
    known = {row[0] for row in await all_of(demo, sa.select(Identity.value))}
    assert len(numbers) >= 50
    for number in numbers:
        address = read_number(number, "IR")
        assert address is not None
        assert address.value in known
    assert numbers.count("02155550164") > 1  # the shared one comes up often


async def test_people_work_in_teams_that_own_queues_and_lines(demo: Database) -> None:
    async with demo.read() as session:
        users = {user.email: user.id for user in await session.scalars(sa.select(User))}
        found = await teams.teams_of(session, users["sara@demo.example"])
        names = {ref.name for ref in (await teams.team_refs(session, found)).values()}
        speakers = await teams.find_people(session, language="de")
        assert (
            len(await teams.owned_by(session, "queue", found)) == len(await teams.owned_by(session, "line", found)) == 2
        )
    assert names == {"پشتیبانی", "فروش"}
    assert speakers == [users["tom@demo.example"]]


async def test_templates_are_written_in_both_languages_for_several_channels(demo: Database) -> None:
    found = await all_of(
        demo,
        sa.select(MessageTemplate.channel, TemplateVersion.bodies, MessageTemplate.number).join(
            TemplateVersion, TemplateVersion.id == MessageTemplate.version_id
        ),
    )
    assert {row.channel for row in found} == {"sms", "email", "chat", "call", "note"}
    assert all(set(row.bodies) == {"fa", "en"} for row in found)
    assert max(row.number for row in found) == 2, "one was changed, so that there is something to compare"


async def test_customers_write_by_sms_in_both_languages_and_are_answered(demo: Database) -> None:
    query = sa.select(conversations.Conversation.state, conversations.Conversation.unread)
    found = sorted(map(tuple, await all_of(demo, query)))
    assert [state for state, _ in found] == [*["open"] * 6, "pending", "resolved", "snoozed"]
    assert sum(unread for _, unread in found) == 9
    items = await all_of(demo, sa.select(sa.func.count()).select_from(conversations.ConversationItem))
    assert items[0][0] == 25, "what was sent to many joins the conversations, too"
    files = await all_of(demo, sa.select(Attachment.url, Attachment.state).order_by(Attachment.url))
    assert files == [("/v1/files/kettle.jpg", "wanted"), ("/v1/files/machine.jpg", "wanted")], "the gateway has them"
