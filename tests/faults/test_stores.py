"""The store is locked, full, or away while people call: nothing is lost, and whoever asks is told."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path
from typing import Any

import aiohttp

from tests.faults.conftest import OwnPostgres, SmallDisk, locked
from tests.support.agent import Agent, set_up
from tests.support.hub_process import HubProcess, StartHub
from tests.support.stack.stage import cards, essence, open_stage, story
from tests.support.stack.talks import card_of, inbound, talk
from tests.support.telephony.pbx import Answers, Rings
from tests.support.telephony.simulated import SimulatedExchange
from tests.support.waiting import WaitFor


async def refused(agent: Agent, name: str) -> dict[str, Any] | None:
    """Create a customer; the problem when the hub could not keep it."""
    form, patience = {"name": name}, aiohttp.ClientTimeout(total=20)
    async with agent._http.post(f"{agent.url}/api/customers", json=form, timeout=patience) as answer:
        if answer.status == 201:
            return None
        assert answer.status == 503, await answer.text()
        assert answer.content_type == "application/problem+json"
        assert int(answer.headers["Retry-After"]) > 0
        return dict(await answer.json(content_type=None))


def logged(hub: HubProcess, event: str) -> list[dict[str, Any]]:
    """The log's lines about ``event``."""
    lines = [json.loads(line) for line in hub.output().splitlines() if line.startswith("{")]
    return [line for line in lines if line["event"] == event]


async def test_sqlite_locked_during_calls(
    exchange: SimulatedExchange, start_hub: StartHub, sqlite_url: str, tmp_path: Path
) -> None:
    async with open_stage(exchange, start_hub, tmp_path, sqlite_url) as stage:
        agent = await stage.agent("101")
        await stage.becomes(agent, "available")
        await exchange.phone("101", Answers(after=0.5))
        with locked(tmp_path / "hub.db"):
            caller = await exchange.call("1001")
            problem = await refused(stage.admin, "Nobody")
            assert problem is not None
            assert problem["code"] == "store_unavailable"
            assert (await agent.get("/api/pops"))["items"] == [], "reading goes on"
            assert logged(stage.hub, "store_unavailable")
        await card_of(agent, "answered")
        assert await refused(stage.admin, "Somebody") is None
        await caller.hang_up()
        assert essence(await stage.over()) == inbound("completed", agents=["101"])
        found = (await stage.admin.get("/api/customers", q="body"))["items"]
        assert [customer["name"] for customer in found] == ["Somebody"]


async def test_a_full_disk(small_disk: SmallDisk, start_hub: StartHub, tmp_path: Path, wait_for: WaitFor) -> None:
    hub = await start_hub(f"sqlite:///{small_disk.folder}/hub.db")
    admin = await set_up(hub.url, (tmp_path / "var" / "setup-token").read_text().strip())
    try:
        small_disk.fill(hub)
        kept = 0
        while (problem := await refused(admin, f"Customer {kept}")) is None:
            kept += 1
            assert kept < 2_000, "the disk is never full"
        assert problem["code"] in {"store_full", "store_unavailable"}
        assert logged(hub, problem["code"])
        assert (await admin.get("/api/customers", limit="1"))["items"] is not None, "reading goes on"
        small_disk.free(hub)
        assert await wait_for(lambda: _keeps(admin), timeout=20)
        assert await _customers(admin) == {f"Customer {number}" for number in range(kept)} | {"After"}
    finally:
        await admin.close()
    assert await hub.stop() == 0


async def _keeps(admin: Agent) -> bool:
    return await refused(admin, "After") is None


async def _customers(admin: Agent) -> set[str]:
    names: set[str] = set()
    cursor: dict[str, str] = {}
    while True:
        page = await admin.get("/api/customers", limit="100", **cursor)
        names |= {item["name"] for item in page["items"]}
        if page["next"] is None:
            return names
        cursor = {"cursor": page["next"]}


async def test_postgresql_stopped_and_started_during_calls(
    exchange: SimulatedExchange, start_hub: StartHub, own_postgres: OwnPostgres, tmp_path: Path, wait_for: WaitFor
) -> None:
    async with open_stage(exchange, start_hub, tmp_path, own_postgres.url) as stage:
        agent = await stage.agent("101")
        told, caller = await talk(stage, agent)
        await asyncio.to_thread(own_postgres.stop)
        problem = await _any_problem(stage.admin)
        assert (problem["status"], problem["code"]) == (503, "store_unavailable")
        await caller.hang_up()
        await asyncio.to_thread(own_postgres.start)
        over = await stage.over()
        assert over["id"] == told["id"]
        assert essence(over) == inbound("completed", agents=["101"])
        assert story(agent) == [["ringing", "answered", "ended"]]
        await exchange.phone("101", Rings())
        await exchange.call("1001")
        await agent.eventually(lambda: [card for card in cards(agent) if card["state"] == "ringing"], "another card")
        assert "Traceback" not in stage.hub.output()


async def _any_problem(agent: Agent) -> dict[str, Any]:
    async with agent._http.get(f"{agent.url}/api/calls/live", timeout=aiohttp.ClientTimeout(total=40)) as answer:
        assert int(answer.headers["Retry-After"]) > 0
        return dict(await answer.json(content_type=None))
