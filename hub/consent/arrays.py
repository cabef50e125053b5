"""Many ids as one parameter, and many rows as one: a million of either would keep the loop from others."""

from __future__ import annotations

import json
from collections.abc import Collection
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.engine import Dialect
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.expression import FunctionElement
from sqlalchemy.types import TypeDecorator

from hub.db import Json, Reader


class _Listed(TypeDecorator[list[Any]]):
    """A list as the store gives it: an array, or JSON."""

    impl = sa.Text
    cache_ok = True
    item: Any = sa.Integer()

    def load_dialect_impl(self, dialect: Dialect) -> Any:
        """An array where the store has them."""
        return dialect.type_descriptor(ARRAY(self.item) if dialect.name == "postgresql" else sa.Text())

    def process_result_value(self, value: Any, dialect: Dialect) -> list[Any]:
        """The list; empty where there were no rows."""
        return (value or []) if dialect.name == "postgresql" else [self.read(one) for one in json.loads(value)]

    def read(self, value: Any) -> Any:
        """An item as it stands in JSON."""
        return value


class Codes(_Listed):
    """Of integers."""

    cache_ok = True


class Uuids(_Listed):
    """Of ids."""

    cache_ok = True
    item = sa.Uuid()

    def read(self, value: Any) -> Any:
        """An id, or none."""
        return UUID(hex=value) if value is not None else None


def listed(column: Any, kind: _Listed) -> Any:
    """All values of the column, in the order of the other lists beside it, nulls too."""
    return sa.type_coerce(_All(column), kind)


class _All(FunctionElement[Any]):
    inherit_cache = True
    name = "all_of"


@compiles(_All, "postgresql")
def _array(element: _All, compiler: SQLCompiler, **kw: Any) -> str:
    return f"array_agg({compiler.process(element.clauses, **kw)})"


@compiles(_All, "sqlite")
def _json(element: _All, compiler: SQLCompiler, **kw: Any) -> str:
    return f"json_group_array({compiler.process(element.clauses, **kw)})"


def asked_of(reader: Reader, identity_ids: Collection[UUID]) -> Any:
    """A table of these ids, each once, as one parameter: its column is ``id``."""
    return asked_table(dialect_of(reader), ids_for(reader, set(identity_ids)))


def dialect_of(reader: Reader) -> str:
    """sqlite or postgresql."""
    bind = reader if isinstance(reader, AsyncConnection) else reader.get_bind()
    return bind.dialect.name


def ids_for(reader: Reader, ids: Collection[UUID]) -> list[Any]:
    """The ids as the store takes many at once."""
    return list(ids) if dialect_of(reader) == "postgresql" else [one.hex for one in ids]


def asked_table(dialect: str, ids: list[Any] | None = None) -> Any:
    """The table ``asked`` of these ids, or of the parameter ``ids``; ``place`` is where each stands among them."""
    kind: Any = ARRAY(sa.Uuid()) if dialect == "postgresql" else Json()
    given: Any = sa.bindparam("ids", type_=kind) if ids is None else sa.literal(ids, kind)
    if dialect == "postgresql":
        each = (
            sa.func.unnest(given)
            .table_valued(sa.column("value", sa.Uuid()), with_ordinality="key", name="each")
            .render_derived()
        )
        place: Any = each.c.key - 1
    else:
        each = sa.func.json_each(given).table_valued(sa.column("value", sa.Uuid()), sa.column("key", sa.Integer))
        place = each.c.key
    return sa.select(each.c.value.label("id"), place.label("place")).cte("asked")
