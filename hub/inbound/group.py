"""Group commit: what comes while one transaction is under way shares the next."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Sequence
from typing import Generic, TypeVar

from hub.db import Database, Lane, StoreUnavailable, Tx

Item = TypeVar("Item")
Result = TypeVar("Result")
BATCH = 200  # items a transaction: more gain little, and calls would wait
CAPACITY = 5_000  # items waiting; beyond it the sender is told to come again
Work = Callable[[Tx, Sequence[Item]], Awaitable[Sequence[Result]]]


class GroupCommit(Generic[Item, Result]):
    """Stores items in the order in which they came; each caller waits for the commit that holds its own.

    A batch that fails is tried item by item, so that one bad item costs only itself.
    """

    def __init__(self, db: Database, work: Work[Item, Result], lane: Lane = Lane.NORMAL, *, batch: int = BATCH) -> None:
        self._db = db
        self._work = work
        self._lane = lane
        self._batch = batch
        self._items: deque[tuple[Item, asyncio.Future[Result]]] = deque()
        self._task: asyncio.Task[None] | None = None
        self.unstored = 0  # that wait, or are at work

    async def submit(self, item: Item) -> Result:
        """Store ``item``; returns after the commit. Raises what ``work`` raises, or ``StoreUnavailable``."""
        if len(self._items) >= CAPACITY:
            raise StoreUnavailable("too much is waiting to be stored")
        future: asyncio.Future[Result] = asyncio.get_running_loop().create_future()
        self._items.append((item, future))
        self.unstored += 1
        if self._task is None or self._task.done():
            self._task = asyncio.create_task(self._run(), name="group-commit")
        try:
            return await future
        finally:
            self.unstored -= 1

    async def _run(self) -> None:
        while self._items:
            batch = [self._items.popleft() for _ in range(min(self._batch, len(self._items)))]
            try:
                await self._store(batch)
            except BaseException as error:
                for _, future in batch:
                    if not future.done():
                        future.set_exception(StoreUnavailable(f"the hub stopped before it was stored: {error!r}"))
                raise

    async def _store(self, batch: Sequence[tuple[Item, asyncio.Future[Result]]]) -> None:
        try:
            results = await self._write([item for item, _ in batch])
        except Exception as error:
            if len(batch) == 1 or isinstance(error, StoreUnavailable):
                for _, future in batch:
                    _fail(future, error)
                return
            for one in batch:
                await self._store([one])
        else:
            for (_, future), result in zip(batch, results, strict=True):
                if not future.done():
                    future.set_result(result)

    async def _write(self, items: Sequence[Item]) -> Sequence[Result]:
        return await self._db.write(lambda tx: self._work(tx, items), lane=self._lane)


def _fail(future: asyncio.Future[Result], error: Exception) -> None:
    if not future.done():
        future.set_exception(error)
