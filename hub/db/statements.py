"""Inserts and updates that are built once: on the hot path, building a statement costs more than running it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

import sqlalchemy as sa

from hub.db.precompiled import Precompiled

FEW = 2  # rows that are changed and read in one statement each; more are changed first, then read together
AT_ONCE = 500  # ids in one query


@lru_cache(maxsize=256)
def insert_into(model: Any) -> sa.Insert:
    """An insert of whole rows (dictionaries by column name), with ids of ours.

    On SQLite it is run along with the next statement or the commit: what it violates is told there.
    """
    return sa.insert(model.__table__).execution_options(deferred=True)


@lru_cache(maxsize=256)
def update_by_id(
    model: Any, names: tuple[str, ...], *, versioned: bool = False, returning: bool = False
) -> Precompiled:
    """Set ``names`` of the row ``row_id``; its parameters come from ``update_values``. ``versioned`` counts up."""
    table = model.__table__
    values: dict[str, Any] = {name: sa.bindparam(f"v_{name}") for name in names}
    if versioned:
        values["version"] = table.c.version + 1
    statement = sa.update(table).where(table.c.id == sa.bindparam("row_id")).values(values)
    return Precompiled(statement.returning(*table.c) if returning else statement)


def update_values(row_id: object, row: dict[str, Any]) -> dict[str, Any]:
    """The parameters of ``update_by_id`` for one row."""
    return {"row_id": row_id, **{f"v_{name}": value for name, value in row.items()}}


async def update_rows(tx: Any, model: Any, changes: Sequence[tuple[Any, dict[str, Any]]]) -> list[Any]:
    """Set these columns of the rows with these ids and count their versions up; the rows as they now are."""
    if not changes:
        return []
    await tx.written()
    if len(changes) <= FEW:
        found: list[Any] = []
        for row_id, row in changes:
            change = update_by_id(model, tuple(row), versioned=True, returning=True)
            found += await change.on(tx.connection, update_values(row_id, row))
        return found
    alike: dict[tuple[str, ...], list[dict[str, Any]]] = {}
    for row_id, row in changes:
        alike.setdefault(tuple(row), []).append(update_values(row_id, row))
    for names, rows in alike.items():
        await update_by_id(model, names, versioned=True).many(tx.connection, rows)
    ids = [row_id for row_id, _ in changes]
    return [row for at in range(0, len(ids), AT_ONCE) for row in await _read(tx, model, ids[at : at + AT_ONCE])]


async def _read(tx: Any, model: Any, ids: Sequence[Any]) -> Sequence[Any]:
    rows: Sequence[Any] = await _by_ids(model).on(tx.connection, {"ids": list(ids)})
    return rows


@lru_cache(maxsize=32)
def _by_ids(model: Any) -> Precompiled:
    table = model.__table__
    return Precompiled(sa.select(*table.c).where(table.c.id.in_(sa.bindparam("ids", expanding=True))))
