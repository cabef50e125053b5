"""Many rows into a table at once, as quickly as the store takes them."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Dialect

from hub.db.base import Json
from hub.db.database import Tx

Row = Sequence[Any]


async def insert_many(tx: Tx, model: Any, names: tuple[str, ...], rows: Iterable[Row]) -> None:
    """Insert ``rows`` (values in the order of ``names``): by COPY on PostgreSQL, by one statement on SQLite."""
    kept = list(rows)
    if not kept:
        return
    table: sa.Table = model.__table__
    if tx.dialect == "postgresql":
        await _copy(tx, table, names, kept)
        return
    statement, convert = _prepared(table, names, tx.connection.dialect)
    await tx.connection.exec_driver_sql(statement, list(_converted(kept, convert)))


async def _copy(tx: Tx, table: sa.Table, names: tuple[str, ...], rows: list[Row]) -> None:
    places = [place for place, name in enumerate(names) if isinstance(table.c[name].type, Json)]
    connection: Any = (await tx.connection.get_raw_connection()).driver_connection
    records = _as_json(rows, places) if places else rows
    await connection.copy_records_to_table(table.name, records=records, columns=names)


def _as_json(rows: list[Row], places: list[int]) -> Iterator[Row]:
    for row in rows:
        made = list(row)
        for place in places:
            if made[place] is not None:
                made[place] = json.dumps(made[place], ensure_ascii=False)
        yield made


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
