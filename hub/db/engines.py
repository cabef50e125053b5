"""Engines for both stores, and the lock that keeps a second process off a SQLite file."""

from __future__ import annotations

import fcntl
import math
import os
import time
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.engine import URL, make_url
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine
from sqlalchemy.pool import AsyncAdaptedQueuePool

from hub.db.errors import StoreUnavailable
from hub.db.one_hop import OneHopDriver

READERS = 4
RESTED = 0.5  # seconds of idleness after which a connection is asked before it is used
BUSY_MS = 5_000  # how long SQLite waits for another process's lock before it gives up
SESSION = {  # of each PostgreSQL connection
    "application_name": "peyvand",
    "idle_in_transaction_session_timeout": "10000",  # ms; a node that hangs in a transaction gives its locks up
}


class FileLock:
    """An advisory lock beside the SQLite file, gone with the process that holds it."""

    def __init__(self, path: Path) -> None:
        self._file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            os.close(self._file)
            raise StoreUnavailable(
                f"another hub already uses {path.with_suffix('')}: stop it, or use PostgreSQL to run several"
            ) from None

    def release(self) -> None:
        """Let the next process in; a second time does nothing."""
        if self._file >= 0:
            os.close(self._file)
            self._file = -1


def sqlite_path(url: str) -> Path | None:
    """The file of a SQLite URL, or None for PostgreSQL and memory."""
    parsed = make_url(url)
    if parsed.get_backend_name() != "sqlite" or parsed.database in {None, "", ":memory:"}:
        return None
    return Path(str(parsed.database))


def lock_file(url: str) -> FileLock | None:
    """Keep the SQLite file to this process. Raises ``StoreUnavailable`` when another one has it."""
    path = sqlite_path(url)
    if path is None:
        return None
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        return FileLock(path.with_name(path.name + ".lock"))
    except OSError as error:
        raise StoreUnavailable(f"cannot write beside {path}: {error.strerror}") from None


def create(url: str, *, command_timeout: float | None = 30) -> tuple[AsyncEngine, AsyncEngine]:
    """The engines for reading and writing; on PostgreSQL they share one pool. A statement may take so many seconds."""
    parsed = normalise(make_url(url))
    if parsed.get_backend_name() == "sqlite":
        return _sqlite(parsed, READERS, read_only=True), _sqlite(parsed, 1, read_only=False)
    engine = create_async_engine(
        parsed,
        pool_size=10,
        max_overflow=10,
        pool_timeout=10,
        pool_use_lifo=True,  # the connection used last is the warm one
        hide_parameters=True,  # errors are logged; numbers, names and hashes are not
        connect_args={"timeout": 5, "command_timeout": command_timeout, "server_settings": SESSION},
    )
    _ping_rested(engine)
    # readers see one state for as long as they read; they write nothing, so nothing can fail to serialise
    return engine.execution_options(isolation_level="REPEATABLE READ"), engine


def _ping_rested(engine: AsyncEngine) -> None:
    """Ask a connection that was idle for a while whether it is alive; one in steady use tells by itself.

    One that thinks it is in a transaction still, as after a COPY whose failure and roll back met, is no good either.
    """

    @event.listens_for(engine.sync_engine, "checkin")
    def rest(_connection: Any, record: Any) -> None:
        record.info["rests_since"] = time.monotonic()

    @event.listens_for(engine.sync_engine, "checkout")
    def ping(connection: Any, record: Any, _proxy: Any) -> None:
        driver = connection.driver_connection
        if driver.is_closed() or driver.is_in_transaction():
            raise sa.exc.DisconnectionError("the store closed a connection")
        if time.monotonic() - record.info.get("rests_since", math.inf) > RESTED:
            try:
                connection.ping()
            except Exception as error:
                raise sa.exc.DisconnectionError("the store closed an idle connection") from error


def normalise(url: URL) -> URL:
    """Name the async driver, whatever spelling the administrator used."""
    if url.get_backend_name() == "sqlite":
        return url.set(drivername="sqlite+aiosqlite")
    query = {"ssl" if name == "sslmode" else name: value for name, value in url.query.items()}  # libpq's name
    return url.set(drivername="postgresql+asyncpg", query=query)


def _sqlite(url: URL, size: int, *, read_only: bool) -> AsyncEngine:
    engine = create_async_engine(
        url,
        module=OneHopDriver(),
        poolclass=AsyncAdaptedQueuePool,
        pool_size=size,
        max_overflow=0,
        pool_timeout=30,
        hide_parameters=True,
    )
    begin = "BEGIN" if read_only else "BEGIN IMMEDIATE"

    @event.listens_for(engine.sync_engine, "connect")
    def prepare(connection: Any, _record: Any) -> None:
        connection.isolation_level = None  # we begin transactions ourselves; the driver's own begins come too late
        cursor = connection.cursor()
        for pragma in _pragmas(read_only):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    @event.listens_for(engine.sync_engine, "begin")
    def start(connection: sa.Connection) -> None:
        driver: Any = connection.connection.dbapi_connection
        driver.waiting.append(lambda opened: opened.execute(begin))  # along with the first statement

    @event.listens_for(engine.sync_engine, "before_cursor_execute")
    def defer(_connection: Any, cursor: Any, _sql: str, _values: Any, context: Any, _many: bool) -> None:
        cursor.deferred = context.execution_options.get("deferred", False)

    return engine


def _pragmas(read_only: bool) -> tuple[str, ...]:
    common = (f"busy_timeout={BUSY_MS}", "foreign_keys=ON", "temp_store=MEMORY", "cache_size=-16000")
    if read_only:
        return (*common, "query_only=ON")
    return (*common, "journal_mode=WAL", "synchronous=FULL", "wal_autocheckpoint=4000")
