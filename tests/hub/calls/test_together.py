"""Many calls in one transaction are what they are one by one: nothing is lost, nothing is there twice."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa

from hub import timeline
from hub.customers import Customer, Identity, look_up, look_up_many, lookup, members, read_number
from hub.customers.merging import merge
from hub.db import new_id
from hub.ports import LegRef, LegSeen, LegsSnapshot, LegStarted, Party
from tests.hub.calls.conftest import Office
from tests.hub.calls.recordings import AT

KNOWN, SHARED, TWICE, NEW, MERGED = ("09121234567", "09121234568", "09121234569", "09351234567", "09121234570")
NUMBERS = [KNOWN, SHARED, TWICE, TWICE, NEW, NEW, MERGED, None, "SMS.Bank"]
AT_ONCE = [1, 2, len(NUMBERS)]
Live = Callable[[int, str | None], Sequence[LegSeen]]
BOOT, LATER = "live", AT + timedelta(minutes=5)


@pytest.fixture(autouse=True)
def _several_queries(monkeypatch: pytest.MonkeyPatch) -> None:
    """More calls than one query takes."""
    for module in ("hub.timeline.calls", "hub.db.statements"):
        monkeypatch.setattr(f"{module}.AT_ONCE", 4)
    monkeypatch.setattr(lookup, "_AT_ONCE", 2)


def leg(name: str, root: str, endpoint: str, number: str | None = None, **more: Any) -> LegSeen:
    outside = endpoint == "PJSIP/trunk"
    started = LegStarted(
        LegRef(BOOT, name), AT, LegRef(BOOT, root), Party.OUTSIDE if outside else Party.STATION, endpoint,
        initiated=outside, number=number, name="Sara" if outside else None, withheld=outside and number is None,
    )  # fmt: skip
    return LegSeen(started, **more)


def talking(place: int, number: str | None) -> Sequence[LegSeen]:
    """A caller who talks with one of the two agents."""
    name, phone = str(place), f"PJSIP/{101 + place % 2}"
    up = {"answered": True, "bridge": f"bridge {place}"}
    return leg(name, name, "PJSIP/trunk", number, **up), leg(f"{name}b", name, phone, **up)


def ringing(place: int, number: str | None) -> Sequence[LegSeen]:
    """A caller whom nobody has answered."""
    name = str(place)
    return leg(name, name, "PJSIP/trunk", number), leg(f"{name}b", name, f"PJSIP/{101 + place % 2}", ringing=True)


async def people(office: Office) -> None:
    await office.customer("Known", KNOWN)
    for name in ("One", "Two"):
        await office.customer(name, SHARED)
    await office.customer("Often", TWICE)
    for name in ("Survivor", "Double"):
        await office.customer(name, MERGED)
    first, second = office.customers["Survivor"], office.customers["Double"]
    await office.db.write(lambda tx: merge(tx, first, second, {}, new_id()))


async def told(office: Office, kind: Live, at_once: int) -> None:
    """The calls come in snapshots that grow by so many."""
    seen: list[LegSeen] = []
    for start in range(0, len(NUMBERS), at_once):
        for place, number in enumerate(NUMBERS[start : start + at_once], start):
            seen += kind(place, number)
        await office.hear([LegsSnapshot(BOOT, AT + timedelta(minutes=1), tuple(seen))])


async def ended(office: Office, at_once: int) -> None:
    """The callers hang up, so many at once."""
    alive = [one for place, number in enumerate(NUMBERS) for one in talking(place, number)]
    for start in range(0, len(NUMBERS), at_once):
        await office.hear([LegsSnapshot(BOOT, LATER, tuple(alive[2 * (start + at_once) :]))])


async def stored(office: Office) -> list[Any]:
    """What is in the store of each call, by names in place of ids, in the order of the numbers."""
    names: dict[UUID | None, str] = {who: name for name, who in (office.customers | office.agents).items()}
    async with office.db.read() as session:
        numbers = {row.id: row.value for row in await session.scalars(sa.select(Identity))}
    parties, entries, pops = Counter[Any](), Counter[Any](), Counter[Any]()
    for row in await office.rows("participant"):
        who = numbers[row.identity_id] if row.identity_id else names[row.user_id]
        parties[row.interaction_id, f"{row.role} {who}"] += 1
    for row in await office.rows("entry"):
        entries[row.interaction_id, f"{row.role} {names[row.customer_id]} {row.certainty}"] += 1
    for row in await office.rows("pop"):
        pops[row.call_id, f"{names[row.user_id]} {row.state}"] += 1
    touches = {row.id: row for row in await office.rows("interaction")}
    calls = await office.rows("call")
    assert len(touches) == len({call.interaction_id for call in calls} - {None})
    return [
        [call.number, call.state, call.result, call.caller_name, call.certainty, names.get(call.customer_id),
         sorted(one["name"] for one in call.caller["candidates"]),
         touches[call.interaction_id].state if call.interaction_id else None,
         [f"{count} {what}" for counted, key in ((parties, call.interaction_id), (entries, call.interaction_id),
                                                 (pops, call.id))
          for what, count in sorted((of[1], count) for of, count in counted.items() if of[0] == key)]]
        for call in sorted(calls, key=lambda call: int(call.id.int))
    ]  # fmt: skip


async def shown(office: Office, customer: UUID) -> tuple[dict[str, Any], dict[str, Any]]:
    """What a page that was open from the start shows of a customer, and what a fresh one does."""
    pushed: dict[str, Any] = {}
    for event in await office.events(timeline.customer_room(customer)):
        if event.kind == "entry" and event.version >= pushed.get(event.key, (0,))[0]:
            pushed[event.key] = event.version, event.data
    async with office.db.read() as session:
        page = await timeline.customer_timeline(session, await members(session, customer))
    return {key: data for key, (_, data) in pushed.items()}, {
        str(one.id): one.model_dump(mode="json") for one in page.items
    }


async def check_pages(office: Office) -> None:
    for name, customer in office.customers.items():
        open_page, fresh = await shown(office, customer)
        assert open_page == fresh, name
        assert len(fresh) == {"Double": 0, "Often": 2}.get(name, 1)


def expected(state: str, result: str | None, pop: str) -> list[Any]:
    """Each of ``NUMBERS`` with who it may be; the agents take turns."""
    certain = {
        KNOWN: ("Known",), SHARED: ("One", "Two"), TWICE: ("Often",), MERGED: ("Survivor",),
    }  # fmt: skip
    values = {None: None, "SMS.Bank": "SMS.Bank"}
    found = []
    for place, number in enumerate(NUMBERS):
        who, agent = certain.get(number or "", ()), "AB"[place % 2]
        certainty = {0: "none", 1: "confirmed"}.get(len(who), "candidate")
        value = values.get(number, f"+98{(number or '')[1:]}")
        parts = [f"1 agent {agent}"] * (pop != "ringing") + [f"1 from {value}"] * (number is not None)
        parts += [f"1 from {one} {certainty}" for one in who] + [f"1 {agent} {pop}"]
        found.append([number, state, result, "Sara", certainty, who[0] if len(who) == 1 else None, list(who),
                      result or state, parts])  # fmt: skip
    return found


@pytest.mark.parametrize("at_once", AT_ONCE)
async def test_callers_are_found_stored_and_shown_once_however_many_come_together(office: Office, at_once: int) -> None:
    await people(office)
    await told(office, talking, at_once)
    assert await stored(office) == expected("answered", None, "answered")
    await check_pages(office)
    entries = [event for event in await office.events() if event.kind == "entry"]
    assert [event.version for event in entries] == [1] * len(await office.rows("entry"))
    assert {event.data and event.data["agent"]["name"] for event in entries} == {"Agent A", "Agent B"}


@pytest.mark.parametrize("at_once", AT_ONCE)
async def test_calls_that_end_together_end_each_once(office: Office, at_once: int) -> None:
    await people(office)
    await told(office, talking, len(NUMBERS))
    await ended(office, at_once)
    assert await stored(office) == expected("ended", "unknown", "ended")
    await check_pages(office)
    for room in ("calls", office.room("A"), office.room("B")):
        versions = Counter(event.key for event in await office.events(room) if event.kind == "call")
        assert set(versions.values()) == {2}  # it came, it went
    async with office.db.read() as session:
        heard = {row.name: row.last_contact_at for row in await session.scalars(sa.select(Customer))}
        seen = {row.value: row.last_seen_at for row in await session.scalars(sa.select(Identity))}
    assert {name for name, at in heard.items() if at == AT} == {"Known", "Often", "Survivor"}
    assert len(seen) == 6


@pytest.mark.parametrize("at_once", AT_ONCE)
async def test_calls_that_ring_and_are_answered_in_an_outage_are_followed_together(
    office: Office, at_once: int
) -> None:
    await people(office)
    await told(office, ringing, at_once)
    assert await stored(office) == expected("ringing", None, "ringing")
    office.board.drop()
    await told(office, talking, len(NUMBERS))
    assert await stored(office) == expected("answered", None, "answered")
    await check_pages(office)


async def test_many_numbers_are_looked_up_as_each_is_alone(office: Office) -> None:
    await people(office)
    await told(office, talking, len(NUMBERS))
    addresses = [read_number(number) for number in {*NUMBERS, "09190000000"} if number]
    async with office.db.read() as session:
        connection = await session.connection()
        many = await look_up_many(connection, [one for one in addresses if one])
        for address, found in many.items():
            alone = await look_up(connection, address)
            names = [column for column in alone.people[0]._fields if column != "identity_id"] if alone.people else []
            assert found.identity_id == alone.identity_id
            assert [[getattr(row, name) for name in names] for row in found.people] == [
                [getattr(row, name) for name in names] for row in alone.people
            ]
    assert sorted(len(found.people) for found in many.values()) == [0, 0, 0, 1, 1, 1, 2]


async def test_no_more_people_of_one_number_are_looked_at_among_many(office: Office) -> None:
    for place in range(lookup.MOST + 3):
        await office.customer(f"Desk {place}", SHARED)
    await office.customer("Known", KNOWN)
    shared, known = read_number(SHARED), read_number(KNOWN)
    assert shared
    assert known
    async with office.db.read() as session:
        many = await look_up_many(await session.connection(), [shared, known])
        alone = await look_up(await session.connection(), shared)
    assert len(many[shared].people) == lookup.MOST
    assert [row.id for row in many[shared].people] == [row.id for row in alone.people]
    assert [row.name for row in many[known].people] == ["Known"]
