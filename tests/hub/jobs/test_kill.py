"""A process killed in mid-job: the job is run again, and one that always kills is given up."""

from __future__ import annotations

import asyncio
import signal
from pathlib import Path

import pytest
import sqlalchemy as sa

from hub.db import Database
from hub.jobs import Context, Handlers, Workers, enqueue
from hub.jobs.handlers import Empty
from hub.jobs.models import Job
from tests.support.processes import start_script
from tests.support.waiting import WaitFor

VICTIM = Path(__file__).with_name("victim.py")


async def kill_in_mid_job(url: str, marker: Path, wait_for: WaitFor) -> None:
    """Let another process begin the job, then kill it with -9."""
    process = start_script(VICTIM, url, marker, log=marker.with_name("log"))
    try:
        await wait_for(marker.exists, timeout=30)
    finally:
        process.send_signal(signal.SIGKILL)
        await asyncio.to_thread(process.wait)


@pytest.mark.parametrize("attempts", [5, 1])
async def test_a_job_outlives_its_process(
    database: Database, database_url: str, tmp_path: Path, wait_for: WaitFor, attempts: int
) -> None:
    await database.write(lambda tx: enqueue(tx, "greet", {}, max_attempts=attempts))
    await database.close()  # SQLite belongs to one process at a time
    await kill_in_mid_job(database_url, tmp_path / "marker", wait_for)
    handlers, seen, told = Handlers(), [], []

    async def buried(tx: object, payload: Empty, reason: str) -> None:
        told.append(reason)

    @handlers.on("greet", payload=Empty, buried=buried)
    async def greet(ctx: Context, payload: Empty) -> None:
        seen.append(ctx.job.attempts)

    again = await Database.open(database_url)
    workers = Workers(again, handlers)
    await workers.start()
    await wait_for(lambda: seen or told, timeout=10)
    await workers.stop()
    async with again.read() as session:
        left = [(job.dead_reason, job.attempts) for job in await session.scalars(sa.select(Job))]
    await again.close()
    assert (seen, told, left) == (([2], [], []) if attempts == 5 else ([], ["abandoned"], [("abandoned", 2)]))
