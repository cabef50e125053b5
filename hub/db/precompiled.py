"""Statements that are compiled once and handed to the driver as they are.

For a statement that is run by each call, SQLAlchemy's work around it costs more than the store's own; its compiler,
its types, its pool and its transactions are used as ever.
"""

from __future__ import annotations

from collections import namedtuple
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Dialect
from sqlalchemy.ext.asyncio import AsyncConnection

from hub.db.driver import put_off, run, run_many

DOUBLE = 701  # PostgreSQL's type of our numbers: a processor is chosen by it
MOST = 32  # shapes of one statement: an IN with another number of values is another text
Process = Callable[[Any], Any]


@dataclass(frozen=True, slots=True)
class Shape:
    """A statement's text, where its parameters come from, and how its rows are made."""

    text: str
    sources: tuple[tuple[str, int | None, Process | None], ...]  # name, place in a list, how it is written
    row: Any
    readers: tuple[tuple[int, Process], ...]
    constants: Mapping[str, Any]  # values that stand in the statement, such as a LIMIT

    def parameters(self, values: Mapping[str, Any]) -> tuple[Any, ...]:
        """The values in the order of the text's marks."""
        values = {**self.constants, **values} if self.constants else values
        found = []
        for name, place, write in self.sources:
            value = values[name] if place is None else values[name][place]
            found.append(write(value) if write is not None else value)
        return tuple(found)

    def rows(self, raw: Sequence[Any]) -> list[Any]:
        """The driver's rows as tuples with names."""
        if not self.readers:
            return [self.row._make(one) for one in raw]
        return [self._read(one) for one in raw]

    def _read(self, raw: Any) -> Any:
        values = list(raw)
        for place, process in self.readers:
            values[place] = process(values[place])
        return self.row._make(values)


class Precompiled:
    """A statement whose values are all given by name. ``on`` runs it."""

    def __init__(self, statement: Any) -> None:
        self.statement = statement
        self._deferred = bool(statement.get_execution_options().get("deferred"))
        self._shapes: dict[tuple[Any, ...], Shape] = {}

    async def on(self, reader: Any, values: Mapping[str, Any]) -> Sequence[Any]:
        """The statement's rows: directly on a connection, by SQLAlchemy on a session."""
        if isinstance(reader, AsyncConnection):
            lengths = tuple(len(value) for value in values.values() if isinstance(value, list))
            shape = self._shapes.get((reader.dialect.name, *lengths)) or self._shape(reader.dialect, lengths, values)
            if shape is not None:
                return await self._directly(reader, shape, shape.parameters(values))
        result = await reader.execute(self.statement, values)
        return list(result) if getattr(result, "returns_rows", True) else []

    async def many(self, connection: AsyncConnection, rows: Sequence[Mapping[str, Any]]) -> None:
        """Run it for each of ``rows``, which are alike and hold no lists; nothing comes back."""
        shape = self._shapes.get((connection.dialect.name,)) or self._shape(connection.dialect, (), rows[0])
        if shape is None:
            await connection.execute(self.statement, list(rows))
        else:
            await run_many(connection, shape.text, [shape.parameters(row) for row in rows])

    async def _directly(self, connection: AsyncConnection, shape: Shape, parameters: Sequence[Any]) -> Sequence[Any]:
        if self._deferred and put_off(connection, shape.text, parameters):
            return ()
        return shape.rows(await run(connection, shape.text, parameters))

    def _shape(self, dialect: Dialect, lengths: tuple[int, ...], values: Mapping[str, Any]) -> Shape | None:
        if len(self._shapes) >= MOST:
            return None
        shape = self._shapes[dialect.name, *lengths] = _compile(self.statement, dialect, values)
        return shape


def _compile(statement: Any, dialect: Dialect, values: Mapping[str, Any]) -> Shape:
    made: Any = statement.compile(dialect=dialect)
    state = made.construct_expanded_state(dict(values))
    parts = {one: (name, at) for name, some in state.parameter_expansion.items() for at, one in enumerate(some)}
    writers = {**made._bind_processors, **state.processors}
    sources = tuple((*parts.get(name, (name, None)), writers.get(name)) for name in state.positiontup)
    types = [column.type.dialect_impl(dialect) for column in made._result_columns or ()]
    readers = [(at, read) for at, one in enumerate(types) if (read := _reader(one, dialect)) is not None]
    row = namedtuple("Row", [column.keyname for column in made._result_columns or ()], rename=True)  # type: ignore[misc]
    constants = {name: state.parameters[name] for name, _, _ in sources if name not in values}
    return Shape(state.statement, sources, row, tuple(readers), constants)


def _reader(kind: Any, dialect: Dialect) -> Process | None:
    found: Process | None = kind.result_processor(dialect, DOUBLE if isinstance(kind, sa.Float) else None)
    return found
