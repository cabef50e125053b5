"""Inserts and updates that are built once: on the hot path, building a statement costs more than running it."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import sqlalchemy as sa

from hub.db.precompiled import Precompiled


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
