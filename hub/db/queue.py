"""The one writer of SQLite: transactions wait here in order of their lane, calls first."""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import Awaitable, Callable
from typing import Any, TypeVar

from hub import metrics
from hub.db.errors import StoreUnavailable

T = TypeVar("T")
CAPACITY = 2_000  # transactions; beyond it the caller is told that the store is busy
PATIENCE = 10.0  # seconds for one's turn to come; while the file is locked, each turn before it takes five


class WriteQueue:
    """Runs submitted transactions one by one; the lowest lane goes first, in order within a lane."""

    def __init__(self, patience: float = PATIENCE) -> None:
        self._patience = patience
        self._items: asyncio.PriorityQueue[tuple[int, int, Any, Any, Any]] = asyncio.PriorityQueue(CAPACITY)
        self._counter = itertools.count()
        self._task: asyncio.Task[None] | None = None
        self._closed = False

    async def submit(self, lane: int, run: Callable[[], Awaitable[T]]) -> T:
        """Wait for the turn, run, and give back the result or the exception.

        Raises ``StoreUnavailable`` when the turn does not come in time; ``run`` is then never run.
        """
        if self._closed:
            raise StoreUnavailable("the store is being closed")
        if self._task is not None and asyncio.current_task() is self._task:
            raise RuntimeError("a write within a write would wait for itself: use the transaction at hand")
        if self._task is None:
            self._task = asyncio.create_task(self._work(), name="sqlite-writer")
        loop = asyncio.get_running_loop()
        future: asyncio.Future[T] = loop.create_future()
        if self._items.full():
            raise StoreUnavailable("too many writes are waiting")
        timer = loop.call_later(self._patience, _give_up, future)
        self._items.put_nowait((lane, next(self._counter), run, future, timer))
        metrics.write_queue.set(self._items.qsize())
        return await future

    async def _work(self) -> None:
        while True:
            _, _, run, future, timer = await self._items.get()
            timer.cancel()
            metrics.write_queue.set(self._items.qsize())
            try:
                if not future.done():
                    await self._one(run, future)
            finally:
                self._items.task_done()

    async def _one(self, run: Callable[[], Awaitable[T]], future: asyncio.Future[T]) -> None:
        try:
            result = await run()
        except asyncio.CancelledError:  # of something that the work waited for, unless it is our own
            future.cancel()
            if _is_cancelled():
                raise
        except Exception as error:
            if not future.cancelled():
                future.set_exception(error)
        else:
            if not future.cancelled():
                future.set_result(result)

    async def close(self) -> None:
        """Take nothing new, finish what waits, stop."""
        self._closed = True
        if self._task is None:
            return
        await self._items.join()
        self._task.cancel()
        await asyncio.gather(self._task, return_exceptions=True)


def _give_up(future: asyncio.Future[Any]) -> None:
    if not future.done():
        future.set_exception(StoreUnavailable("the store is busy or locked: the turn to write did not come in time"))


def _is_cancelled() -> bool:
    task = asyncio.current_task()
    return task is not None and task.cancelling() > 0
