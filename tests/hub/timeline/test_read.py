"""Pages of a timeline: both ways, around a date, filtered; each entry once, and never much work."""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hub import timeline
from hub.db import Database, new_id
from hub.text import fold
from hub.timeline import EntryOut, Filters, TimelineQuery, Window, notes, read, read_query, streams
from hub.web import Invalid, decode_cursor
from tests.hub.timeline.conftest import NOON, Office

CHANNELS, STATES = ("call", "sms", "note"), ("completed", "missed")
TEXTS = (None, "سلام، فاکتور را فرستادم", "the invoice is late", "فاكتور ۱۲ پرداخت شد")


async def fill(office: Office, root: UUID, member: UUID, agent: UUID) -> list[UUID]:
    """Thirty touches, several at the same moment; some on both members' timelines, some of another customer's."""
    stranger = await office.customer("Stranger")
    made = []
    for number in range(30):
        holders = [[root], [member], [root, member], [root, stranger]][number % 4]
        made.append(await office.touch(
            holders, number // 3, channel=CHANNELS[number % 3], direction="in" if number % 2 else "out",
            state=STATES[number % 5 == 0], text=TEXTS[number % 4], agent=agent if number % 7 == 0 else None,
        ))  # fmt: skip
    await office.touch([stranger], 3)
    return made


def matching(entries: list[EntryOut], filters: Filters) -> list[UUID]:
    """What of all entries a filter asks for, told in plain words."""
    return [
        entry.id for entry in entries
        if (not filters.channels or entry.channel in filters.channels)
        and (filters.direction is None or entry.direction == filters.direction)
        and (not filters.states or entry.state in filters.states)
        and (filters.agent_id is None or (entry.agent is not None and entry.agent.id == filters.agent_id))
        and all(any(word.startswith(wanted) for word in fold(entry.text or "").split()) for wanted in filters.words)
        and (not filters.pinned or entry.pinned_at is not None)
    ]  # fmt: skip


def at(cursor: str) -> tuple[Any, ...]:
    """The place behind a cursor."""
    return decode_cursor(cursor, datetime, UUID)


async def walk(
    office: Office, root: UUID, filters: Filters, limit: int, *, newer: bool = False, start: Any = None,
    meanwhile: Callable[[], Any] | None = None,
) -> list[EntryOut]:  # fmt: skip
    """All pages from a place on, in the order of the timeline."""
    found: list[EntryOut] = []
    for _ in range(400):
        window = Window(limit, after=start) if newer else Window(limit, cursor=start)
        page = await office.page(root, window, filters)
        assert len(page.items) <= limit
        found = [*page.items, *found] if newer else [*found, *page.items]
        on = page.previous if newer else page.next
        if on is None:
            return found
        start = at(on)
        if meanwhile:
            await meanwhile()
    raise AssertionError("the pages do not end")


FILTERS = st.builds(
    Filters,
    channels=st.lists(st.sampled_from(CHANNELS), max_size=2, unique=True).map(tuple),
    direction=st.sampled_from([None, "in", "out"]),
    states=st.sampled_from([(), ("missed",), STATES]),
    words=st.sampled_from([(), ("فاکت",), ("invoice", "lat"), ("12",)]),
    pinned=st.booleans(),
)


async def world(office: Office) -> tuple[UUID, UUID, list[EntryOut]]:
    """A merged customer, an agent, and the whole timeline read as one page."""
    agent = await office.colleague("Neda")
    root = await office.customer("Sara")
    member = await office.customer("Sara again", root)
    await fill(office, root, member, agent.id)
    for entry in (await office.page(root, Window(200))).items[::6]:
        await office.db.write(partial(notes.pin, user=agent, entry_id=entry.id))
    return root, agent.id, (await office.page(root, Window(200))).items


async def check_walks(
    office: Office, root: UUID, whole: list[EntryOut], filters: Filters, limit: int, minute: int
) -> None:
    """Down from the top, up from the bottom, and both ways from the middle: all that matches, each once."""
    expected, known = matching(whole, filters), {entry.id for entry in whole}
    arriving = iter(range(3))

    async def arrive() -> None:
        for number in itertools.islice(arriving, 1):
            await office.touch([root], minute + number * 3, channel="sms", text="فاکتور")

    def same(seen: list[EntryOut]) -> None:
        ids = [entry.id for entry in seen]
        assert [key for key in ids if key in known] == expected
        assert len(ids) == len(set(ids))

    bottom = NOON - timedelta(days=1), UUID(int=0)
    same(await walk(office, root, filters, limit, meanwhile=arrive))
    same(await walk(office, root, filters, limit, newer=True, start=bottom))
    middle = await office.page(root, Window(limit, around=NOON + timedelta(minutes=minute)), filters)
    await arrive()
    up, down = middle.previous, middle.next
    above = await walk(office, root, filters, limit, newer=True, start=at(up), meanwhile=arrive) if up else []
    below = await walk(office, root, filters, limit, start=at(down)) if down else []
    same([*above, *middle.items, *below])


@pytest.mark.parametrize("store", ["sqlite", "postgresql"])
def test_every_matching_entry_comes_once(
    store: str, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In any direction, with any filter, however little a page looks at, and while new entries arrive."""
    url = request.getfixturevalue(f"{store}_url")
    with asyncio.Runner() as runner:
        office = Office(runner.run(Database.open(url)))
        root, agent, whole = runner.run(world(office))
        assert len(whole) == len({entry.interaction_id for entry in whole}) == 30
        assert [(e.occurred_at, e.id) for e in whole] == sorted(((e.occurred_at, e.id) for e in whole), reverse=True)

        @settings(max_examples=15, deadline=None, database=None, derandomize=True,
                  suppress_health_check=list(HealthCheck))  # fmt: skip
        @given(FILTERS, st.integers(1, 12), st.sampled_from([2, 5, 2_000]), st.booleans(), st.integers(-1, 11))
        def check(filters: Filters, limit: int, look: int, by_agent: bool, minute: int) -> None:
            monkeypatch.setattr(read, "LOOK", look)
            wanted = replace(filters, agent_id=agent if by_agent else None)
            runner.run(check_walks(office, root, whole, wanted, limit, minute))

        check()
        runner.run(office.db.close())


async def test_an_interaction_of_two_who_are_one_comes_once_and_is_nobodys_choice(office: Office) -> None:
    root = await office.customer("Sara")
    member = await office.customer("Sara again", root)
    await office.touch([root, member], certainty="candidate")
    (entry,) = (await office.page(root)).items
    assert (entry.certainty, entry.customers, entry.customer_id) == ("confirmed", [], root)


async def test_others_on_the_same_interaction_are_named_by_whom_they_were_merged_into(office: Office) -> None:
    sara, omid = await office.customer("Sara"), await office.customer("Omid")
    old = await office.customer("Omid, old", omid)
    await office.touch([sara, old], certainty="candidate")
    (entry,) = (await office.page(sara)).items
    assert (entry.certainty, [(other.id, other.name) for other in entry.customers]) == ("candidate", [(omid, "Omid")])


async def test_a_page_costs_the_same_number_of_queries_however_much_is_on_it(office: Office) -> None:
    root, agent, _ = await world(office)
    counts = set()
    for limit in (1, 5, 50):
        for filters in (Filters(), Filters(states=("missed",), agent_id=agent), Filters(channels=("call", "sms"))):
            asked: list[str] = []

            def note(*event: Any, asked: list[str] = asked) -> None:
                asked.append(event[2])

            sa.event.listen(office.db.reader.sync_engine, "before_cursor_execute", note)
            await office.page(root, Window(limit), filters)
            sa.event.remove(office.db.reader.sync_engine, "before_cursor_execute", note)
            counts.add(len([statement for statement in asked if statement != "BEGIN"]))
    assert max(counts) <= 6


async def plan(office: Office, statement: Any, values: dict[str, Any]) -> str:
    dialect = office.db.reader.dialect
    async with office.db.read() as session:
        explain = "EXPLAIN QUERY PLAN " if office.db.dialect == "sqlite" else "EXPLAIN "
        prefixed = sa.text(explain + str(statement.params(**values).compile(
            dialect=dialect, compile_kwargs={"literal_binds": True})))  # fmt: skip
        return "\n".join(str(row[-1]) for row in await session.execute(prefixed))


@pytest.mark.parametrize(
    ("source", "by_channel", "index"),
    [("entries", False, "ix_timeline_entry_customer_id_occurred_at_id"),
     ("entries", True, "ix_timeline_entry_customer_id_channel_occurred_at_id"),
     ("pinned", False, "ix_timeline_entry_customer_id_pinned_at")],
)  # fmt: skip
@pytest.mark.parametrize("newer", [False, True])
async def test_a_page_is_a_range_of_an_index(
    office: Office, source: str, by_channel: bool, index: str, newer: bool
) -> None:
    """Every branch reads the index that has its order, from the position on, and sorts nothing long."""
    sara, omid = await office.customer("Sara"), await office.customer("Omid")
    await lengthen(office, sara, 4_000)
    await lengthen(office, omid, 40)
    shape = streams.Shape(source, office.db.dialect, 2, by_channel=by_channel, newer=newer, positioned=True, look=51)
    values = {"customer_0": sara, "customer_1": omid, "channel_0": "call", "channel_1": "call", "at": NOON,
              "key": UUID(int=0), "ever": read._EVER, "most": 51}  # fmt: skip
    text = await plan(office, streams.page(shape), values)
    assert text.count(index) == 2, text
    assert not {"SCAN timeline_entry", "Seq Scan on timeline_entry"}.intersection(text.splitlines()), text


@pytest.mark.parametrize("newer", [False, True])
async def test_a_page_of_a_contact_is_two_ranges(office: Office, newer: bool) -> None:
    """What it is the outside party of, and what it only took part in."""
    contact, other = await office.identity("09121234567"), await office.identity("09121234568")
    sara = await office.customer("Sara")
    await lengthen(office, sara, 3_000, contact)
    await lengthen(office, sara, 3_000, other, further=contact)
    shape = streams.Shape("identity", office.db.dialect, newer=newer, positioned=True, look=51)
    values = {"identity": contact, "at": NOON + timedelta(minutes=20), "key": UUID(int=0), "most": 51}
    text = await plan(office, streams.page(shape), values)
    assert text.count("ix_interaction_identity_id_occurred_at_id") == 1, text
    assert text.count("ix_participant_identity_id_occurred_at") == 1, text


async def lengthen(
    office: Office, customer: UUID, count: int, identity: UUID | None = None, further: UUID | None = None
) -> None:
    """So many entries, and statistics as a store at work has them."""

    def row(number: int) -> dict[str, Any]:
        channel = "sms" if number % 50 else "call"
        return {"id": new_id(), "identity_id": identity, "channel": channel, "direction": "in", "state": "completed",
                "facts": {}, "occurred_at": NOON + timedelta(seconds=number), "version": 1}  # fmt: skip

    async def work(tx: Any) -> None:
        items = [row(number) for number in range(count)]
        entries = [{"id": new_id(), "customer_id": customer, "interaction_id": item["id"], "role": "from",
                    "certainty": "confirmed", "channel": item["channel"], "occurred_at": item["occurred_at"]}
                   for item in items]  # fmt: skip
        await tx.connection.execute(sa.insert(timeline.Interaction), items)
        await tx.connection.execute(sa.insert(timeline.TimelineEntry), entries)
        people = [{"id": new_id(), "interaction_id": item["id"], "role": "cc", "identity_id": further or identity,
                   "occurred_at": item["occurred_at"] if further else None} for item in items]  # fmt: skip
        if identity:
            await tx.connection.execute(sa.insert(timeline.Participant), people)
        await tx.connection.execute(sa.text("ANALYZE"))

    await office.db.write(work)


@pytest.mark.parametrize(
    ("query", "field"),
    [({"cursor": "e", "after": "e"}, "query.after"), ({"cursor": "nonsense"}, "query.cursor")],
)
def test_what_cannot_be_asked_is_refused_by_field(query: dict[str, Any], field: str) -> None:
    with pytest.raises(Invalid) as refused:
        read_query(TimelineQuery(**query))
    assert [error.field for error in refused.value.errors] == [field]


def test_the_words_are_folded() -> None:
    _, filters = read_query(TimelineQuery(q="  فاكتور  ۱۲ ", channel="call,sms,call"))
    assert (filters.words, filters.channels) == (("فاکتور", "12"), ("call", "sms"))
