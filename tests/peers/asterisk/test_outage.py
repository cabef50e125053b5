"""A hundred live calls while the network is cut or the hub is killed: none is lost, doubled, or open for ever."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from pathlib import Path

from tests.peers.asterisk.exchange import RealExchange
from tests.support.agent import Entity
from tests.support.hub_process import StartHub
from tests.support.stack.stage import Stage, open_stage
from tests.support.telephony.pbx import Answers
from tests.support.waiting import until

CUT = 30  # seconds
HALF, INSIDE = 50, 10


def numbers(kind: int, count: int) -> list[str]:
    """Who calls: nobody twice."""
    return [f"0935{kind}{caller:06}" for caller in range(count)]


async def test_the_network_is_cut_during_a_hundred_calls(
    pbx: RealExchange, start_hub: StartHub, tmp_path: Path
) -> None:
    """Half of them end meanwhile, half go on; ten more begin and end in the dark, and come from CEL."""
    events = pbx.server.home / "log" / "cel-custom" / "Master.csv"
    pbx.more = {"cel": str(events), "cdr_delay": 0.5, "cdr_patience": 10}
    ended, live, inside = numbers(1, HALF), numbers(2, HALF), numbers(3, INSIDE)
    async with open_stage(pbx, start_hub, tmp_path) as stage:
        await pbx.phone("101", Answers(after=0.1))
        callers = [pbx.traffic("talker", "1001", ended, 10, talk=25), pbx.traffic("talker", "1001", live, 10, talk=75)]
        await until(lambda: talking(stage, [*ended, *live]), 40, "a hundred who talk")
        await stage.cable.cut()
        await stage.connector(lambda item: item["connection"] == "disconnected", "a lost connection")
        callers.append(pbx.traffic("talker", "1001", inside, 2, talk=1))
        await asyncio.sleep(CUT)  # the length of the outage is what is tried
        assert await callers[0].ended() == await callers[2].ended() == 0, "they ended in the dark"
        await stage.cable.mend()
        await stage.connector(lambda item: item["connection"] == "connected", "a connection again")
        assert await callers[1].ended(90) == 0
        found = await until(lambda: all_over(stage, 2 * HALF + INSIDE), 60, "the end of every call")
    assert found == {
        **dict.fromkeys(ended, ("unknown", True, False)), **dict.fromkeys(live, ("completed", False, False)),
        **dict.fromkeys(inside, ("completed", False, True)),
    }  # fmt: skip


def talking(stage: Stage, who: Iterable[str]) -> bool:
    """Whether the hub has each of them on the line."""
    answered = {call["number"]["raw"] for call in stage.calls_told() if call["state"] == "answered"}
    return answered >= set(who)


async def all_over(stage: Stage, count: int) -> dict[str, tuple[str, bool, bool]] | None:
    """How each call ended, whether that was inferred, and whether records told it; None while they are not all over."""
    if (await stage.admin.get("/api/calls/live"))["items"]:  # asked first: what is listed after it is over
        return None
    items: list[Entity] = []
    query: dict[str, str] = {"limit": "100"}
    while True:
        page = await stage.admin.get("/api/calls", **query)
        items += page["items"]
        if not page["next"]:
            break
        query["cursor"] = page["next"]
    if len(items) < count:
        return None
    found = {call["number"]["raw"]: (call["result"], call["inferred"], call["recovered"]) for call in items}
    assert len(items) == len(found) == count, "each is there once"
    return found


async def test_the_hub_is_killed_during_a_hundred_calls(pbx: RealExchange, start_hub: StartHub, tmp_path: Path) -> None:
    """Half of them end while it is dead, half go on and end when it is back."""
    ended, live = numbers(4, HALF), numbers(5, HALF)
    async with open_stage(pbx, start_hub, tmp_path) as stage:
        await pbx.phone("101", Answers(after=0.1))
        callers = [pbx.traffic("talker", "1001", ended, 20, talk=14), pbx.traffic("talker", "1001", live, 20, talk=26)]
        await until(lambda: talking(stage, [*ended, *live]), 15, "a hundred who talk")
        await stage.kill_hub()
        assert await callers[0].ended(30) == 0, "they ended while nobody listened"
        await stage.restart_hub()
        assert callers[1].running
        assert await callers[1].ended(60) == 0
        found = await until(lambda: all_over(stage, 2 * HALF), 60, "the end of every call")
    assert found == {
        **dict.fromkeys(ended, ("unknown", True, False)), **dict.fromkeys(live, ("completed", False, False)),
    }  # fmt: skip
