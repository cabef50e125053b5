"""SQLite through aiosqlite, with one hop to its thread for each statement instead of four.

SQLAlchemy's own adapter opens a cursor, executes, fetches and closes in separate turns of the worker thread; a
transaction of twenty statements then spends most of its time waiting for two threads to take turns. What gives no
answer (a transaction's begin, an insert with the execution option ``deferred``) waits for the next hop.
"""

from __future__ import annotations

import collections
import sqlite3
from collections.abc import Callable
from typing import Any

import aiosqlite
from sqlalchemy.dialects.sqlite.aiosqlite import (
    AsyncAdapt_aiosqlite_connection,
    AsyncAdapt_aiosqlite_cursor,
    AsyncAdapt_aiosqlite_dbapi,
)
from sqlalchemy.util.concurrency import await_

Start = Callable[[sqlite3.Connection], sqlite3.Cursor]


class _Result:
    """What is left of a cursor once it is read and closed."""

    description: Any = None
    rowcount = -1
    lastrowid: int | None = 0
    arraysize = 1

    async def close(self) -> None:
        """Nothing is open."""


class OneHopCursor(AsyncAdapt_aiosqlite_cursor):
    """A cursor that does all its work in one turn of the connection's thread."""

    __slots__ = ("deferred",)
    _adapt_connection: OneHopConnection

    def __init__(self, adapt_connection: Any) -> None:
        self.deferred = False
        self._adapt_connection = adapt_connection
        self._connection = adapt_connection._connection
        self._cursor: Any = _Result()
        self._rows = collections.deque()
        self._soft_closed_memoized: Any = {}

    def execute(self, operation: Any, parameters: Any = None) -> Any:
        """Execute one statement and fetch all its rows."""
        return self._go(lambda connection: connection.execute(operation, () if parameters is None else parameters))

    def executemany(self, operation: Any, seq_of_parameters: Any) -> Any:
        """Execute one statement for each set of parameters."""
        return self._go(lambda connection: connection.executemany(operation, seq_of_parameters))

    def _go(self, start: Start) -> None:
        if self.deferred:
            self._adapt_connection.waiting.append(start)
            await_(_nothing())  # SQLAlchemy takes a statement that never awaits for a blocking driver
            return
        try:
            self._cursor, rows = await_(self._adapt_connection.turn(start))
        except Exception as error:
            self._adapt_connection._handle_exception(error)
        self._rows = collections.deque(rows)

    async def _async_soft_close(self) -> None:
        self._soft_closed_memoized = {"description": self._cursor.description}

    def close(self) -> None:
        """Forget the rows; the cursor itself is closed already."""
        self._rows.clear()


def _run(connection: sqlite3.Connection, before: list[Start], start: Start) -> tuple[_Result, list[Any]]:
    """Runs in the connection's thread."""
    _run_all(connection, before)
    cursor = start(connection)
    result = _Result()
    rows = cursor.fetchall() if cursor.description else []
    result.description, result.rowcount, result.lastrowid = cursor.description, cursor.rowcount, cursor.lastrowid
    cursor.close()
    return result, rows


async def _nothing() -> None:
    pass


def _run_all(connection: sqlite3.Connection, starts: list[Start]) -> None:
    for start in starts:
        start(connection).close()


def _commit(connection: sqlite3.Connection, before: list[Start]) -> None:
    _run_all(connection, before)
    connection.commit()


class OneHopConnection(AsyncAdapt_aiosqlite_connection):
    """A connection whose cursors make one hop."""

    __slots__ = ("waiting",)
    _cursor_cls = OneHopCursor

    def __init__(self, dbapi: Any, connection: Any) -> None:
        super().__init__(dbapi, connection)
        self.waiting: list[Start] = []

    def take_waiting(self) -> list[Start]:
        """What was put off, to be run first."""
        waiting, self.waiting = self.waiting, []
        return waiting

    async def turn(self, start: Start) -> tuple[_Result, list[Any]]:
        """Run what was put off and this, in one hop; what is left of the cursor, and its rows."""
        async with self._execute_mutex:
            connection: Any = self._connection
            found: tuple[_Result, list[Any]] = await connection._execute(
                _run, connection._conn, self.take_waiting(), start
            )
            return found

    def commit(self) -> None:
        """Run what was put off and commit, in one hop."""
        try:
            connection: Any = self._connection
            await_(connection._execute(_commit, connection._conn, self.take_waiting()))
        except Exception as error:
            self._handle_exception(error)

    def rollback(self) -> None:
        """Forget what was put off, and the rest."""
        self.waiting.clear()
        super().rollback()


class OneHopDriver(AsyncAdapt_aiosqlite_dbapi):
    """The driver module that ``create_async_engine(module=…)`` is given."""

    def __init__(self) -> None:
        super().__init__(aiosqlite, sqlite3)

    def connect(self, *arg: Any, **kw: Any) -> Any:
        """Open a connection."""
        made = super().connect(*arg, **kw)
        return OneHopConnection(self, made._connection)
