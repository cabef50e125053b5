"""Several inserts as one statement: on PostgreSQL each statement is a round trip, and a pop waits for all of them."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

import sqlalchemy as sa

from hub.db.statements import insert_into

MOST = 32  # rows in one statement: a call is about ten; each shape is compiled once and kept
Rows = Sequence[dict[str, Any]]
Pending = list[tuple[Any, Rows]]
Shape = tuple[tuple[Any, tuple[str, ...]], ...]


def together(pending: Pending) -> list[tuple[Any, Any]]:
    """The statements for these rows with their parameters: one, or one a table when there are many."""
    rows = [(model, row) for model, some in pending for row in some]
    if len(rows) > MOST:
        return [(insert_into(model), tables) for model, tables in _by_table(pending).items()]
    statement = _statement(tuple((model, tuple(row)) for model, row in rows))
    return [(statement, {f"p{at}_{name}": value for at, (_, row) in enumerate(rows) for name, value in row.items()})]


def together_with_ids(pending: Pending, model: Any, rows: Rows, fixed: Any) -> tuple[Any, dict[str, Any]] | None:
    """One statement for these rows and those of ``model``, which yields (position, id) of the latter.

    ``fixed`` are values that are SQL, by column. None when there are too many rows for one statement.
    """
    before = [(one, row) for one, some in pending for row in some]
    if len(before) + len(rows) > MOST:
        return None
    shape = tuple((one, tuple(row)) for one, row in [*before, *((model, row) for row in rows)])
    every = [*(row for _, row in before), *rows]
    values = {f"p{at}_{name}": value for at, row in enumerate(every) for name, value in row.items()}
    return _statement_with_ids(shape, len(before), fixed), values


@lru_cache(maxsize=256)
def _statement_with_ids(shape: Shape, first: int, fixed: tuple[tuple[str, Any], ...]) -> Any:
    plain = [_insert(at, *one).cte(f"i{at}") for at, one in enumerate(shape[:first])]
    told = [
        _insert(at, *one).values(dict(fixed)).returning(one[0].__table__.c.id).cte(f"i{at}")
        for at, one in enumerate(shape[first:], start=first)
    ]
    ids = sa.union_all(*(sa.select(sa.literal_column(str(at)), one.c.id) for at, one in enumerate(told)))
    return ids.add_cte(*plain)


def _by_table(pending: Pending) -> dict[Any, list[dict[str, Any]]]:
    """In the order in which the tables were first named: what is pointed at comes first."""
    found: dict[Any, list[dict[str, Any]]] = {}
    for model, rows in pending:
        found.setdefault(model, []).extend(rows)
    return found


@lru_cache(maxsize=256)
def _statement(shape: Shape) -> Any:
    """Built once for each shape. Foreign keys are checked when the whole statement is done, so any order will do.

    A row each: SQLAlchemy compiles an insert of several rows anew each time.
    """
    *before, last = [_insert(at, *one) for at, one in enumerate(shape)]
    return last.add_cte(*(insert.cte(f"i{at}") for at, insert in enumerate(before))) if before else last


def _insert(at: int, model: Any, names: tuple[str, ...]) -> Any:
    columns = model.__table__.c
    return sa.insert(model.__table__).values(
        {name: sa.bindparam(f"p{at}_{name}", type_=columns[name].type) for name in names}
    )
