"""Other processes are woken by PostgreSQL's NOTIFY, and again after the store was away."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest
import sqlalchemy as sa

from hub.db import Database
from hub.db.notify import Signals
from hub.jobs import Context, Handlers, Workers, enqueue
from hub.jobs.handlers import Empty
from tests.support.waiting import WaitFor


@pytest.fixture
async def two(postgresql_url: str) -> AsyncIterator[tuple[Database, Database]]:
    """The store as two processes see it."""
    both = await Database.open(postgresql_url), await Database.open(postgresql_url)
    yield both
    for database in both:
        await database.close()


async def connected(signals: Signals) -> bool:
    """Whether it listens."""
    return signals._driver is not None


async def test_a_signal_reaches_the_others_and_not_its_sender(
    two: tuple[Database, Database], wait_for: WaitFor
) -> None:
    heard: list[tuple[int, str]] = []
    both = [Signals(database) for database in two]
    for number, signals in enumerate(both):
        signals.on("jobs", lambda text, n=number: heard.append((n, text)))  # type: ignore[misc]
        await signals.start()
    await wait_for(lambda: connected(both[0]))
    await wait_for(lambda: connected(both[1]))
    await both[0].send("jobs", "سلام")
    await wait_for(lambda: heard)
    assert heard == [(1, "سلام")]
    kill = (
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE '%LISTEN%' AND pid <> pg_backend_pid()"
    )
    async with two[0].read() as session:
        await session.execute(sa.text(kill))

    async def heard_again() -> bool:
        await both[0].send("jobs", "again")
        return (1, "again") in heard

    await wait_for(heard_again)
    for signals in both:
        await signals.stop()


async def test_a_process_without_workers_wakes_one_that_has(two: tuple[Database, Database], wait_for: WaitFor) -> None:
    handlers, seen = Handlers(), []

    @handlers.on("greet", payload=Empty)
    async def greet(ctx: Context, payload: Empty) -> None:
        seen.append(ctx.job.id)

    web, worker = (Signals(database) for database in two)
    Workers(two[0], Handlers(), signals=web)  # never started: this process only enqueues
    workers = Workers(two[1], handlers, signals=worker)
    for signals in (web, worker):
        await signals.start()
    await workers.start()
    await wait_for(lambda: connected(web))
    await wait_for(lambda: connected(worker))
    for _ in range(3):  # once it might have been the poll's doing
        began = asyncio.get_running_loop().time()
        job = await two[0].write(lambda tx: enqueue(tx, "greet"))
        await wait_for(lambda made=job: made in seen)  # type: ignore[misc]
        assert asyncio.get_running_loop().time() - began < 2
    await workers.stop()
    for signals in (web, worker):
        await signals.stop()


async def test_on_sqlite_there_is_nobody_to_signal(sqlite_url: str) -> None:
    database = await Database.open(sqlite_url)
    signals = Signals(database)
    await signals.start()
    await signals.send("jobs", "x")
    await signals.stop()
    await database.close()
