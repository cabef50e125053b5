"""AMI bytes written → pop received by a Socket.IO client, call by call."""

from __future__ import annotations

import asyncio
import os
import random
import statistics
import subprocess
import sys
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import aiohttp
import socketio

from tests.bench import world
from tests.bench.replay import ReplayPbx
from tests.support.ports import free_port

WARM_UP = 40  # calls that are not counted
CALL_SECONDS = 2.0  # how long each rings; then it is answered and over


@dataclass(frozen=True, slots=True)
class Figures:
    """Latencies in milliseconds, and the process's memory in MB before the load."""

    name: str
    p50: float
    p99: float
    calls: int
    missing: int
    memory: float
    ready: float


async def measure_hub(name: str, folder: Path, url: str, calls: int, rate: float, *, bulk: bool = False) -> Figures:
    """Ring ``calls`` times at ``rate`` a second through the whole hub."""
    pbx = ReplayPbx()
    ami, port = await pbx.start(), free_port()
    config = world.settings(folder, url, port, ami)
    command = [sys.executable, "-m", "hub", "--config", str(config), "serve"]
    if bulk:
        command = [sys.executable, "-m", "tests.bench.hub_main", str(config), "--bulk"]
    async with running(command, f"http://127.0.0.1:{port}/readyz") as (process, ready):
        memory = memory_of(process.pid)
        async with _agent(port) as (client, arrivals):
            found = await _load(pbx, arrivals, calls, rate, lambda data: data["number"]["raw"])
            await client.disconnect()
    await pbx.stop()
    return _figures(name, found, memory, ready)


async def measure_relay(calls: int, rate: float, url: str | None = None) -> Figures:
    """The same through the bare relay; with a ``url`` through one that stores each event by the ORM."""
    pbx = ReplayPbx()
    ami, port = await pbx.start(), free_port()
    command = [sys.executable, "-m", "tests.bench.relay", str(ami), str(port), *([url] if url else [])]
    async with running(command, f"http://127.0.0.1:{port}/socket.io/?EIO=4&transport=polling") as (process, ready):
        memory = memory_of(process.pid)
        client, arrivals = socketio.AsyncClient(), asyncio.Queue[tuple[float, dict[str, Any]]]()
        client.on("event", lambda event: arrivals.put_nowait((time.perf_counter(), event["data"])))
        await client.connect(f"http://127.0.0.1:{port}", transports=["websocket"])
        found = await _load(pbx, arrivals, calls, rate, lambda data: data["number"]["raw"])
        await client.disconnect()
    await pbx.stop()
    name = "a transaction by the ORM for each event" if url else "bare relay, no look-up"
    return _figures(name, found, memory, ready)


async def _load(pbx: ReplayPbx, arrivals: asyncio.Queue[Any], calls: int, rate: float, key: Any) -> list[float | None]:
    await pbx.connected.wait()
    await asyncio.sleep(1)  # the connector's own start is not measured
    chosen = random.Random(7).sample(range(100_000), calls + WARM_UP)
    sent: dict[str, float] = {}
    taken: dict[str, float] = {}
    collecting = asyncio.create_task(_collect(arrivals, taken, key))
    start = time.perf_counter()
    for position, index in enumerate(chosen):
        await asyncio.sleep(max(0.0, start + position / rate - time.perf_counter()))
        raw = world.number(index)
        call = pbx.ring(raw, "101")
        sent[raw] = call.rang_at
        asyncio.get_running_loop().call_later(CALL_SECONDS, pbx.finish, call)
    await asyncio.sleep(CALL_SECONDS + 1)
    collecting.cancel()
    counted = [world.number(index) for index in chosen[WARM_UP:]]
    return [(taken[raw] - sent[raw]) * 1000 if raw in taken else None for raw in counted]


async def _collect(arrivals: asyncio.Queue[Any], taken: dict[str, float], key: Any) -> None:
    while True:
        at, data = await arrivals.get()
        taken.setdefault(key(data), at)


@asynccontextmanager
async def _agent(port: int) -> AsyncIterator[tuple[socketio.AsyncClient, asyncio.Queue[Any]]]:
    base = f"http://127.0.0.1:{port}"
    jar = aiohttp.CookieJar(unsafe=True)
    async with aiohttp.ClientSession(base, headers={"Origin": base}, cookie_jar=jar) as http:
        credentials = {"email": world.EMAIL, "password": world.PASSWORD}
        async with http.post("/api/session", json=credentials) as answer:
            answer.raise_for_status()
        async with http.get("/api/extensions") as answer:
            extension = (await answer.json())["items"][0]["id"]
        async with http.put("/api/me/extension", json={"extension_id": extension}) as answer:
            answer.raise_for_status()
        cookie = "; ".join(f"{item.key}={item.value}" for item in jar)
        client, arrivals = socketio.AsyncClient(), asyncio.Queue[tuple[float, dict[str, Any]]]()
        client.on("event", lambda event: _arrived(event, arrivals))
        await client.connect(base, transports=["websocket"], headers={"Cookie": cookie, "Origin": base})
        await client.call("join", {"room": "me"})
        yield client, arrivals


def _arrived(event: dict[str, Any], arrivals: asyncio.Queue[Any]) -> None:
    if event["kind"] == "pop" and event["data"] and event["version"] == 1:
        arrivals.put_nowait((time.perf_counter(), event["data"]))


@asynccontextmanager
async def running(command: list[str], url: str) -> AsyncIterator[tuple[subprocess.Popen[bytes], float]]:
    """A process until the block ends, and the seconds until ``url`` answered."""
    began = time.perf_counter()
    compiled = os.environ | {"PYTHONDONTWRITEBYTECODE": ""}  # as where people run it, wherever this runs
    process = subprocess.Popen(command, stdin=subprocess.PIPE, env=compiled)
    try:
        async with aiohttp.ClientSession() as http:
            while True:
                try:
                    async with http.get(url) as answer:
                        if answer.status == 200:
                            break
                except aiohttp.ClientError:
                    pass
                if process.poll() is not None:
                    raise RuntimeError(f"{command[2]} ended")
                await asyncio.sleep(0.02)
        yield process, time.perf_counter() - began
    finally:
        assert process.stdin
        process.stdin.close()
        if command[2] == "hub":
            process.terminate()
        await asyncio.to_thread(process.wait, 20)


def memory_of(pid: int) -> float:
    """Resident memory in MB."""
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmRSS"):
            return int(line.split()[1]) / 1024
    return 0.0


def _figures(name: str, found: list[float | None], memory: float, ready: float) -> Figures:
    taken = sorted(value for value in found if value is not None)
    p99 = taken[min(len(taken) - 1, int(len(taken) * 0.99))] if taken else float("nan")
    return Figures(
        name, statistics.median(taken or [float("nan")]), p99, len(found), len(found) - len(taken), memory, ready
    )
