"""Many rows into a table at once, as quickly as the store takes them."""

from __future__ import annotations

import asyncio
import itertools
import json
from collections.abc import AsyncIterator, Iterable
from typing import Any

import sqlalchemy as sa

from hub.db.base import Json
from hub.db.database import Tx
from hub.db.driver import on_postgresql
from hub.db.prepared import Row, converted, prepared

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
    statement, convert = prepared(table, names, tx.connection.dialect)
    while first:
        await tx.connection.exec_driver_sql(statement, list(converted(first, convert)))
        first = list(itertools.islice(left, AT_ONCE))


async def _copy(tx: Tx, table: sa.Table, names: tuple[str, ...], rows: Iterable[Row]) -> None:
    places = [place for place, name in enumerate(names) if isinstance(table.c[name].type, Json)]
    await on_postgresql(
        tx.connection,
        lambda opened: opened.copy_records_to_table(table.name, records=_in_turns(rows, places), columns=names),
        f"COPY {table.name}",
    )


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
