"""The worker of one lane: claims what is due, runs so many at once, sleeps until the next is due."""

from __future__ import annotations

import asyncio
import itertools
import random
from uuid import UUID

import structlog

from hub import metrics
from hub.db import Database, StoreError
from hub.jobs import queue
from hub.jobs.attempt import attempt, db_lane
from hub.jobs.handlers import Context, Handlers
from hub.jobs.queue import Claimed

log = structlog.get_logger(__name__)
POLL_SECONDS = 5.0


class LaneWorker:
    """Runs up to ``size`` jobs of ``lane`` at once. ``wake`` is set when there may be something to do."""

    def __init__(
        self, lane: str, size: int, database: Database, handlers: Handlers, process: str, lease: float
    ) -> None:
        self.lane = lane
        self.wake = asyncio.Event()
        self.stopping = False
        self.running: dict[UUID, tuple[Context, asyncio.Task[None]]] = {}
        self._size = size
        self._database = database
        self._handlers = handlers
        self._process = process
        self._lease = lease
        self._numbers = itertools.count(1)

    async def run(self) -> None:
        """Claim and start jobs until stopped; survives everything else."""
        while not self.stopping:
            try:
                await self._turn()
            except StoreError as error:
                log.warning("jobs_wait_for_store", lane=self.lane, error=str(error))
                await asyncio.sleep(random.uniform(1, 2))  # noqa: S311 - not a secret
            except Exception:
                log.exception("job_lane_failed", lane=self.lane)
                await asyncio.sleep(POLL_SECONDS)

    async def _turn(self) -> None:
        self.wake.clear()
        free = self._size - len(self.running)
        if free <= 0:
            await self.wake.wait()
            return
        if not await self._claim(free):
            await self._sleep()

    async def _claim(self, free: int) -> bool:
        token = f"{self._process}/{self.lane}/{next(self._numbers)}"
        claimed = await self._database.write(
            lambda tx: queue.claim(tx, self.lane, token, free, self._lease, self._handlers.held()),
            lane=db_lane(self.lane),
        )
        for job in claimed:
            self._start(job)
        return bool(claimed)

    async def _sleep(self) -> None:
        """Until woken, until the next job is due, or until the next poll (a wake-up may get lost)."""
        async with self._database.read() as session:
            due = await queue.next_due(session, self.lane, self._handlers.held())
        pause = POLL_SECONDS * random.uniform(1, 1.2)  # noqa: S311 - not a secret
        if due is not None:
            pause = min(pause, max(due, 0.01))
        try:
            async with asyncio.timeout(pause):
                await self.wake.wait()
        except TimeoutError:
            return

    def _start(self, job: Claimed) -> None:
        ctx = Context(job, self._database)
        work = attempt(ctx, self._handlers.by_kind.get(job.kind), self._lease * 0.6, self._handlers.given_up)
        task = asyncio.create_task(work, name=f"job-{job.kind}")
        self.running[job.id] = (ctx, task)
        metrics.jobs_running.labels(self.lane).inc()
        task.add_done_callback(lambda done: self._ended(job, done))

    def _ended(self, job: Claimed, task: asyncio.Task[None]) -> None:
        if self.running.get(job.id, (None, None))[1] is task:
            del self.running[job.id]
        metrics.jobs_running.labels(self.lane).dec()
        self.wake.set()
        if not task.cancelled() and task.exception():
            log.error("job_attempt_failed", kind=job.kind, exc_info=task.exception())
