"""A store with a table to write notes into."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable

import pytest
import sqlalchemy as sa

from hub.db import Database, Tx

Write = Callable[[Tx], Awaitable[None]]


class Notes:
    """A store and its notes."""

    def __init__(self, database: Database) -> None:
        self.database = database

    def of(self, text: str) -> Write:
        """Work that writes one note."""

        async def work(tx: Tx) -> None:
            await tx.session.execute(sa.text("INSERT INTO note (text) VALUES (:text)"), {"text": text})

        return work

    async def all(self) -> list[str]:
        """Every note, in order."""
        async with self.database.read() as session:
            return list(await session.scalars(sa.text("SELECT text FROM note ORDER BY id")))


async def create(database: Database) -> Notes:
    """Make the table."""
    serial = "SERIAL" if database.dialect == "postgresql" else "INTEGER"
    statement = sa.text(f"CREATE TABLE note (id {serial} PRIMARY KEY, text TEXT NOT NULL)")
    await database.write(lambda tx: tx.session.execute(statement))
    return Notes(database)


@pytest.fixture
async def notes(database: Database) -> Notes:
    """Notes on each kind of store."""
    return await create(database)


@pytest.fixture
async def sqlite_notes(sqlite_url: str) -> AsyncIterator[Notes]:
    """Notes on SQLite."""
    database = await Database.open(sqlite_url)
    yield await create(database)
    await database.close()


@pytest.fixture
async def postgresql_notes(postgresql_url: str) -> AsyncIterator[Notes]:
    """Notes on PostgreSQL."""
    database = await Database.open(postgresql_url)
    yield await create(database)
    await database.close()
