"""A hundred live calls while the network, the hub and the exchange fail: each is there once, and none stays open."""

from __future__ import annotations

from collections import Counter
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.hub.calls.busy_exchange import BusyExchange
from tests.support.agent import Entity
from tests.support.hub_process import StartHub
from tests.support.stack.stage import Stage, open_stage
from tests.support.waiting import until

SEEN = ("completed", False, False)
CUT = ("unknown", True, False)
RECOVERED = ("completed", True, True)  # inferred: the record shows an answer at once


@pytest.fixture
async def pbx(tmp_path: Path) -> AsyncIterator[BusyExchange]:
    exchange = BusyExchange(tmp_path / "Master.csv")
    await exchange.start()
    yield exchange
    await exchange.kill()


async def live(stage: Stage) -> list[Entity]:
    return list((await stage.admin.get("/api/calls/live"))["items"])


async def history(stage: Stage) -> list[Entity]:
    items, cursor = [], None
    while True:
        page = await stage.admin.get("/api/calls", limit="100", **({"cursor": cursor} if cursor else {}))
        items += page["items"]
        if not (cursor := page["next"]):
            return items


async def talking(stage: Stage, count: int) -> None:
    async def all_answered() -> bool:
        return [call["state"] for call in await live(stage)] == ["answered"] * count

    await until(all_answered, 60, f"{count} live calls")


async def told(stage: Stage) -> dict[str, tuple[str, bool, bool]]:
    """How each caller's call ended, by the last digits; no caller called twice."""
    calls = [call for call in await history(stage) if call["ended_at"]]
    assert not [raw for raw, times in Counter(call["number"]["raw"] for call in calls).items() if times > 1], "doubled"
    return {call["number"]["raw"][-3:]: (call["result"], call["inferred"], call["recovered"]) for call in calls}


async def becomes(stage: Stage, wanted: dict[str, tuple[str, bool, bool]]) -> None:
    async def same() -> bool:
        assert await told(stage) == wanted
        return True

    await until(same, 60, "the ends of the calls")


def callers(numbers: range, how: tuple[str, bool, bool]) -> dict[str, tuple[str, bool, bool]]:
    return {f"{number:03d}": how for number in numbers}


async def test_no_outage_loses_or_doubles_a_call(pbx: BusyExchange, start_hub: StartHub, tmp_path: Path) -> None:
    async with open_stage(pbx, start_hub, tmp_path) as stage:
        await pbx.begin(range(100))
        await talking(stage, 100)
        await pbx.end(range(5))
        wanted = callers(range(5), SEEN)
        await becomes(stage, wanted)

        await stage.cable.cut()
        await stage.connector(lambda account: account["connection"] == "disconnected", "a lost connection")
        await pbx.end(range(5, 30))
        await pbx.begin(range(100, 120))
        await pbx.talking()
        await pbx.end(range(100, 110))
        await stage.cable.mend()
        await talking(stage, 80)
        wanted |= callers(range(5, 30), CUT) | callers(range(100, 110), RECOVERED)
        await becomes(stage, wanted)

        await stage.kill_hub()
        await pbx.end(range(30, 50))
        await pbx.begin(range(120, 130))
        await pbx.talking()
        await pbx.end(range(120, 125))
        await stage.restart_hub()
        await talking(stage, 65)
        wanted |= callers(range(30, 50), CUT) | callers(range(120, 125), RECOVERED)
        await becomes(stage, wanted)

        rest = [*range(50, 100), *range(110, 120), *range(125, 130)]
        await pbx.kill()
        await pbx.start()
        await talking(stage, 0)
        wanted |= {f"{number:03d}": CUT for number in rest}
        await becomes(stage, wanted)
        recovered = [call for call in await history(stage) if call["recovered"]]
        assert {(call["direction"], call["state"], bool(call["interaction_id"])) for call in recovered} == {
            ("inbound", "ended", True)
        }
        assert all(pop["ended_at"] for pop in stage.admin.me.of("pop"))
