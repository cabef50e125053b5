"""Records in a table of MySQL, MariaDB or PostgreSQL, with the columns that Asterisk or FreePBX gave it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Generic, TypeVar
from urllib.parse import unquote, urlsplit

import sqlalchemy as sa
from pydantic import SecretStr
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine
from sqlalchemy.pool import NullPool

from connectors.asterisk.records_rows import BadRowError

R = TypeVar("R")
MOST_ROWS = 50_000
SAMPLE = 50
SECONDS = 30.0
DRIVERS = {"mysql": "mysql+aiomysql", "postgresql": "postgresql+asyncpg"}
LIMITS: dict[str, dict[str, Any]] = {
    "mysql": {"connect_timeout": int(SECONDS), "charset": "utf8mb4"},
    "postgresql": {"timeout": SECONDS, "command_timeout": SECONDS},
}

Odd = Callable[[str, str], None]


@dataclass(frozen=True, slots=True)
class Table:
    """A table at a URL. ``start`` are the columns that may hold a row's time, ``names`` all that are known."""

    url: str
    secret: SecretStr | None
    name: str
    names: frozenset[str]
    start: tuple[str, ...]
    most: int = MOST_ROWS


class TableRecords(Generic[R]):
    """Its rows. A connection is opened for each reading, so that an idle one cannot go stale."""

    def __init__(self, table: Table, read: Callable[[Mapping[str, Any]], R], odd: Odd) -> None:
        self._table = table
        self._read = read
        self._odd = odd

    async def newest(self) -> list[R]:
        """The last rows, for finding out about the table. Raises ``sqlalchemy.exc.SQLAlchemyError`` or ``OSError``."""
        return await self._fetch(None, None)

    async def between(self, first: datetime, last: datetime) -> list[R]:
        """The rows that began in this span of the PBX's own naive time. Raises as ``newest`` does."""
        return await self._fetch(first, last)

    async def _fetch(self, first: datetime | None, last: datetime | None) -> list[R]:
        engine = _engine(self._table)
        try:
            async with engine.connect() as connection:
                table = await connection.run_sync(_reflect, self._table)
                found = (await connection.execute(_query(table, self._table, first, last))).mappings().all()
        finally:
            await engine.dispose()
        if len(found) == self._table.most:
            self._odd("records", f"more than {self._table.most} rows to read")
        return [row for columns in found if (row := self._row(columns))]

    def _row(self, columns: Any) -> R | None:
        try:
            return self._read(columns)
        except BadRowError as error:
            self._odd("record", str(error))
            return None


def _engine(table: Table) -> AsyncEngine:
    parts = urlsplit(table.url)
    url = sa.URL.create(
        DRIVERS[parts.scheme], unquote(parts.username or "") or None,
        table.secret.get_secret_value() if table.secret else None,
        parts.hostname, parts.port, unquote(parts.path[1:]),
    )  # fmt: skip
    return create_async_engine(url, poolclass=NullPool, connect_args=LIMITS[parts.scheme])


def _reflect(connection: sa.Connection, wanted: Table) -> sa.TableClause:
    """The table with those of its columns that are known. Raises ``sqlalchemy.exc.SQLAlchemyError``."""
    schema, _, table = wanted.name.rpartition(".")
    there = sa.inspect(connection).get_columns(table, schema=schema or None)
    known = [sa.column(item["name"], item["type"]) for item in there if item["name"].lower() in wanted.names]
    return sa.table(table, *known, schema=schema or None)


def _query(table: sa.TableClause, wanted: Table, first: datetime | None, last: datetime | None) -> sa.Select[Any]:
    """Rows by their start, whose column each product names its own way. Raises ``sqlalchemy.exc.SQLAlchemyError``."""
    columns = {column.name.lower(): column for column in table.columns}
    start = next((columns[name] for name in wanted.start if name in columns), None)
    if start is None or "uniqueid" not in columns:
        raise sa.exc.NoSuchColumnError(f"{table.name} has no column {' or '.join(wanted.start)}, or no uniqueid")
    query = sa.select(*(column.label(name) for name, column in columns.items()))
    if first is None or last is None:
        return query.order_by(start.desc()).limit(SAMPLE)
    order = [start, columns["id"]] if "id" in columns else [start]  # what came within one second, as it came
    if getattr(start.type, "timezone", False):
        first, last = first.replace(tzinfo=UTC), last.replace(tzinfo=UTC)
    return query.where(start.between(first, last)).order_by(*order).limit(wanted.most)
