"""Build JSON in a query, alike on both stores: what belongs to a row comes with it, in the same round trip."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.expression import FunctionElement

from hub.db.base import Json


class JsonList(FunctionElement[Any]):
    """An aggregate: the JSON values of all rows, in their order; NULL or [] without rows."""

    type = Json()
    inherit_cache = True
    name = "json_list"


class JsonObject(FunctionElement[Any]):
    """A JSON object of names and values in turn. UUIDs and times are text in it, as the store writes them."""

    type = Json()
    inherit_cache = True
    name = "json_object_of"


def json_object(**values: Any) -> JsonObject:
    """The object with these members."""
    parts: list[Any] = []
    for name, value in values.items():
        parts += [sa.literal_column(f"'{name}'"), value]
    return JsonObject(*parts)


def json_list(value: Any) -> JsonList:
    """The list of ``value`` (an object, or a subquery that yields JSON) over the rows."""
    return JsonList(value)


def time_of(text: str) -> datetime:
    """A time as it stands in such JSON: SQLite's has no zone and is UTC."""
    found = datetime.fromisoformat(text)
    return found.replace(tzinfo=UTC) if found.tzinfo is None else found.astimezone(UTC)


@compiles(JsonList, "postgresql")
def _list_postgresql(element: JsonList, compiler: SQLCompiler, **kw: Any) -> str:
    return f"json_agg({compiler.process(element.clauses, **kw)})"


@compiles(JsonList, "sqlite")
def _list_sqlite(element: JsonList, compiler: SQLCompiler, **kw: Any) -> str:
    return f"json_group_array(json({compiler.process(element.clauses, **kw)}))"  # a subquery's JSON is text to SQLite


@compiles(JsonObject, "postgresql")
def _object_postgresql(element: JsonObject, compiler: SQLCompiler, **kw: Any) -> str:
    return f"json_build_object({compiler.process(element.clauses, **kw)})"


@compiles(JsonObject, "sqlite")
def _object_sqlite(element: JsonObject, compiler: SQLCompiler, **kw: Any) -> str:
    return f"json_object({compiler.process(element.clauses, **kw)})"
