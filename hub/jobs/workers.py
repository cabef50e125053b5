"""All lanes of one process: start, wake, renew, stop; and the cron."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Mapping
from uuid import UUID

import structlog

from hub.db import Database, Lane, StoreError, Tx
from hub.db.notify import Signals
from hub.jobs import cron, queue
from hub.jobs.attempt import patiently
from hub.jobs.handlers import Context, Handlers
from hub.jobs.lane import LaneWorker
from hub.leases.keeper import PROCESS

log = structlog.get_logger(__name__)
CHANNEL = "jobs"
LEASE_SECONDS = 30.0
SIZE = 4
CLAIM_SECONDS = 1.0
CRON_POLL_SECONDS = 60.0


class Workers:
    """Runs the jobs of ``handlers``; ``sizes`` says how many of a lane run at once (4 unless told)."""

    def __init__(
        self,
        database: Database,
        handlers: Handlers,
        *,
        sizes: Mapping[str, int] | None = None,
        signals: Signals | None = None,
        lease_seconds: float = LEASE_SECONDS,
    ) -> None:
        self._database = database
        self._handlers = handlers
        self._sizes = sizes or {}
        self._signals = signals
        self._lease = lease_seconds
        self._lanes: dict[str, tuple[LaneWorker, asyncio.Task[None]]] = {}
        self._tasks: list[asyncio.Task[None]] = []
        self._pending: set[str] = set()  # lanes to signal to other processes
        self._signalling: asyncio.Task[None] | None = None
        self._started = False
        self._replan = asyncio.Event()
        database.listeners.append(self._committed)
        if signals:
            signals.on(CHANNEL, self._heard)

    async def start(self) -> None:
        """Begin to work. Raises ``StoreError`` when the store is away."""
        await self._database.write(self._prepare)
        self._started = True
        self._serve_all()
        loops = {"renew": self._renew_for_ever(), "cron": self._cron_for_ever()}
        self._tasks = [asyncio.create_task(loop, name=f"jobs-{name}") for name, loop in loops.items()]

    async def refresh(self) -> None:
        """Kinds of jobs came, or may be worked on again. Raises ``StoreError`` when the store is away."""
        if not self._started:
            return
        await self._database.write(lambda tx: cron.lay(tx, self._handlers.plans))
        self._serve_all()
        for worker, _ in self._lanes.values():
            worker.wake.set()
        self._replan.set()

    def _serve_all(self) -> None:
        for lane in sorted(self._handlers.lanes() | {queue.EXPIRED}):
            self.serve(lane)

    async def _prepare(self, tx: Tx) -> None:
        if self._database.exclusive:
            await queue.release_orphans(tx, PROCESS)
        await cron.lay(tx, self._handlers.plans)

    def serve(self, lane: str) -> None:
        """Work on ``lane`` too, from now on: for lanes of which only the owner of something may work."""
        if lane in self._lanes:
            return
        size = self._sizes.get(lane, self._sizes.get(lane.partition(":")[0], SIZE))
        worker = LaneWorker(lane, size, self._database, self._handlers, PROCESS, self._lease)
        self._lanes[lane] = worker, asyncio.create_task(worker.run(), name=f"lane-{lane}")

    async def unserve(self, lane: str, deadline: float = 0.0) -> None:
        """Leave ``lane`` to others; what does not end within ``deadline`` seconds is cancelled and given back."""
        found = self._lanes.pop(lane, None)
        if found:
            await self._leave([found], deadline)

    async def stop(self, deadline: float = 8.0) -> None:
        """Finish what runs within ``deadline`` seconds, give back the rest."""
        self._started = False
        self._database.listeners.remove(self._committed)
        if self._signalling:
            await self._signalling
        for task in self._tasks:
            if task.get_name() != "jobs-renew":
                task.cancel()
        lanes, self._lanes = list(self._lanes.values()), {}
        await self._leave(lanes, deadline)
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _leave(self, lanes: list[tuple[LaneWorker, asyncio.Task[None]]], deadline: float) -> None:
        await self._stop_claiming(lanes)
        running = [pair for worker, _ in lanes for pair in worker.running.values()]
        if not running:
            return
        _, late = await asyncio.wait([task for _, task in running], timeout=deadline)
        for task in late:
            task.cancel()
        await asyncio.gather(*late, return_exceptions=True)
        tokens = {ctx.job.token for ctx, task in running if task in late}
        if tokens:
            await self._give_back(tokens)

    async def _stop_claiming(self, lanes: list[tuple[LaneWorker, asyncio.Task[None]]]) -> None:
        """A claim that is on its way is waited for, since nobody would run what it leased."""
        for worker, _ in lanes:
            worker.stopping = True
            worker.wake.set()
        if lanes:
            _, stuck = await asyncio.wait([dispatcher for _, dispatcher in lanes], timeout=CLAIM_SECONDS)
            for dispatcher in stuck:
                dispatcher.cancel()
            await asyncio.gather(*stuck, return_exceptions=True)

    async def _give_back(self, tokens: set[str]) -> None:
        try:
            await patiently(self._database, lambda tx: queue.release(tx, tokens), Lane.NORMAL, 1.0)
        except StoreError as error:  # they run again when their leases end
            log.warning("jobs_not_released", count=len(tokens), error=str(error))

    def _committed(self, tx: Tx) -> None:
        for lane in tx.wakes:
            self._wake(lane)
        if tx.wakes and self._signals:  # also in a process that runs no jobs itself
            self._pending |= tx.wakes
            if self._signalling is None or self._signalling.done():
                self._signalling = asyncio.create_task(self._signal(self._signals), name="jobs-signal")

    def _heard(self, text: str) -> None:
        for lane in text.split(","):
            self._wake(lane)

    def _wake(self, lane: str) -> None:
        if lane in self._lanes:
            self._lanes[lane][0].wake.set()

    async def _signal(self, signals: Signals) -> None:
        """Wake the other processes; one signal for many commits."""
        while self._pending:
            lanes, self._pending = self._pending, set()
            await signals.send(CHANNEL, ",".join(sorted(lanes)))
            await asyncio.sleep(0.02)

    async def _renew_for_ever(self) -> None:
        while True:
            await asyncio.sleep(self._lease / 3)
            running = self._running()
            if not running:
                continue
            tokens = {ctx.job.token for ctx, _ in running.values()}
            try:
                kept = await self._database.write(lambda tx, held=tokens: queue.renew(tx, held, self._lease))  # type: ignore[misc]
            except StoreError as error:
                log.warning("jobs_not_renewed", count=len(running), error=str(error))
                continue
            for key in running.keys() - kept:
                ctx, task = running[key]
                if not ctx.finishing:
                    log.warning("job_lost", kind=ctx.job.kind, job=str(key))
                    task.cancel()

    def _running(self) -> dict[UUID, tuple[Context, asyncio.Task[None]]]:
        return {key: pair for worker, _ in self._lanes.values() for key, pair in worker.running.items()}

    async def _cron_for_ever(self) -> None:
        while True:
            pause: float | None = CRON_POLL_SECONDS
            try:
                pause = await self._database.write(lambda tx: cron.enqueue_due(tx, self._handlers.due_plans()))
            except StoreError as error:
                log.warning("cron_waits_for_store", error=str(error))
            except Exception:
                log.exception("cron_failed")
            self._replan.clear()
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(min(max(pause or CRON_POLL_SECONDS, 0.05), CRON_POLL_SECONDS)):
                    await self._replan.wait()
