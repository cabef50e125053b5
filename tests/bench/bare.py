"""The main query of a timeline's first page by the driver alone: no page can be had sooner."""

from __future__ import annotations

import sqlite3
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, closing
from typing import Any
from uuid import UUID

import asyncpg
from sqlalchemy.dialects import postgresql, sqlite

from hub.db import engines
from hub.timeline import streams
from tests.bench.long_timelines import LONG, customer

Bare = Callable[[UUID], Awaitable[object]]
DIALECTS: dict[str, Any] = {"postgresql": postgresql.dialect, "sqlite": sqlite.dialect}


@asynccontextmanager
async def bare_pages(url: str) -> AsyncIterator[Bare]:
    """A function that reads a page's rows."""
    path = engines.sqlite_path(url)
    statements = _statements("sqlite" if path else "postgresql")
    if path:
        with closing(sqlite3.connect(path)) as file:

            async def read_file(who: UUID) -> object:
                return file.execute(statements[who]).fetchall()

            yield read_file
        return
    connection = await asyncpg.connect(url)

    async def read(who: UUID) -> object:
        return await connection.fetch(statements[who])

    try:
        yield read
    finally:
        await connection.close()


def _statements(dialect: str) -> dict[UUID, str]:
    """The statement for each long customer, with all its values written into it."""
    made: Any = streams.page(streams.Shape("entries", dialect))
    kwargs = {"literal_binds": True}
    return {
        who: str(made.params(customer_0=who, most=51).compile(dialect=DIALECTS[dialect](), compile_kwargs=kwargs))
        for who in map(customer, range(LONG))
    }
