"""A busy PBX: does the hub keep up with its events, in a steady memory, and is it never cut off?

``python -m tests.bench.exchange``: 10 calls/s (some 500 events/s) for 60 s, then a burst of 2,000 events/s for 15 s;
``--full``: 5 minutes and 60 s. An event's time is from its bytes written to its transaction committed. Beside it, in
the same run: a program that only reads the events, and one that stores each by the ORM in a transaction of its own.
"""

from __future__ import annotations

import argparse
import asyncio
import math
import sys
import tempfile
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from pathlib import Path

import sqlalchemy as sa

from hub.calls.models import Call
from hub.db import Database
from tests.bench import stamps, world
from tests.bench.figures import Row, load, quantile, report
from tests.bench.pbx import Pbx
from tests.bench.pops import memory_of, running
from tests.bench.supervisor import watching
from tests.bench.traffic import Played, Traffic
from tests.support.ports import free_port
from tests.support.postgres import private_server

STEADY, BURST = 10.15, 40.6  # calls a second: 500 and 2,000 events
LATE, GROWN, GROWN_SHARE = 250.0, 20.0, 10.0  # ms at p99; MB; per cent
DRAINED = 30.0  # seconds that the calls' end is waited for
CUSTOMERS, PHONES = 20_000, 100


async def measure(options: argparse.Namespace) -> list[Row]:
    """All rows; ``options``: as ``add_options`` makes them."""
    found: list[Row] = []
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        found += await _plainly("mere reading", folder, None, options)
        if options.store != "postgresql":
            found += await _on("SQLite", f"sqlite:///{folder}/hub.db", folder, options)
        if options.store != "sqlite":
            with private_server(durable=True) as server, closing(server):
                found += await _on("PostgreSQL", server.url, folder, options)
                found += await _plainly("the ORM, a transaction an event", folder, server.url, options)
    return [*found, Row("load of the machine meanwhile", load(), unit="")]


async def _on(name: str, url: str, folder: Path, options: argparse.Namespace) -> list[Row]:
    """The hub on one store."""
    await world.fill(url, CUSTOMERS)
    phones = await world.staff(url, PHONES)
    kept = folder / f"{name}.stamps"
    async with _hub(url, folder, kept) as (pbx, pid):
        traffic, memory = Traffic(pbx, CUSTOMERS, phones), Memory(pid)
        watching_it = asyncio.create_task(memory.watch())
        steady = await asyncio.to_thread(traffic.play, STEADY, options.steady)
        watching_it.cancel()
        burst = await asyncio.to_thread(traffic.play, BURST, options.burst)
        await asyncio.to_thread(traffic.finish)
        left = await _settled(pbx, url, steady.numbers | burst.numbers)
    pairs = stamps.read(kept)
    return [
        *_timed(f"{name}, {STEADY:.0f} calls/s", pairs, steady, LATE),
        Row(f"{name}, memory grown since it had warmed up", memory.grown, GROWN, "MB"),
        Row(f"{name}, the same as a share of {memory.warm:.0f} MB", 100 * memory.grown / memory.warm, GROWN_SHARE, "%"),
        *_timed(f"{name}, burst", pairs, burst, None),
        Row(f"{name}, burst drained after its last event", _drained(pairs, burst), unit="s"),
        Row(f"{name}, cut off by the PBX (100 ms)", pbx.cuts, 0, ""),
        Row(f"{name}, calls that are missing or still open", left, 0, ""),
    ]


class Memory:
    """The process's resident memory while it is under load: once it has warmed up, and at last."""

    def __init__(self, pid: int) -> None:
        self._pid = pid
        self._samples: list[tuple[float, float]] = []

    async def watch(self) -> None:
        """Look each second until cancelled."""
        while True:
            self._samples.append((time.perf_counter(), memory_of(self._pid)))
            await asyncio.sleep(1)

    @property
    def warm(self) -> float:
        """After a third of the time, a minute at most."""
        first, last = self._samples[0][0], self._samples[-1][0]
        after = first + min(60.0, (last - first) / 3)
        return next(size for at, size in self._samples if at >= after)

    @property
    def grown(self) -> float:
        """What has come since."""
        return self._samples[-1][1] - self.warm


def _timed(name: str, pairs: list[tuple[float, float]], played: Played, promise: float | None) -> list[Row]:
    times = [late * 1000 for at, late in pairs if late >= 0 and played.began <= at <= played.ended]
    took = times or [math.inf]  # a program that is far behind keeps nothing of the stretch
    return [
        Row(f"{name}: written", played.rate, unit="/s"),
        Row(f"{name}: {len(times):,} events that tell of a call, p50", quantile(took, 0.5)),
        Row(f"{name}: the same, p99", quantile(took, 0.99), promise),
        Row(f"{name}: the same, slowest", max(took)),
    ]


def _drained(pairs: list[tuple[float, float]], played: Played) -> float:
    """Seconds from the end of the stretch until what was written in it was committed."""
    done = max(at + late for at, late in pairs if late >= 0 and at <= played.ended)
    return max(0.0, done - played.ended)


async def _settled(pbx: Pbx, url: str, numbers: set[str]) -> int:
    """Wait until every call is there and over; how many are not."""
    db, until = await Database.open(url, exclusive=False), time.monotonic() + DRAINED
    try:
        while (left := await _left(db, numbers)) and time.monotonic() < until:  # noqa: ASYNC110 - it is in the store
            await asyncio.sleep(0.5)
        return left + pbx.waiting
    finally:
        await db.close()


async def _left(db: Database, numbers: set[str]) -> int:
    async with db.read() as session:
        kept = set(await session.scalars(sa.select(Call.number).distinct()))
        still = sa.select(sa.func.count()).select_from(Call).where(Call.ended_at.is_(None), Call.joined_into.is_(None))
        return len(numbers - kept) + (await session.scalar(still) or 0)


@asynccontextmanager
async def _hub(url: str, folder: Path, kept: Path) -> AsyncIterator[tuple[Pbx, int]]:
    """A hub with a session to a PBX, and a supervisor who looks at all calls."""
    pbx, port = Pbx(), free_port()
    config = world.settings(folder, url, port, pbx.start())
    command = [sys.executable, "-m", "tests.bench.hub_main", str(config), f"--stamps={kept}"]
    try:
        async with running(command, f"http://127.0.0.1:{port}/readyz") as (process, _), watching(port):
            await asyncio.to_thread(pbx.signed_in.wait, 10)
            await asyncio.sleep(1)
            yield pbx, process.pid
    finally:
        await asyncio.to_thread(pbx.stop)


async def _plainly(name: str, folder: Path, url: str | None, options: argparse.Namespace) -> list[Row]:
    """The same by the plain program, for a shorter time."""
    pbx, kept = Pbx(), folder / "plain.stamps"
    command = [sys.executable, "-m", "tests.bench.plain", str(pbx.start()), str(kept), *([url] if url else [])]
    process = await asyncio.create_subprocess_exec(*command, stdin=asyncio.subprocess.PIPE)
    try:
        await asyncio.to_thread(pbx.signed_in.wait, 20)
        traffic = Traffic(pbx, CUSTOMERS, [str(1_101 + one) for one in range(PHONES)])
        steady = await asyncio.to_thread(traffic.play, STEADY, min(options.steady, 15))
        burst = await asyncio.to_thread(traffic.play, BURST, min(options.burst, 15))
        await asyncio.to_thread(traffic.finish)
    finally:
        await process.communicate(b"")
        await asyncio.to_thread(pbx.stop)
    pairs = stamps.read(kept)
    rows = [
        *_timed(f"{name}, {STEADY:.0f} calls/s", pairs, steady, None),
        *_timed(f"{name}, burst", pairs, burst, None),
    ]
    return [*rows, Row(f"{name}, cut off by the PBX (100 ms)", pbx.cuts, unit="")]


def add_options(parser: argparse.ArgumentParser) -> None:
    """The options that ``measure`` wants."""
    parser.add_argument("--steady", type=float, default=60, help="seconds of 10 calls/s")
    parser.add_argument("--burst", type=float, default=15, help="seconds of 2,000 events/s")
    parser.add_argument("--full", action="store_true", help="5 minutes of the one, 60 s of the other")
    parser.add_argument("--store", choices=("sqlite", "postgresql"), help="only this one (both)")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="python -m tests.bench.exchange")
    add_options(parser)
    given = parser.parse_args()
    if given.full:
        given.steady, given.burst = 300.0, 60.0
    sys.exit(report(asyncio.run(measure(given))))
