"""Several inserts as one statement: on PostgreSQL each statement is a round trip, and a pop waits for all of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Dialect

MOST = 32  # rows in one statement: a call is about ten; each shape is compiled once and kept
Rows = Sequence[dict[str, Any]]
Pending = list[tuple[Any, Rows]]
Shape = tuple[tuple[Any, tuple[str, ...]], ...]


@dataclass(frozen=True, slots=True)
class Compiled:
    """A statement's text, and for each of its parameters: of which row, which column, and how it is written."""

    text: str
    values: tuple[tuple[int, str, Callable[[Any], Any] | None], ...]

    def parameters(self, rows: Rows) -> tuple[Any, ...]:
        """The values of these rows in the order of the text's marks."""
        return tuple(write(rows[at][name]) if write is not None else rows[at][name] for at, name, write in self.values)


def together(pending: Pending, dialect: Dialect) -> tuple[str, tuple[Any, ...]] | None:
    """One statement for all these rows and its parameters; None when there are too many of them."""
    rows = [(model, row) for model, some in pending for row in some]
    if len(rows) > MOST:
        return None
    shape = tuple((model, tuple(row)) for model, row in rows)
    compiled = _compiled(shape, len(shape), (), dialect)
    return compiled.text, compiled.parameters([row for _, row in rows])


def together_with_ids(
    pending: Pending, model: Any, rows: Rows, fixed: Any, dialect: Dialect
) -> tuple[str, tuple[Any, ...]] | None:
    """One statement for these rows and those of ``model``, which yields (position, id) of the latter.

    ``fixed`` are values that are SQL, by column. None when there are too many rows for one statement.
    """
    before = [(one, row) for one, some in pending for row in some]
    if len(before) + len(rows) > MOST:
        return None
    shape = tuple((one, tuple(row)) for one, row in [*before, *((model, row) for row in rows)])
    compiled = _compiled(shape, len(before), fixed, dialect)
    return compiled.text, compiled.parameters([*(row for _, row in before), *rows])


def by_table(pending: Pending) -> dict[Any, list[dict[str, Any]]]:
    """In the order in which the tables were first named: what is pointed at comes first."""
    found: dict[Any, list[dict[str, Any]]] = {}
    for model, rows in pending:
        found.setdefault(model, []).extend(rows)
    return found


@lru_cache(maxsize=256)
def _compiled(shape: Shape, first: int, fixed: tuple[tuple[str, Any], ...], dialect: Dialect) -> Compiled:
    """Compiled once for each shape: SQLAlchemy's own cache still binds a hundred parameters anew each time."""
    statement = _with_ids(shape, first, fixed) if first < len(shape) else _plain(shape)
    made: Any = statement.compile(dialect=dialect)
    writers = made._bind_processors
    places = [(name, *name[1:].split("_", 1)) for name in made.positiontup]
    return Compiled(made.string, tuple((int(at), column, writers.get(name)) for name, at, column in places))


def _with_ids(shape: Shape, first: int, fixed: tuple[tuple[str, Any], ...]) -> Any:
    plain = [_insert(at, *one).cte(f"i{at}") for at, one in enumerate(shape[:first])]
    told = [
        _insert(at, *one).values(dict(fixed)).returning(one[0].__table__.c.id).cte(f"i{at}")
        for at, one in enumerate(shape[first:], start=first)
    ]
    ids = sa.union_all(*(sa.select(sa.literal_column(str(at)), one.c.id) for at, one in enumerate(told)))
    return ids.add_cte(*plain)


def _plain(shape: Shape) -> Any:
    """Foreign keys are checked when the whole statement is done, so any order will do.

    A row each: only so can one row lack what another has.
    """
    *before, last = [_insert(at, *one) for at, one in enumerate(shape)]
    return last.add_cte(*(insert.cte(f"i{at}") for at, insert in enumerate(before))) if before else last


def _insert(at: int, model: Any, names: tuple[str, ...]) -> Any:
    columns = model.__table__.c
    return sa.insert(model.__table__).values(
        {name: sa.bindparam(f"p{at}_{name}", type_=columns[name].type) for name in names}
    )
