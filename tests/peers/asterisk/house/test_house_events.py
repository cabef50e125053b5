"""What the exchange's channel events (CEL) tell of each call of the house afterwards is what was heard of it live."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from connectors.asterisk.cel_calls import story_of
from connectors.asterisk.cel_rows import read_cel
from connectors.asterisk.config import AsteriskOptions
from connectors.asterisk.records_calls import PbxTime
from connectors.asterisk.records_columns import CEL_LAYOUT
from hub.calls.machine import Call
from hub.calls.recovered import played
from hub.ports import Party
from tests.peers.asterisk.house.calls import SOON
from tests.peers.asterisk.house.conftest import VERSIONS
from tests.peers.asterisk.house.desk import Desk
from tests.peers.asterisk.house.house import House
from tests.support.agent import Entity

pytestmark = pytest.mark.asyncio(loop_scope="package")

LATE = 2.0  # seconds: the hub's times are those at which it heard, on a machine that may be busy
AT_ONCE = timedelta(seconds=LATE)


def recovered(desk: Desk) -> list[Call]:
    """Every call of the desk's exchange, as its file tells it."""
    file = desk.pbx.server.home / "log" / "cel-custom" / "Master.csv"
    with file.open(newline="") as lines:
        rows = [read_cel(dict(zip(CEL_LAYOUT, values, strict=True))) for values in csv.reader(lines)]
    options = AsteriskOptions.model_validate({"trunks": ["trunk"], **desk.pbx.options(1)})
    long_ago = datetime.now(UTC) - timedelta(days=1)
    told = story_of(rows, options, PbxTime(UTC), long_ago, final=False)
    return [call for one in told for call in played(desk.account, one, [])]


def heard(shown: Entity) -> dict[str, Any]:
    """What was heard of a call that no race decided."""
    legs = [(leg["endpoint"], bool(leg["answered_at"]), leg["outcome"]) for leg in shown["legs"]]
    return {
        "direction": shown["direction"], "result": shown["result"], "queue": shown["queue"],
        "number": shown["number"] and shown["number"]["raw"], "withheld": shown["withheld"],
        "name": shown["caller_name"], "legs": sorted(legs, key=str),
        "talks": [part["endpoint"] for part in shown["segments"]], "inferred": shown["inferred"],
    }  # fmt: skip


def told(call: Call) -> dict[str, Any]:
    """The same of a recovered one."""
    outside = call.outside_leg
    legs = [
        (leg.endpoint, bool(leg.answered_at), leg.outcome)
        for leg in call.legs.values()
        if leg.party is not Party.INTERNAL
    ]
    return {
        "direction": call.direction, "result": call.result, "queue": call.queue,
        "number": outside and outside.number, "withheld": bool(outside and outside.withheld),
        "name": outside and outside.name, "legs": sorted(legs, key=str),
        "talks": [part.endpoint for part in call.segments], "inferred": call.inferred,
    }  # fmt: skip


def same(shown: Entity, calls: Iterable[Call]) -> Call | None:
    """The recovered call that began then, with the same party outside."""
    began, number = datetime.fromisoformat(shown["started_at"]), shown["number"] and shown["number"]["raw"]
    fits = [call for call in calls if (call.outside_leg and call.outside_leg.number) == number]
    nearest = min(fits, key=lambda call: abs(call.started_at - began), default=None)
    return nearest if nearest and abs(nearest.started_at - began) < AT_ONCE else None


@pytest.mark.parametrize("version", VERSIONS)
async def test_channel_events_tell_what_was_heard(version: str, house: House) -> None:
    desk = Desk(house, f"pbx{version}", 38)
    await desk.agent(1)
    await desk.phone(1, SOON)
    caller = await desk.call(5)
    await desk.card(1, "answered")
    await desk.answered()
    await caller.hang_up()
    await desk.over()
    await desk.close()
    told_of = [states[-1] for states in house.told() if states[-1]["account"] == desk.account]
    live = [call for call in told_of if call["ended_at"]]  # a scenario that failed may have left another
    calls = recovered(desk)
    differing = []
    for known in live:
        shown = await house.admin.get(f"/api/calls/{known['id']}")
        call = same(shown, calls)
        if call is None or told(call) != heard(shown):
            differing.append((heard(shown), call and told(call)))
            continue
        assert call.ended_at is not None
        waited, talked, _ = call.seconds(call.ended_at)
        assert waited == pytest.approx(shown["waiting_seconds"], abs=LATE)
        assert talked == pytest.approx(shown["talking_seconds"], abs=LATE)
    assert differing == []
    assert len(calls) == len(live) > 0
