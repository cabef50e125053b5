"""Many rows changed, each in its own way, by one statement: on PostgreSQL one for each row takes most of the time."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.engine import Dialect

from hub.db.database import Tx
from hub.db.driver import run
from hub.db.statements import update_by_id, update_values
from hub.db.together import MOST, Compiled, carrier, read_cell, writer_of


async def change_many(tx: Tx, model: Any, changes: Mapping[Any, Mapping[str, Any]]) -> None:
    """Set columns, the same for all, of the rows with these ids, and count the rows' versions up."""
    if not changes:
        return
    await tx.written()
    names = tuple(next(iter(changes.values())))
    if tx.dialect == "sqlite":
        change = update_by_id(model, names, versioned=True)
        await change.many(tx.connection, [update_values(row_id, dict(row)) for row_id, row in changes.items()])
        return
    compiled = _compiled(model, names, tx.connection.dialect)
    rows = [{"id": row_id, **row} for row_id, row in changes.items()]
    for start in range(0, len(rows), MOST):
        await run(tx.connection, compiled.text, compiled.parameters([rows[start : start + MOST]]))


@lru_cache(maxsize=64)
def _compiled(model: Any, names: tuple[str, ...], dialect: Dialect) -> Compiled:
    columns = model.__table__.c
    arrays = [sa.bindparam(f"v_{name}", type_=ARRAY(carrier(columns[name].type))) for name in ("id", *names)]
    given = sa.func.unnest(*arrays).table_valued("id", *names, name="given").render_derived()
    values = {name: read_cell(given.c[name], columns[name].type) for name in names}
    statement = sa.update(model.__table__).where(columns.id == given.c.id)
    made: Any = statement.values(version=columns.version + sa.literal_column("1"), **values).compile(dialect=dialect)
    places = [mark.removeprefix("v_") for mark in made.positiontup]
    return Compiled(made.string, tuple((0, name, writer_of((model, names), name, dialect)) for name in places))
