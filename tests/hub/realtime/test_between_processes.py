"""Several processes on one PostgreSQL: by Redis, by NOTIFY, and without either by the heads."""

from __future__ import annotations

import asyncio
import json
import pickle
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, ExitStack
from pathlib import Path
from typing import Any

import pytest
from redis.asyncio import Redis

from hub import accounts, events
from hub.accounts import Role
from hub.db import Database, Tx
from tests.hub.realtime.conftest import LiveHub, MakeHub
from tests.support import redis_server
from tests.support.accounts import PASSWORD
from tests.support.agent import Agent, set_up, sign_in
from tests.support.hub_process import StartHub
from tests.support.ports import free_port
from tests.support.waiting import WaitFor

Pair = tuple[LiveHub, LiveHub]
MakePair = Callable[[str | None], Awaitable[Pair]]


@pytest.fixture
async def make_pair(postgresql_url: str, make_hub: MakeHub) -> AsyncIterator[MakePair]:
    """Two hubs on one store, with no memory in common."""
    async with AsyncExitStack() as stack:

        async def make(redis: str | None) -> Pair:
            hubs = []
            for _ in range(2):
                db = await Database.open(postgresql_url)
                stack.push_async_callback(db.close)
                hubs.append(await make_hub(db, redis={"url": redis}))
            for role in Role:
                await accounts.create_user(
                    hubs[0].db, email=f"{role}@example.com", name=f"{role} One", role=role, password=PASSWORD
                )
            return hubs[0], hubs[1]

        yield make


async def is_linked(one: LiveHub, other: LiveHub) -> bool:
    """Whether what the one tells was heard by the other at least once."""
    page = other.pages[-1]
    await one.tell("presence", "probe", 1)
    return "probe" in page.keys("presence")


async def test_by_redis(make_pair: MakePair, redis_url: str, wait_for: WaitFor) -> None:
    one, other = await make_pair(redis_url)
    page = await other.page(Role.SUPERVISOR)
    await page.join("presence")
    await wait_for(lambda: is_linked(one, other))
    await one.tell("presence", "news", 7, {"text": "خبر", "n": 1})
    (event,) = await wait_for(lambda: [event for event in page.heard if event["key"] == "news"])
    assert (event["room"], event["version"], event["data"]) == ("presence", 7, {"text": "خبر", "n": 1})
    assert "news" not in page.keys("me")


class Bomb:
    """What a pickle would run."""

    def __reduce__(self) -> Any:
        return (Path.touch, (Path("/tmp/peyvand-pickle-was-read"),))


async def test_nobody_on_redis_is_obeyed(make_pair: MakePair, redis_url: str, wait_for: WaitFor) -> None:
    one, other = await make_pair(redis_url)
    page = await other.page(Role.SUPERVISOR)
    await page.join("presence")
    await wait_for(lambda: is_linked(one, other))
    sid = page.socket.get_sid()
    event = {"id": "1", "room": "presence", "kind": "presence", "key": "forged", "version": 1, "data": None}
    refused: list[Any] = [
        pickle.dumps(Bomb()), b"", b"\xff", b"[]", b"{}", b"[" * 100_000, b'{"from":1}', b'{"from":1,"events":7}',
        *[json.dumps({"from": "x", "events": [event | wrong]}) for wrong in (
            {"kind": "disconnect"}, {"id": "x"}, {"version": None}, {"data": "text"},
        )],
        json.dumps({"method": "disconnect", "sid": sid, "namespace": "/", "host_id": "x"}),
        json.dumps({"method": "enter_room", "sid": sid, "room": "calls", "namespace": "/", "host_id": "x"}),
    ]  # fmt: skip
    async with Redis.from_url(redis_url) as redis:
        for channel in ("peyvand:live:0", "socketio"):
            for message in refused:
                await redis.publish(channel, message)
    await one.tell("presence", "after")
    await wait_for(lambda: "after" in page.keys("presence"))
    assert "forged" not in page.keys("presence")
    assert page.socket.connected
    assert not Path("/tmp/peyvand-pickle-was-read").exists()


async def test_a_redis_that_hangs_holds_nothing_up(
    make_pair: MakePair, wait_for: WaitFor, capsys: pytest.CaptureFixture[str]
) -> None:
    held: list[Any] = []
    silent = await asyncio.start_server(lambda *ends: held.append(ends), "127.0.0.1", 0)
    one, _ = await make_pair(f"redis://127.0.0.1:{silent.sockets[0].getsockname()[1]}/0")
    page = await one.page(Role.SUPERVISOR)
    await page.join("presence")
    clock = asyncio.get_running_loop().time
    began = clock()
    for number in range(5):
        await one.tell("presence", f"n{number}")
    await wait_for(lambda: "n4" in page.keys("presence"), timeout=2)
    assert clock() - began < 2
    await wait_for(lambda: held)
    silent.close()


async def test_ones_own_events_come_by_postgresql(make_pair: MakePair, wait_for: WaitFor) -> None:
    one, other = await make_pair(None)
    page = await other.page(Role.AGENT)
    await page.join("me")
    await page.join("presence")
    room = events.user_room(page.user_id)

    async def told() -> bool:
        await one.tell(room, "pop", 3)
        return "pop" in page.keys("me")

    await wait_for(told)
    await one.tell("presence", "elsewhere")
    await one.tell(room, "pop", 4, {"id": "pop", "state": "answered"})
    await wait_for(lambda: page.heard[-1]["version"] == 4)
    assert page.heard[-1]["data"] == {"id": "pop", "state": "answered"}
    assert page.heard[-1]["cursor"] is not None
    assert page.keys("presence") == [], "that room goes by Redis, or by the heads"


async def test_many_at_once_by_postgresql(make_pair: MakePair, wait_for: WaitFor) -> None:
    one, other = await make_pair(None)
    page = await other.page(Role.AGENT)
    await page.join("me")
    room = events.user_room(page.user_id)

    async def told() -> bool:
        await one.tell(room, "first", 1)
        return "first" in page.keys("me")

    await wait_for(told)

    async def many(tx: Tx) -> None:
        for number in range(1_000):
            await events.append(tx, room, events.Kind.POP, f"p{number}", 1, None)

    await one.db.write(many)
    await wait_for(lambda: {f"p{number}" for number in range(1_000)} <= set(page.keys("me")))


async def test_a_session_that_ends_elsewhere_is_cut_off_here(make_pair: MakePair, wait_for: WaitFor) -> None:
    one, other = await make_pair(None)
    page = await other.page(Role.AGENT)
    admin = await one.page(Role.ADMINISTRATOR, connect=False)
    await page.join("me")
    room = events.user_room(page.user_id)

    async def told() -> bool:
        await one.tell(room, "probe")
        return "probe" in page.keys("me")

    await wait_for(told)
    await admin.request("PATCH", f"/api/users/{page.user_id}", {"active": False})
    await wait_for(lambda: not page.socket.connected, timeout=4)
    assert page.signed_out == [{"reason": "ended"}]


async def test_a_commit_that_comes_late_is_never_jumped_over(make_pair: MakePair, wait_for: WaitFor) -> None:
    """Its event has the lower id and is visible after the higher one was read."""
    one, other = await make_pair(None)
    page = await other.page(Role.ADMINISTRATOR)
    await one.tell("connectors", "before")
    cursor = str((await page.join("connectors"))["cursor"])
    held, release = asyncio.Event(), asyncio.Event()

    async def late(tx: Tx) -> None:
        async def hold(_: Tx) -> None:
            held.set()
            await release.wait()

        await events.append(tx, "connectors", events.Kind.CONNECTOR, "late", 1, None)
        tx.before_commit(hold)

    task = asyncio.create_task(one.db.write(late))
    await held.wait()
    await one.tell("connectors", "early")
    answer = await page.ask("catch_up", {"room": "connectors", "cursor": cursor})
    assert (answer["events"], answer["cursor"]) == ([], cursor), "nothing behind a commit that is still open"
    assert (await page.join("connectors", cursor))["cursor"] == cursor
    release.set()
    await task
    answer = await page.ask("catch_up", {"room": "connectors", "cursor": cursor})
    assert [event["key"] for event in answer["events"]] == ["late", "early"]


async def test_redis_killed_while_sockets_stay_up(
    postgresql_url: str, start_hub: StartHub, tmp_path: Path, wait_for: WaitFor
) -> None:
    port = free_port()
    env = {"HUB_REDIS__URL": f"redis://127.0.0.1:{port}/0"}
    with ExitStack() as running:
        running.enter_context(redis_server.private_server(port))
        first = await start_hub(postgresql_url, env=env)
        second = await start_hub(postgresql_url, env=env)
        admin = await set_up(first.url, (tmp_path / "var" / "setup-token").read_text().strip())
        there = await sign_in(second.url, "admin@example.com")
        await there.listen("presence")

        async def shows(state: str) -> float:
            began = asyncio.get_running_loop().time()
            await admin.ask("PUT", "/api/me/presence", {"state": state})
            await wait_for(lambda: presence_of(there) == state, timeout=8)
            return asyncio.get_running_loop().time() - began

        assert sorted([await shows(state) for state in ("away", "available", "away")])[1] < 2, "by Redis"
        running.close()
        await wait_for(lambda: '"redis_away"' in first.output() and '"redis_away"' in second.output())
        assert await shows("available") < 7, "by the heads: every five seconds, and a moment to read"
        running.enter_context(redis_server.private_server(port))
        await wait_for(lambda: '"redis_back"' in first.output() and '"redis_back"' in second.output())
        assert sorted([await shows(state) for state in ("away", "available", "away")])[1] < 2, "by Redis again"
        assert first.output().count('"redis_away"') <= 2, "an outage is told once for each direction"
        for agent in (admin, there):
            await agent.close()


def presence_of(agent: Agent) -> str | None:
    """What the agent's page shows of the administrator."""
    shown = [item["state"] for item in agent.rooms["presence"].of("presence") if item["user_id"] == agent.id]
    return shown[0] if shown else None
