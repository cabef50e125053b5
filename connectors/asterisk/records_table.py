"""Records in a table of MySQL, MariaDB or PostgreSQL, with the columns that Asterisk or FreePBX gave it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any
from urllib.parse import unquote, urlsplit

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine
from sqlalchemy.pool import NullPool

from connectors.asterisk.config import AsteriskOptions
from connectors.asterisk.records_columns import NAMES
from connectors.asterisk.records_rows import BadRowError, CdrRow, read_row

MOST_ROWS = 50_000
SAMPLE = 50
SECONDS = 30.0
DRIVERS = {"mysql": "mysql+aiomysql", "postgresql": "postgresql+asyncpg"}
LIMITS: dict[str, dict[str, Any]] = {
    "mysql": {"connect_timeout": int(SECONDS), "charset": "utf8mb4"},
    "postgresql": {"timeout": SECONDS, "command_timeout": SECONDS},
}

Odd = Callable[[str, str], None]


class TableRecords:
    """One table. A connection is opened for each reading, so that an idle one cannot go stale."""

    def __init__(self, options: AsteriskOptions, odd: Odd) -> None:
        self._options = options
        self._odd = odd

    async def newest(self) -> list[CdrRow]:
        """The last rows, for finding out about the table. Raises ``sqlalchemy.exc.SQLAlchemyError`` or ``OSError``."""
        return await self._fetch(None, None)

    async def between(self, first: datetime, last: datetime) -> list[CdrRow]:
        """The rows that began in this span of the PBX's own naive time. Raises as ``newest`` does."""
        return await self._fetch(first, last)

    async def _fetch(self, first: datetime | None, last: datetime | None) -> list[CdrRow]:
        engine = _engine(self._options)
        try:
            async with engine.connect() as connection:
                table = await connection.run_sync(_reflect, self._options.cdr_table)
                found = (await connection.execute(_query(table, first, last))).mappings().all()
        finally:
            await engine.dispose()
        if len(found) == MOST_ROWS:
            self._odd("records", f"more than {MOST_ROWS} rows to read")
        return [row for columns in found if (row := self._row(columns))]

    def _row(self, columns: Any) -> CdrRow | None:
        try:
            return read_row(columns)
        except BadRowError as error:
            self._odd("record", str(error))
            return None


def _engine(options: AsteriskOptions) -> AsyncEngine:
    parts = urlsplit(options.cdr or "")
    url = sa.URL.create(
        DRIVERS[parts.scheme], unquote(parts.username or "") or None,
        options.cdr_secret.get_secret_value() if options.cdr_secret else None,
        parts.hostname, parts.port, unquote(parts.path[1:]),
    )  # fmt: skip
    return create_async_engine(url, poolclass=NullPool, connect_args=LIMITS[parts.scheme])


def _reflect(connection: sa.Connection, name: str) -> sa.TableClause:
    """The table with those of its columns that are known. Raises ``sqlalchemy.exc.SQLAlchemyError``."""
    schema, _, table = name.rpartition(".")
    there = sa.inspect(connection).get_columns(table, schema=schema or None)
    known = [sa.column(item["name"], item["type"]) for item in there if item["name"].lower() in NAMES]
    return sa.table(table, *known, schema=schema or None)


def _query(table: sa.TableClause, first: datetime | None, last: datetime | None) -> sa.Select[Any]:
    """Rows by their start, whose column each product names its own way. Raises ``sqlalchemy.exc.SQLAlchemyError``."""
    columns = {column.name.lower(): column for column in table.columns}
    start = columns.get("start", columns.get("calldate"))
    if start is None or "uniqueid" not in columns:
        raise sa.exc.NoSuchColumnError(f"{table.name} has no column start or calldate, or no uniqueid")
    query = sa.select(*(column.label(name) for name, column in columns.items()))
    if first is None or last is None:
        return query.order_by(start.desc()).limit(SAMPLE)
    if getattr(start.type, "timezone", False):
        first, last = first.replace(tzinfo=UTC), last.replace(tzinfo=UTC)
    return query.where(start.between(first, last)).order_by(start).limit(MOST_ROWS)
