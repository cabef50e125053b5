"""SQLite through aiosqlite, with one hop to its thread for each statement instead of four.

SQLAlchemy's own adapter opens a cursor, executes, fetches and closes in separate turns of the worker thread; a
transaction of twenty statements then spends most of its time waiting for two threads to take turns.
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

    __slots__ = ()

    def __init__(self, adapt_connection: Any) -> None:
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

    def _go(self, start: Callable[[sqlite3.Connection], sqlite3.Cursor]) -> None:
        try:
            self._cursor, rows = await_(self._turn(start))
        except Exception as error:
            self._adapt_connection._handle_exception(error)
        self._rows = collections.deque(rows)

    async def _turn(self, start: Callable[[sqlite3.Connection], sqlite3.Cursor]) -> tuple[_Result, list[Any]]:
        async with self._adapt_connection._execute_mutex:
            connection: Any = self._connection
            found: tuple[_Result, list[Any]] = await connection._execute(_run, connection._conn, start)
            return found

    async def _async_soft_close(self) -> None:
        self._soft_closed_memoized = {"description": self._cursor.description}

    def close(self) -> None:
        """Forget the rows; the cursor itself is closed already."""
        self._rows.clear()


def _run(
    connection: sqlite3.Connection, start: Callable[[sqlite3.Connection], sqlite3.Cursor]
) -> tuple[_Result, list[Any]]:
    """Runs in the connection's thread."""
    cursor = start(connection)
    result = _Result()
    rows = cursor.fetchall() if cursor.description else []
    result.description, result.rowcount, result.lastrowid = cursor.description, cursor.rowcount, cursor.lastrowid
    cursor.close()
    return result, rows


class OneHopConnection(AsyncAdapt_aiosqlite_connection):
    """A connection whose cursors make one hop."""

    __slots__ = ()
    _cursor_cls = OneHopCursor


class OneHopDriver(AsyncAdapt_aiosqlite_dbapi):
    """The driver module that ``create_async_engine(module=…)`` is given."""

    def __init__(self) -> None:
        super().__init__(aiosqlite, sqlite3)

    def connect(self, *arg: Any, **kw: Any) -> Any:
        """Open a connection."""
        made = super().connect(*arg, **kw)
        return OneHopConnection(self, made._connection)
