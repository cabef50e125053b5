"""Inserts for SQLite that are prepared once: a row then costs little more than the store's own work."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Dialect
from sqlalchemy.ext.asyncio import AsyncConnection

from hub.db.driver import run

MOST_AT_ONCE = 32  # rows whose ids are told by one statement: each has its own marks, of which SQLite takes 999
Row = Sequence[Any]


def put_off(driver: Any, dialect: Dialect, table: sa.Table, rows: Sequence[dict[str, Any]]) -> None:
    """Let the driver's connection (``OneHopConnection``) insert ``rows``, alike in their columns, on its next hop."""
    names = tuple(rows[0])
    statement, convert = prepared(table, names, dialect)
    values = list(converted([[row[name] for name in names] for row in rows], convert))
    driver.waiting.append(lambda connection: connection.executemany(statement, values))


async def insert_telling_ids(connection: AsyncConnection, table: sa.Table, rows: Sequence[dict[str, Any]]) -> list[int]:
    """Insert ``rows``, alike in their columns, by one hop; the ids that SQLite gave them, in order."""
    names = tuple(rows[0])
    statement, convert = prepared(table, names, connection.dialect)
    values = converted([[row[name] for name in names] for row in rows], convert)
    marks = f", ({', '.join('?' * len(names))})" * (len(rows) - 1)
    found = await run(connection, f"{statement}{marks} RETURNING id", [value for row in values for value in row])
    return sorted(one for (one,) in found)  # they are given out in the order of the rows


@lru_cache(maxsize=64)
def prepared(
    table: sa.Table, names: tuple[str, ...], dialect: Dialect
) -> tuple[str, list[tuple[int, Callable[[Any], Any]]]]:
    """The statement, and how the values of some columns are written; all else is as it is."""
    columns = ", ".join(dialect.identifier_preparer.quote(name) for name in names)
    marks = ", ".join("?" * len(names))
    found: list[tuple[int, Callable[[Any], Any]]] = [
        (place, processor)
        for place, name in enumerate(names)
        if (processor := table.c[name].type.dialect_impl(dialect).bind_processor(dialect)) is not None
    ]
    return f"INSERT INTO {table.name} ({columns}) VALUES ({marks})", found  # noqa: S608 - our own names


def converted(rows: Sequence[Row], convert: list[tuple[int, Callable[[Any], Any]]]) -> Iterator[Row]:
    """Each row as SQLite keeps it. A value that many rows share, such as the time, is converted once."""
    last: list[Any] = [None] * len(convert)
    kept: list[Any] = [None] * len(convert)
    for row in rows:
        made = list(row)
        for which, (place, processor) in enumerate(convert):
            value = made[place]
            if value is not last[which]:
                last[which], kept[which] = value, processor(value)
            if value is not None:
                made[place] = kept[which]
        yield tuple(made)
