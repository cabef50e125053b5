"""From facts to rows and pushed events, on both stores."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from structlog.testing import capture_logs

from hub.calls import Numbering, Switchboard
from hub.calls.lists import live_calls, open_pops
from hub.calls.machine import Board
from hub.calls.models import Call
from hub.customers import Customer
from hub.db import StoreUnavailable, Tx
from hub.parked.models import ParkedItem
from hub.ports import (
    BridgeLeft,
    LegParty,
    LegRef,
    LegSeen,
    LegsSnapshot,
    LegStarted,
    LegUnanswered,
    Party,
    QueueJoined,
)
from tests.hub.calls.conftest import Office
from tests.hub.calls.recordings import AT, BOOT, NAMES, facts_of, play, ticks

SARA = "09121234567"
MANY = "queue_local_members_prefix"  # the most legs
LATER = AT + timedelta(minutes=5)


async def test_a_queue_call_is_stored_in_full(office: Office) -> None:
    sara = await office.customer("سارا احمدی", SARA)
    await office.play("queue_answered")
    assert await office.drawn() == [
        "inbound ended completed 3-34-42 queue support agents A",
        "leg PJSIP/trunk 3 - 6 42 None 16 0",
        "leg PJSIP/101 11 15 24 41 None 16 0",
        "A 34 to 36",
        "pop A1 ended by A",
    ]
    call = await office.one("call")
    assert (call.number, call.caller_name, call.dialled, call.withheld) == (SARA, "Sara", "1000", False)
    assert (call.customer_id, call.certainty, call.inferred, call.notes) == (sara, "confirmed", False, None)
    assert (call.waiting_seconds, call.talking_seconds, call.held_seconds) == (0.31, 0.02, 0.0)


async def test_a_known_callers_timeline(office: Office) -> None:
    sara = await office.customer("سارا احمدی", SARA)
    await office.play("queue_answered")
    call, touch, entry = [await office.one(kind) for kind in ("call", "interaction", "entry")]
    assert (touch.channel, touch.direction, touch.state, touch.call_id) == ("call", "in", "completed", call.id)
    assert (touch.identity_id, touch.occurred_at, call.interaction_id) == (call.identity_id, call.started_at, touch.id)
    facts = {"queue": "support", "dialled": "1000", "result": "completed", "waited": 0, "talked": 0, "held": 0,
             "inferred": False, "answered_at": call.answered_at.isoformat()}  # fmt: skip
    assert touch.facts == facts
    assert (entry.customer_id, entry.interaction_id, entry.role, entry.certainty) == (
        sara,
        touch.id,
        "from",
        "confirmed",
    )
    people = {(row.role, row.identity_id, row.user_id) for row in await office.rows("participant")}
    assert people == {("from", call.identity_id, None), ("agent", None, office.agents["A"])}


async def test_the_name_that_a_queue_puts_before_the_callers_is_taken_up(office: Office) -> None:
    trunk = LegRef(BOOT, "1.1")
    await office.hear([LegStarted(trunk, AT, trunk, Party.OUTSIDE, "PJSIP/trunk", True, SARA, "Sara", "1000")])
    assert (await office.one("call")).caller_name == "Sara"
    await office.hear([LegParty(trunk, AT, SARA, "Sales:Sara")])
    assert (await office.one("call")).caller_name == "Sales:Sara"


async def test_who_asks_first_is_told_and_outlives_a_restart(office: Office) -> None:
    facts = facts_of("attended_transfer")
    await office.hear(facts[:14])
    (told,) = [event.data for event in await office.events(office.room("A")) if event.kind == "call"][-1:]
    assert told
    assert (told["state"], told["asking"]) == ("held", str(office.agents["A"]))
    office.board = office.new_switchboard()
    await office.hear(facts[14:20])
    assert (await office.one("call")).asking == office.agents["A"]
    await office.hear(facts[20:])
    assert (await office.one("call")).asking is None


async def test_the_last_contact_moves_on(office: Office) -> None:
    sara = await office.customer("سارا احمدی", SARA)
    await office.play("queue_answered")
    async with office.db.read() as session:
        customer = await session.get(Customer, sara)
    assert customer is not None
    assert ticks(customer.last_contact_at) == "3"


@pytest.mark.parametrize(("name", "batch"), [*((name, 5) for name in NAMES), (MANY, 1), (MANY, 1000)])
async def test_every_recording_is_stored_as_the_machine_sees_it(office: Office, name: str, batch: int) -> None:
    await office.play(name, batch)
    machines = [call for call in play(Board("pbx"), facts_of(name)).values() if call.joined_into is None]
    calls = [row for row in await office.rows("call") if row.joined_into is None]
    assert [_summary(call) for call in calls] == [_summary(call) for call in machines]
    legs = sorted((leg for call in machines for leg in call.legs.values()), key=lambda leg: (leg.started_at, leg.id))
    assert [row.endpoint for row in await office.rows("leg")] == [leg.endpoint for leg in legs]
    expected = sorted((part.started_at, part.ended_at) for call in machines for part in call.segments)
    assert [(row.started_at, row.ended_at) for row in await office.rows("segment")] == expected
    if "PJSIP/111" not in {leg.endpoint for leg in legs}:  # here nobody sits at it
        pops = [f"pop {'AB'[pop.agent_id.int - 1]}{pop.offer} {pop.state}" for call in machines for pop in call.pops]
        assert sorted(line.partition(" by")[0] for line in await office.pops()) == sorted(pops)
    assert await office.is_at_rest()


async def test_an_unknown_caller_makes_no_customer(office: Office) -> None:
    await office.play("queue_answered")
    call = await office.one("call")
    assert call.identity_id is not None
    assert (call.customer_id, call.certainty, call.caller["candidates"]) == (None, "none", [])
    assert (await office.one("interaction")).identity_id == call.identity_id
    assert await office.rows("entry") == []


async def test_a_withheld_number_is_on_no_timeline(office: Office) -> None:
    await office.play("anonymous_answered")
    call = await office.one("call")
    assert (call.withheld, call.number, call.identity_id, call.certainty) == (True, None, None, "none")
    assert call.result == "completed"
    assert await office.rows("entry") == []
    assert await office.pops() == ["pop A1 ended by A"]


async def test_a_call_among_colleagues_is_no_interaction(office: Office) -> None:
    await office.play("internal_call")
    count = await office.count()
    assert {kind: count[kind] for kind in ("call", "pop", "interaction", "participant", "entry")} == {
        "call": 1, "pop": 0, "interaction": 0, "participant": 0, "entry": 0,
    }  # fmt: skip


@pytest.mark.parametrize("name", ["click_to_dial", "desk_phone_outbound"])
async def test_an_outbound_call_finds_whom_it_goes_to(office: Office, name: str) -> None:
    sara = await office.customer("سارا احمدی", SARA)
    await office.play(name)
    call, touch, entry = [await office.one(kind) for kind in ("call", "interaction", "entry")]
    assert (call.direction, call.number, call.customer_id, touch.direction) == ("outbound", SARA, sara, "out")
    assert (entry.role, entry.certainty) == ("to", "confirmed")
    assert await office.rows("pop") == []


async def test_a_number_that_comes_with_the_dialplan_is_looked_up(office: Office) -> None:
    """Many trunks tell the number only after the first packet."""
    sara = await office.customer("سارا احمدی", SARA)
    first, *others = facts_of("queue_answered")
    assert isinstance(first, LegStarted)
    bare = LegStarted(first.leg, first.at, first.root, first.party, first.endpoint, True, dialled=first.dialled)
    await office.hear([bare, LegParty(first.leg, first.at, SARA, "Sara"), *others])
    call = await office.one("call")
    assert (call.number, call.customer_id, call.caller_name) == (SARA, sara, "Sara")
    assert len(await office.rows("entry")) == 1


@pytest.mark.parametrize("name", ["ringall_answered", "queue_abandoned", "blind_transfer", "local_optimised", MANY])
async def test_a_hub_restarted_before_every_fact_stores_the_same(office: Office, name: str) -> None:
    facts = facts_of(name)
    for fact in facts:
        office.board = office.new_switchboard()
        await office.hear([fact])
    restarted = await office.drawn()
    (machine,) = play(Board("pbx"), facts).values()
    assert restarted[0].startswith(f"{machine.direction} ended {machine.result} ")
    talks = [f"{'AB'[part.agent_id.int - 1]} {ticks(part.started_at)} to {ticks(part.ended_at)}"
             for part in machine.segments if part.agent_id and part.endpoint != "PJSIP/111"]  # fmt: skip
    assert [line for line in restarted if " to " in line and "nobody" not in line] == talks
    count = await office.count()
    assert (count["call"], count["leg"]) == (1, len(machine.legs))
    assert await office.is_at_rest()


async def test_a_message_left_is_told_even_by_a_hub_restarted_before_every_fact(office: Office) -> None:
    for fact in facts_of("voicemail"):
        office.board = office.new_switchboard()
        await office.hear([fact])
    touch = await office.one("interaction")
    assert (touch.state, touch.facts["voicemail"]) == ("missed", "101@default")
    assert await office.pops() == ["pop A1 missed by nobody"]


async def test_a_hub_that_was_away_for_the_end_closes_the_call(office: Office) -> None:
    facts = facts_of("queue_answered")
    await office.hear(facts[:-4])
    office.board = office.new_switchboard()
    await office.hear([LegsSnapshot(BOOT, LATER, ())])
    call = await office.one("call")
    assert (call.state, call.result, call.inferred) == ("ended", "unknown", True)
    assert await office.pops() == ["pop A1 ended by A"]
    assert (await office.one("interaction")).state == "unknown"


async def test_a_leg_that_is_stored_as_over_does_not_refuse_the_others_of_a_snapshot(office: Office) -> None:
    first = facts_of("queue_answered")[0]
    assert isinstance(first, LegStarted)
    await office.hear([first, LegsSnapshot(BOOT, LATER, ())])
    office.board = office.new_switchboard()
    other = replace(first, leg=LegRef(BOOT, "new"), root=LegRef(BOOT, "new"))
    await office.hear([LegsSnapshot(BOOT, LATER, (LegSeen(first), LegSeen(other)))])
    states = sorted(call.state for call in await office.rows("call"))
    assert states == ["ended", "ringing"]


async def test_events_reach_the_right_rooms_with_rising_versions(office: Office) -> None:
    sara = await office.customer("سارا احمدی", SARA)
    await office.play("blind_transfer")
    log = [event for event in await office.events() if event.kind in {"call", "pop", "entry"}]
    allowed = {
        "call": {"calls", office.room("A"), office.room("B")},
        "pop": {office.room("A"), office.room("B")},
        "entry": {f"customer:{sara}"},
    }
    assert {event.kind for event in log} == set(allowed)
    versions: dict[tuple[str, str, str], int] = {}
    for event in log:
        assert event.room in allowed[event.kind]
        key = (event.room, event.kind, event.key)
        assert event.version > versions.get(key, 0)
        versions[key] = event.version
    pops = {event.data["agent_id"]: event.room for event in log if event.kind == "pop" and event.data}
    assert pops == {str(office.agents[name]): office.room(name) for name in "AB"}
    last = [event.data["state"] for event in log if event.kind == "pop" and event.data][-1]
    assert last == "ended"


Entities = dict[str, dict[str, Any]]


async def open_cards(office: Office) -> Entities:
    async with office.db.read() as session:
        pops = await open_pops(session, office.agents["B"], office.board.numbering)
    return {str(pop.id): pop.model_dump(mode="json") for pop in pops}


async def calls_going_on(office: Office) -> Entities:
    async with office.db.read() as session:
        calls = await live_calls(session, office.reader("calls:read_all"), office.board.numbering)
    return {str(call.id): call.model_dump(mode="json") for call in calls}


@pytest.mark.parametrize("kind", ["pop", "call"])
@pytest.mark.parametrize("name", ["ringall_answered", "attended_transfer"])
async def test_any_snapshot_and_the_events_in_any_order_give_the_fresh_state(
    office: Office, name: str, kind: str
) -> None:
    """An event counts only with a higher version than the known one."""
    take, room = {"pop": (open_cards, office.room("B")), "call": (calls_going_on, "calls")}[kind]
    await office.customer("سارا احمدی", SARA)
    dice = random.Random(name)
    taken = [await take(office)]
    for fact in facts_of(name):
        await office.hear([fact])
        taken.append(await take(office))
        log = [event for event in await office.events(room) if event.kind == kind]
        known = dict(dice.choice(taken))
        for event in dice.sample(log, len(log)):
            assert event.data is not None
            if event.version > known.get(event.key, {"version": 0})["version"]:
                known[event.key] = event.data
        assert {key: entity for key, entity in known.items() if entity["ended_at"] is None} == taken[-1]
    assert any(taken)
    assert taken[-1] == {}


class Once:
    """A guard that fails a given time."""

    def __init__(self, at: int, error: Exception) -> None:
        self.left = at
        self.error = error

    async def __call__(self, tx: Tx) -> None:
        self.left -= 1
        if self.left == 0:
            tx.session.add(Call(account="half", direction="inbound", state="x", started_at=tx.now))
            await tx.session.flush()
            raise self.error


async def test_a_failure_in_mid_batch_leaves_nothing_half_written(office: Office) -> None:
    facts = facts_of("queue_answered")
    await office.hear(facts[:5])
    before = await office.dump()
    with pytest.raises(StoreUnavailable):
        await office.board.receive(facts[5:], Once(1, StoreUnavailable("away")))
    assert await office.dump() == before
    await office.hear(facts[5:], batch=1000)
    assert (await office.drawn())[0] == "inbound ended completed 3-34-42 queue support agents A"
    assert await office.pops() == ["pop A1 ended by A"]
    assert (await office.count())["call"] == 1


@pytest.mark.parametrize("name", ["queue_answered", "blind_transfer", "queue_ring_no_answer"])
async def test_a_batch_sent_again_after_its_answer_was_lost_changes_nothing(office: Office, name: str) -> None:
    facts = facts_of(name)
    for start in range(0, len(facts), 6):
        await office.hear(facts[start : start + 6], 6)
        drawn = await office.drawn()
        office.board.drop()
        await office.hear(facts[max(0, start - 2) : start + 6], 8)
        if not any(isinstance(fact, LegUnanswered | BridgeLeft) for fact in facts[start : start + 6]):
            assert await office.drawn() == drawn
    assert len(await office.rows("call")) == 1
    assert await office.is_at_rest()


async def test_a_poisoned_fact_costs_only_itself(office: Office) -> None:
    facts = facts_of("queue_answered")
    leg = facts[0].leg
    poison = QueueJoined(leg, AT, {"not": "a name"})  # type: ignore[arg-type]
    with capture_logs() as logs:
        await office.hear([*facts[:4], poison, *facts[4:]], batch=1000)
    assert [(entry["event"], entry.get("fact")) for entry in logs] == [
        ("batch_refused", None),
        ("fact_refused", "QueueJoined"),
    ]
    assert (await office.drawn())[0] == "inbound ended completed 3-34-42 queue support agents A"
    assert await office.pops() == ["pop A1 ended by A"]
    async with office.db.read() as session:
        (item,) = (await session.scalars(sa.select(ParkedItem))).all()
    assert (item.kind, item.account, item.retryable) == ("calls.fact", "pbx", False)
    assert (item.payload["fact"], item.payload["queue"]) == ("QueueJoined", {"not": "a name"})


async def test_two_accounts_do_not_mix(office: Office) -> None:
    other = Switchboard(office.db, "pbx2", Numbering())
    for fact in facts_of("queue_answered"):
        await office.board.receive([fact])
        await other.receive([fact])
    calls = await office.rows("call")
    assert sorted((call.account, call.result) for call in calls) == [("pbx", "completed"), ("pbx2", "completed")]
    assert await office.pops() == ["pop A1 ended by A"]


def _summary(call: Any) -> tuple[Any, ...]:
    return (call.direction, call.state, call.result, call.queue, call.started_at, call.answered_at, call.ended_at)
