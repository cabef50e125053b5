"""Receipts on their way to the store: many in one transaction, each known to be stored before it is answered."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Final

from hub.ports import DeliveryReport, Host, RetryLater

BATCH: Final = 500
PATIENCE: Final = 20.0  # seconds that the store may be away until the provider is asked to deliver again
_PAUSE: Final = 0.5


async def patiently(work: Callable[[], Awaitable[None]]) -> None:
    """Try until the store is there. Raises ``RetryLater`` where it stays away."""
    clock = asyncio.get_running_loop().time
    until = clock() + PATIENCE
    while True:
        try:
            return await work()
        except RetryLater:
            if clock() >= until:
                raise
            await asyncio.sleep(_PAUSE)


class Outcomes:
    """One task hands over whatever waits, as soon as the ones before are stored."""

    def __init__(self, host: Host) -> None:
        self._host = host
        self._waiting: list[tuple[DeliveryReport, asyncio.Future[None]]] = []
        self._more = asyncio.Event()

    async def put(self, report: DeliveryReport) -> None:
        """Returns once it is stored. Raises what keeps it out."""
        done: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.append((report, done))
        self._more.set()
        await done

    async def run(self) -> None:
        """Until cancelled."""
        while True:
            await self._more.wait()
            batch, self._waiting = self._waiting[:BATCH], self._waiting[BATCH:]
            if not self._waiting:
                self._more.clear()
            await self._store([report for report, _ in batch], [done for _, done in batch])

    async def _store(self, reports: list[DeliveryReport], waiting: list[asyncio.Future[None]]) -> None:
        error: Exception | None = None
        try:
            await patiently(lambda: self._host.take_reports(reports))
        except Exception as failed:  # told to everybody who waits for this batch
            error = failed
        finally:
            for done in waiting:
                if done.done():
                    continue
                if error is None:
                    done.set_result(None)
                else:
                    done.set_exception(error)
