"""Several inserts as one statement: on PostgreSQL each statement is a round trip, and a pop waits for all of them.

Each column is one array parameter, so that a statement is the same however many rows it writes: a few dozen are made
in a hub's life, and each connection prepares them once.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.engine import Dialect

MOST = 500  # rows in one statement
Rows = Sequence[dict[str, Any]]
Pending = list[tuple[Any, Rows]]
Group = tuple[Any, tuple[str, ...]]  # a table's model and the columns that are given
Write = Callable[[Any], Any] | None


@dataclass(frozen=True, slots=True)
class Compiled:
    """A statement's text, and for each of its parameters: of which group, which column, and how a value is written."""

    text: str
    values: tuple[tuple[int, str, Write], ...]

    def parameters(self, groups: Sequence[Rows]) -> tuple[list[Any], ...]:
        """The columns of these groups of rows in the order of the text's marks."""
        return tuple(
            [write(row[name]) for row in groups[at]] if write is not None else [row[name] for row in groups[at]]
            for at, name, write in self.values
        )


def together(pending: Pending, dialect: Dialect) -> tuple[str, tuple[Any, ...]] | None:
    """One statement for all these rows and its parameters; None when there are too many of them."""
    if sum(len(rows) for _, rows in pending) > MOST:
        return None
    groups = _grouped(pending)
    compiled = _compiled(tuple(groups), None, (), dialect)
    return compiled.text, compiled.parameters(list(groups.values()))


def together_with_ids(
    pending: Pending, model: Any, rows: Rows, fixed: Any, dialect: Dialect
) -> tuple[str, tuple[Any, ...]] | None:
    """One statement for these rows and those of ``model``, alike in their columns, which yields the ids of the latter.

    ``fixed`` are values that are SQL, by column. None when there are too many rows for one statement.
    """
    if sum(len(some) for _, some in pending) + len(rows) > MOST:
        return None
    groups = _grouped(pending)
    compiled = _compiled(tuple(groups), (model, tuple(rows[0])), fixed, dialect)
    return compiled.text, compiled.parameters([*groups.values(), rows])


def by_table(pending: Pending) -> dict[Any, list[dict[str, Any]]]:
    """In the order in which the tables were first named: what is pointed at comes first."""
    found: dict[Any, list[dict[str, Any]]] = {}
    for model, rows in pending:
        found.setdefault(model, []).extend(rows)
    return found


def _grouped(pending: Pending) -> dict[Group, list[dict[str, Any]]]:
    """By table and columns: one row may lack what another has. Always in the same order, for few statements."""
    found: dict[Group, list[dict[str, Any]]] = {}
    for model, rows in pending:
        for row in rows:
            found.setdefault((model, tuple(row)), []).append(row)
    return dict(sorted(found.items(), key=lambda one: (one[0][0].__tablename__, one[0][1])))


@lru_cache(maxsize=256)
def _compiled(groups: tuple[Group, ...], told: Group | None, fixed: Any, dialect: Dialect) -> Compiled:
    """Compiled once for each set of groups: SQLAlchemy's own cache still binds each parameter anew each time."""
    statement = _telling(groups, told, fixed) if told else _plain(groups)
    made: Any = statement.compile(dialect=dialect)
    every = [*groups, told] if told else groups
    places = [(int(at), column) for at, column in (name[1:].split("_", 1) for name in made.positiontup)]
    return Compiled(made.string, tuple((at, name, writer_of(every[at], name, dialect)) for at, name in places))


def writer_of(group: Any, name: str, dialect: Dialect) -> Write:
    """How a value of this column of the group's table is written; None: as it is."""
    found: Write = group[0].__table__.c[name].type.dialect_impl(dialect).bind_processor(dialect)
    return found


def _plain(groups: Sequence[Group]) -> Any:
    """Foreign keys are checked when the whole statement is done, so any order will do."""
    *before, last = [_insert(at, *one) for at, one in enumerate(groups)]
    return last.add_cte(*(insert.cte(f"i{at}") for at, insert in enumerate(before))) if before else last


def _telling(groups: Sequence[Group], told: Group, fixed: Any) -> Any:
    """The ids come in the order of the rows: PostgreSQL gives them out after it has sorted."""
    plain = [_insert(at, *one).cte(f"i{at}") for at, one in enumerate(groups)]
    return _insert(len(groups), *told, dict(fixed)).returning(told[0].__table__.c.id).add_cte(*plain)


def _insert(at: int, model: Any, names: tuple[str, ...], fixed: dict[str, Any] | None = None) -> Any:
    """An insert of what the arrays hold, in their order, each row with the ``fixed`` values too."""
    columns, fixed = model.__table__.c, fixed or {}
    arrays = [sa.bindparam(f"p{at}_{name}", type_=ARRAY(carrier(columns[name].type))) for name in names]
    given = sa.func.unnest(*arrays).table_valued(*names, with_ordinality="place_", name=f"r{at}").render_derived()
    cells = [read_cell(given.c[name], columns[name].type) for name in names]
    rows = sa.select(*cells, *fixed.values()).order_by(given.c.place_)
    return sa.insert(model.__table__).from_select([*names, *fixed], rows, include_defaults=False)


def carrier(kind: Any) -> Any:
    """The type of an array's elements: text without a length, which a cast would cut silently, and JSON as text."""
    return sa.Text() if isinstance(_plain_type(kind), sa.JSON | sa.String) else kind


def read_cell(cell: Any, kind: Any) -> Any:
    """What an array's element is as a column of this type."""
    return sa.cast(cell, kind) if isinstance(_plain_type(kind), sa.JSON) else cell


def _plain_type(kind: Any) -> Any:
    return kind.impl_instance if isinstance(kind, sa.TypeDecorator) else kind
