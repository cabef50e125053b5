"""One door to the store: ``read()`` for queries, ``write()`` for transactions."""

from __future__ import annotations

import asyncio
import random
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import datetime
from enum import IntEnum
from functools import partial
from typing import Any, Self, TypeVar

import sqlalchemy as sa
import structlog
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, AsyncSession, async_sessionmaker

from hub import metrics
from hub.db import engines
from hub.db.base import utc_now
from hub.db.driver import driver_of, run
from hub.db.errors import StoreError, StoreUnavailable, is_retriable, translate
from hub.db.prepared import MOST_AT_ONCE, insert_telling_ids, put_off
from hub.db.queue import WriteQueue
from hub.db.statements import insert_into
from hub.db.together import Pending, Rows, by_table, together, together_with_ids

log = structlog.get_logger(__name__)
T = TypeVar("T")
AfterCommit = Callable[[], object]
BeforeCommit = Callable[["Tx"], Awaitable[None]]
CommitListener = Callable[["Tx"], object]
Reader = AsyncSession | AsyncConnection  # what a query may be run on; a connection is quicker and gives rows
RETRIES = 4
AGAIN = 0.02  # seconds at most between the first and the second retry; the first is at once


class Lane(IntEnum):
    """Who goes first when writes queue up (SQLite has one writer)."""

    CALLS = 0
    NORMAL = 1
    BULK = 2


class Tx:
    """One transaction at work: its session, its one clock reading, and what to do once it is committed."""

    def __init__(self, connection: AsyncConnection, dialect: str) -> None:
        self.connection = connection  # for Core statements on the hot path
        self.dialect = dialect
        self._session: AsyncSession | None = None
        self._pending: Pending = []
        self._driver: Any = None  # SQLite's, once inserts are put off
        self.now: datetime = utc_now()
        self.events: list[Any] = []  # filled by hub.events just before the commit, emitted after it
        self.pending_events: list[dict[str, Any]] = []
        self.wakes: set[str] = set()  # job lanes to wake after the commit
        self.callbacks: list[AfterCommit] = []
        self.closing: list[BeforeCommit] = []

    @property
    def session(self) -> AsyncSession:
        """The unit of work on ``connection``. Made when first asked for: the hot path does without."""
        if self._session is None:
            self._session = AsyncSession(self.connection, expire_on_commit=False)
        return self._session

    async def flush(self) -> None:
        """Write what is held back; the transaction's owner commits."""
        await self.written()
        if self._session is not None:
            await self._session.flush()

    async def close(self) -> None:
        """Let go of the session."""
        if self._session is not None:
            await self._session.close()

    async def insert(self, model: Any, rows: Rows) -> None:
        """Insert rows (with all their columns) soon: with others, by one round trip.

        ``written`` must come before anything that needs them; the commit does it too.
        """
        if not rows:
            return
        if self.dialect == "sqlite":
            if self._driver is None:
                self._driver = driver_of(self.connection)
            put_off(self._driver, self.connection.dialect, model.__table__, rows)
        else:
            self._pending.append((model, rows))

    async def written(self) -> None:
        """What ``insert`` was given is in the store."""
        if self._pending:
            pending, self._pending = self._pending, []
            made = together(pending, self.connection.dialect)
            if made:
                await run(self.connection, *made)
                return
            for model, rows in by_table(pending).items():
                await self.connection.execute(insert_into(model), rows)

    async def insert_with_ids(self, model: Any, rows: Rows, **fixed: Any) -> list[int] | None:
        """Insert what waits and these rows by one round trip; their ids, in order.

        ``fixed`` columns are given as SQL on PostgreSQL; on SQLite they are 0. None, and nothing done, where the rows
        are too many: the caller inserts them itself.
        """
        if self.dialect == "sqlite":
            if len(rows) > MOST_AT_ONCE:
                return None
            plain = dict.fromkeys(fixed, 0)
            return await insert_telling_ids(self.connection, model.__table__, [{**row, **plain} for row in rows])
        made = together_with_ids(self._pending, model, rows, tuple(fixed.items()), self.connection.dialect)
        if made is None:
            return None
        self._pending = []
        return sorted(row[0] for row in await run(self.connection, *made))  # given out in the order of the rows

    async def attempt(self, work: Callable[[], Awaitable[object]]) -> Exception | None:
        """Do a part that may fail by itself: what it did is then undone, and its exception comes back.

        Raises what the whole transaction cannot outlive.
        """
        await self.flush()
        before = list(self.pending_events), set(self.wakes), list(self.callbacks), list(self.closing)
        try:
            async with self.session.begin_nested():
                await self.session.connection()  # the savepoint is made when the session first asks for it
                try:
                    await work()
                    await self.written()
                except BaseException:
                    self._pending = []
                    if self.dialect == "sqlite":
                        driver_of(self.connection).waiting.clear()
                    raise
        except Exception as error:
            if is_retriable(error) or isinstance(translate(error), StoreError):
                raise
            self.pending_events, self.wakes, self.callbacks, self.closing = before
            return error
        return None

    def before_commit(self, callback: BeforeCommit) -> None:
        """Run ``callback(tx)`` as the last work of the transaction: for what is better written all at once."""
        self.closing.append(callback)

    def after_commit(self, callback: AfterCommit) -> None:
        """Call ``callback`` once the transaction is durable; never when it is rolled back. It must not wait."""
        self.callbacks.append(callback)


class Database:
    """The store of one process. Opened by ``Database.open``, closed by ``close``."""

    def __init__(self, url: str, reader: AsyncEngine, writer: AsyncEngine, lock: engines.FileLock | None) -> None:
        self.url = url
        self.reader = reader
        self.writer = writer
        self.dialect: str = writer.dialect.name
        self.listeners: list[CommitListener] = []
        self.exclusive = lock is not None  # no other process can be at work on this store
        self._lock = lock
        self._read_sessions = async_sessionmaker(reader, expire_on_commit=False)
        self._queue = WriteQueue() if self.dialect == "sqlite" else None

    @classmethod
    async def open(cls, url: str, *, exclusive: bool = True) -> Self:
        """Connect. Raises ``StoreUnavailable`` when the store cannot be reached or another process has the file."""
        lock = engines.lock_file(url) if exclusive else None
        try:
            reader, writer = engines.create(url)
            database = cls(url, reader, writer, lock)
            await database.ping()
        except BaseException:
            if lock:
                lock.release()
            raise
        return database

    async def ping(self) -> None:
        """Raise ``StoreUnavailable`` unless the store answers."""
        async with self.read() as session:
            await session.execute(sa.text("SELECT 1"))

    @asynccontextmanager
    async def read(self) -> AsyncIterator[AsyncSession]:
        """A session for queries; what it sees is one consistent state."""
        try:
            async with self._read_sessions() as session:
                yield session
        except Exception as error:
            known = translate(error)
            if known is error:
                raise
            raise known from error

    async def write(self, work: Callable[[Tx], Awaitable[T]], *, lane: Lane = Lane.NORMAL) -> T:
        """Run ``work`` in one transaction and return its result after the commit.

        Raises ``StoreUnavailable`` or ``StoreFull`` when nothing was kept. ``work`` may run more than once.
        """
        with metrics.write_seconds.labels(lane.name.lower()).time():
            if self._queue is None:
                return await self._run(work)
            return await self._queue.submit(int(lane), lambda: self._run(work))

    async def _run(self, work: Callable[[Tx], Awaitable[T]]) -> T:
        for attempt in range(RETRIES):
            try:
                return await self._once(work)
            except Exception as error:
                if is_retriable(error) and attempt + 1 < RETRIES:
                    await asyncio.sleep(random.uniform(0, AGAIN * attempt))  # noqa: S311 - who met may meet again
                    continue
                known = translate(error)
                if known is error:
                    raise
                raise known from error
        raise StoreUnavailable("the store kept refusing to serialise the transaction")  # pragma: no cover

    async def _once(self, work: Callable[[Tx], Awaitable[T]]) -> T:
        async with self.writer.begin() as connection:
            tx = Tx(connection, self.dialect)
            try:
                result = await work(tx)
                for close in tx.closing:
                    await close(tx)
                await tx.flush()
            finally:
                await tx.close()
        self._committed(tx)
        return result

    def _committed(self, tx: Tx) -> None:
        """Tell of the commit. What goes wrong in there cannot undo it, so the writer must not hear of it."""
        callbacks: list[AfterCommit] = [*(partial(listener, tx) for listener in self.listeners), *tx.callbacks]
        for tell in callbacks:
            try:
                tell()
            except Exception:
                log.exception("after_commit_failed")

    async def close(self) -> None:
        """Finish the queued writes and let go of the store."""
        if self._queue is not None:
            await self._queue.close()
        await self.reader.dispose()
        if self.writer is not self.reader:
            await self.writer.dispose()
        if self._lock:
            self._lock.release()
