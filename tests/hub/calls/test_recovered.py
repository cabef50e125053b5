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
from hub.ports import LegEnded, LegRef, LegStarted, Party, RecoveredCall, RecoveredLeg
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


async def store(office: Office, *calls: RecoveredCall) -> int:
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
