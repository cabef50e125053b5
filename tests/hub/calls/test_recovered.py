"""Calls that only the exchange's records tell of: each once, as over, on the timeline at its time, without a pop."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import sqlalchemy as sa

from hub.calls import Numbering, heard_until, keep_heard_until, recover
from hub.calls.models import ExtensionClaim
from hub.calls.present import present_calls
from hub.calls.recovered import BATCH
from hub.db import Tx
from hub.ports import (
    RECORDS_BOOT,
    BridgeEntered,
    BridgeLeft,
    CallEvent,
    LegAnswered,
    LegEnded,
    LegHeld,
    LegRef,
    LegResumed,
    LegRinging,
    LegStarted,
    LegTransferred,
    Party,
    QueueJoined,
    Recovered,
    RecoveredCall,
    RecoveredEvents,
    RecoveredLeg,
)
from tests.hub.calls.conftest import ACCOUNT, Office

NUMBERING = Numbering("IR", "21")
AT = datetime(2026, 11, 22, 10, tzinfo=UTC)


def past(name: str = "1.1", minute: int = 0, number: str | None = "09121234567", **changes: Any) -> RecoveredCall:
    """A call from outside that 101 took after five seconds."""
    start = AT + timedelta(minutes=minute)
    answer, end = start + timedelta(seconds=5), start + timedelta(seconds=65)
    legs = (
        RecoveredLeg(name, Party.OUTSIDE, "PJSIP/trunk", True, start, end, number, dialled="1000", answered_at=answer),
        RecoveredLeg(f"{name}|PJSIP/101-1", Party.STATION, "PJSIP/101", False, start, end, answered_at=answer,
                     talked_at=answer),
    )  # fmt: skip
    values = {"ids": frozenset({name}), "direction": "inbound", "result": "completed", "legs": legs, "queue": "600"}
    return RecoveredCall(**(values | changes))


async def store(office: Office, *calls: Recovered) -> int:
    return await recover(office.db, ACCOUNT, NUMBERING, calls)


async def seated_since(office: Office, at: datetime) -> None:
    await office.db.write(lambda tx: tx.session.execute(sa.update(ExtensionClaim).values(since=at)))


async def test_it_stands_where_it_would_have_stood(office: Office) -> None:
    await seated_since(office, AT - timedelta(hours=1))
    customer = await office.customer("Sara", "09121234567")
    assert await store(office, past()) == 1
    call, entry, touch = await office.one("call"), await office.one("entry"), await office.one("interaction")
    assert (call.direction, call.state, call.result, call.queue, call.dialled) == (
        "inbound", "ended", "completed", "600", "1000",
    )  # fmt: skip
    assert (call.recovered, call.inferred, call.customer_id) == (True, False, customer)
    assert (call.started_at, call.answered_at, call.ended_at) == (
        AT, AT + timedelta(seconds=5), AT + timedelta(seconds=65),
    )  # fmt: skip
    assert (call.waiting_seconds, call.talking_seconds) == (5, 60)
    assert call.agent_ids == [str(office.agents["A"])]
    assert (entry.customer_id, entry.occurred_at) == (customer, AT)
    assert (touch.state, touch.call_id, touch.facts["recovered"], touch.facts["talked"]) == (
        "completed", call.id, True, 60,
    )  # fmt: skip
    assert await office.rows("pop") == []
    async with office.db.read() as session:
        (out,) = await present_calls(session, [call], NUMBERING)
    assert out.recovered
    assert await office.is_at_rest()


def told(name: str = "9.1", **changes: Any) -> RecoveredEvents:
    """A queue's caller whom 101 took after five seconds, held for ten, and passed on to 102 after a minute."""

    def at(seconds: float) -> datetime:
        return AT + timedelta(seconds=seconds)

    caller, first, second = (LegRef(RECORDS_BOOT, f"{name}{letter}") for letter in ("", "a", "b"))
    events: list[CallEvent] = [
        LegStarted(caller, at(0), caller, Party.OUTSIDE, "PJSIP/trunk", True, "09121234567", dialled="1000"),
        LegAnswered(caller, at(0)),
        QueueJoined(caller, at(0), "600"),
        LegStarted(first, at(2), caller, Party.STATION, "PJSIP/101", False),
        LegRinging(first, at(2), by=caller),
        LegAnswered(first, at(5)),
        BridgeEntered(first, at(5), "one"),
        BridgeEntered(caller, at(5), "one"),
        LegHeld(first, at(20)),
        LegResumed(first, at(30)),
        LegTransferred(first, at(65), "102", attended=False),
        BridgeLeft(first, at(65), "one"),
        BridgeLeft(caller, at(65), "one"),
        LegEnded(first, at(65)),
        LegStarted(second, at(66), caller, Party.STATION, "PJSIP/102", False),
        LegAnswered(second, at(70)),
        BridgeEntered(second, at(70), "two"),
        BridgeEntered(caller, at(70), "two"),
        LegEnded(caller, at(100), 16),
        LegEnded(second, at(100), 16),
    ]
    values = {
        "ids": frozenset({caller.id, first.id, second.id}), "events": tuple(events), "started_at": at(0),
        "ended_at": at(100),
    }  # fmt: skip
    return RecoveredEvents(**(values | changes))


async def test_facts_are_heard_as_they_would_have_been(office: Office) -> None:
    await seated_since(office, AT - timedelta(hours=1))
    assert await store(office, told(), past(minute=30)) == 2
    first, _ = await office.rows("call")
    assert (first.recovered, first.inferred, first.result, first.queue) == (True, False, "completed", "600")
    assert (first.waiting_seconds, first.talking_seconds, first.held_seconds) == (5, 90, 10)
    assert first.agent_ids == [str(office.agents["A"]), str(office.agents["B"])]
    talks = [part for part in await office.rows("segment") if part.call_id == first.id]
    assert [(part.user_id, part.endpoint) for part in talks] == [
        (office.agents["A"], "PJSIP/101"), (office.agents["B"], "PJSIP/102"),
    ]  # fmt: skip
    assert await office.rows("pop") == []
    before = await office.dump()
    assert await store(office, told()) == 0
    assert await office.dump() == before
    assert await office.is_at_rest()


async def test_one_kind_of_records_is_no_news_to_the_other(office: Office) -> None:
    assert await store(office, told()) == 1
    assert await store(office, past("9.1"), past("7.1", ids=frozenset({"7.1", "9.1b"}))) == 0
    assert await store(office, past("8.1", 1)) == 1
    assert await store(office, told("8.1")) == 0


async def test_a_call_that_the_records_do_not_finish(office: Office) -> None:
    torn = told().events[:8]
    assert await store(office, told(events=torn, cut=True, inferred=True)) == 1
    call = await office.one("call")
    assert (call.result, call.inferred, call.state) == ("unknown", True, "ended")
    assert call.ended_at == AT + timedelta(seconds=100)
    assert await office.is_at_rest()


async def test_facts_about_plumbing_alone_are_no_call(office: Office) -> None:
    leg = LegRef(RECORDS_BOOT, "5.1")
    events = (LegStarted(leg, AT, leg, Party.INTERNAL, "Local/1@x", True), LegEnded(leg, AT))
    await store(office, told(ids=frozenset({"5.1"}), events=events))
    assert await office.rows("call") == []


async def test_who_sits_there_now_did_not_take_it_before(office: Office) -> None:
    await store(office, past())  # the agents sat down a moment ago
    assert (await office.one("call")).agent_ids == []
    assert (await office.one("segment")).user_id is None


async def test_twice_is_once(office: Office) -> None:
    calls = [past(f"{number}.1", number % 7, f"0912{number:07d}") for number in range(BATCH * 2 + 3)]
    assert await store(office, *calls) == len(calls)
    before = await office.dump()
    assert await store(office, *calls, past("20.1", result="missed")) == 0
    assert await office.dump() == before


async def test_what_was_heard_live_is_no_news(office: Office) -> None:
    leg = LegRef("boot", "1.1")
    live = LegStarted(leg, AT, leg, Party.OUTSIDE, "PJSIP/trunk", True, "09121234567")
    await office.hear([live])
    assert await store(office, past()) == 0
    await office.hear([LegEnded(leg, AT + timedelta(minutes=1))])
    assert await store(office, past(), past("7.7", ids=frozenset({"7.7", "1.1"}))) == 0
    assert await store(office, past("1.2")) == 1
    assert len(await office.rows("call")) == 2


async def test_another_account_has_names_of_its_own(office: Office) -> None:
    await store(office, past())
    assert await recover(office.db, "other", NUMBERING, [past()]) == 1


async def test_an_unknown_caller_and_a_colleague(office: Office) -> None:
    inside = RecoveredLeg("3.1", Party.STATION, "PJSIP/102", True, AT, AT + timedelta(seconds=9), dialled="101")
    colleague = past("3.1", direction="internal", result="missed", legs=(inside,), queue=None)
    withheld = past("4.1", 1, None)
    assert await store(office, colleague, withheld, past("5.1", 2, "02188776655")) == 3
    calls = await office.rows("call")
    assert [(call.direction, call.result, call.interaction_id is None) for call in calls] == [
        ("internal", "missed", True), ("inbound", "completed", False), ("inbound", "completed", False),
    ]  # fmt: skip
    assert [touch.identity_id is None for touch in await office.rows("interaction")] == [True, False]


async def test_up_to_when_all_was_heard_never_goes_back(office: Office) -> None:
    async def keep(at: datetime) -> None:
        async def work(tx: Tx) -> None:
            await keep_heard_until(tx, ACCOUNT, at)

        await office.db.write(work)

    async with office.db.read() as session:
        assert await heard_until(session, ACCOUNT) is None
    await keep(AT)
    await keep(AT - timedelta(hours=1))
    async with office.db.read() as session:
        assert await heard_until(session, ACCOUNT) == AT
