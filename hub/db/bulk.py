"""Many rows into a table at once, as quickly as the store takes them."""

from __future__ import annotations

import asyncio
import itertools
import json
from collections.abc import AsyncIterator, Callable, Iterable, Iterator, Sequence
from functools import lru_cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Dialect

from hub.db.base import Json
from hub.db.database import Tx

Row = Sequence[Any]
AT_ONCE = 100  # rows between two turns of the loop


async def insert_many(tx: Tx, model: Any, names: tuple[str, ...], rows: Iterable[Row]) -> None:
    """Insert ``rows`` (values in the order of ``names``): by COPY on PostgreSQL, some at a time on SQLite.

    ``rows`` may be made while they are taken; the loop is given to others in between.
    """
    table: sa.Table = model.__table__
    left = iter(rows)
    first = list(itertools.islice(left, AT_ONCE))
    if not first:
        return
    if tx.dialect == "postgresql":
        await _copy(tx, table, names, itertools.chain(first, left))
        return
    statement, convert = _prepared(table, names, tx.connection.dialect)
    while first:
        await tx.connection.exec_driver_sql(statement, list(_converted(first, convert)))
        first = list(itertools.islice(left, AT_ONCE))


async def _copy(tx: Tx, table: sa.Table, names: tuple[str, ...], rows: Iterable[Row]) -> None:
    places = [place for place, name in enumerate(names) if isinstance(table.c[name].type, Json)]
    connection: Any = (await tx.connection.get_raw_connection()).driver_connection
    await connection.copy_records_to_table(table.name, records=_in_turns(rows, places), columns=names)


async def _in_turns(rows: Iterable[Row], places: list[int]) -> AsyncIterator[Row]:
    """The rows with their JSON as text; after some of them others have their turn on the loop."""
    for number, row in enumerate(rows, start=1):
        made = list(row)
        for place in places:
            if made[place] is not None:
                made[place] = json.dumps(made[place], ensure_ascii=False)
        yield made
        if number % AT_ONCE == 0:
            await asyncio.sleep(0)


@lru_cache(maxsize=64)
def _prepared(
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


def _converted(rows: list[Row], convert: list[tuple[int, Callable[[Any], Any]]]) -> Iterator[Row]:
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
