"""Calls that lie wholly inside an outage of the hub, from what a real Asterisk wrote of them."""

from __future__ import annotations

import re
from pathlib import Path

from tests.peers.asterisk.exchange import RealExchange
from tests.support.agent import Entity
from tests.support.hub_process import StartHub
from tests.support.stack.stage import CUSTOMER, NAMES, Stage, essence, open_stage
from tests.support.stack.talks import inbound
from tests.support.telephony.pbx import Answers, Rings
from tests.support.waiting import until


async def test_channel_events_tell_of_an_outage(pbx: RealExchange, start_hub: StartHub, tmp_path: Path) -> None:
    """CEL and CDR are both there: each call once, with its queue, its agents and what they talked."""
    log = pbx.server.home / "log"
    events = log / "cel-custom" / "Master.csv"
    pbx.more = {
        "cel": str(events), "cdr": str(log / "cdr-csv" / "Master.csv"), "cdr_delay": 0.1, "cdr_patience": 1,
    }  # fmt: skip
    async with open_stage(pbx, start_hub, tmp_path) as stage:
        await stage.agent("101")
        await stage.agent("102")
        await stage.kill_hub()
        await _talk_and_end(pbx, events, 1, "1000")
        await pbx.phone("102", Answers(after=0.3))
        await pbx.phone("101", Rings())
        await _talk_and_end(pbx, events, 2, "1003")
        caller = await pbx.call("1001", number="02188770000")
        await until(
            lambda: len(re.findall('"CHAN_START".*"PJSIP/101-', events.read_text())) == 3, 10, "a phone that rings"
        )
        await caller.hang_up()
        await until(lambda: _over(events) == 3, 10, "the third end")
        await stage.restart_hub()
        calls = await _recovered(stage, 3)
        assert [(call["recovered"], call["inferred"]) for call in calls] == [(True, False)] * 3
        first, second, third = calls
        assert essence(first) == inbound("completed", agents=["101"], queue="support", dialled="1000")
        assert essence(second) == inbound("completed", agents=["102"], queue="sales", dialled="1003")
        assert (third["result"], third["agents"], third["number"]["raw"]) == ("missed", [], "02188770000")
        assert [part["agent"]["name"] for part in first["segments"]] == [NAMES["101"]]
        assert 0.2 < first["waiting_seconds"] < 5
        assert first["talking_seconds"] > 0
        rang = {leg["agent"]["name"]: leg["outcome"] for leg in second["legs"] if leg["agent"]}
        assert rang == {NAMES["101"]: "cancelled", NAMES["102"]: None}
        assert [entry["state"] for entry in await stage.timeline()] == ["completed", "completed"]
        assert [agent.me.of("pop") for agent in stage.agents.values()] == [[], []]
        await stage.connector(lambda account: account["connection"] == "connected", "a connection")


async def _talk_and_end(pbx: RealExchange, events: Path, number: int, to: str) -> None:
    if number == 1:
        await pbx.phone("101", Answers(after=0.3))
    caller = await pbx.call(to, number=CUSTOMER)
    await until(lambda: _talks(events) == number, 15, "a talk")
    await caller.hang_up()
    await until(lambda: _over(events) == number, 10, "an end")


def _talks(events: Path) -> int:
    return events.read_text().count('"BRIDGE_ENTER"') // 2 if events.exists() else 0


def _over(events: Path) -> int:
    return events.read_text().count('"LINKEDID_END"') if events.exists() else 0


async def _recovered(stage: Stage, count: int) -> list[Entity]:
    """The calls of the outage once they are there, the oldest first, in full."""

    async def all_there() -> bool:
        return len((await stage.admin.get("/api/calls"))["items"]) == count

    await until(all_there, 15, f"{count} calls")
    listed = reversed((await stage.admin.get("/api/calls"))["items"])
    return [dict(await stage.admin.get(f"/api/calls/{call['id']}")) for call in listed]
