"""Customers and messages to be found, on both stores."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

import pytest

from hub import search
from hub.customers import Customer, link, read_number, see_identity
from hub.customers.numbers import Address
from hub.db import Database, Tx, new_id
from hub.search import Found, timebox
from hub.text import fold, sort_key
from hub.timeline import Touch, add_interaction


@pytest.fixture(autouse=True)
def patience(monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine with other work may need longer than people should wait."""
    monkeypatch.setattr(timebox, "SECONDS", 30.0)


@dataclass
class Shelf:
    """What a test puts in the store, and what is found there."""

    db: Database

    async def write(self, work: Callable[[Tx], Awaitable[object]]) -> None:
        await self.db.write(work)

    async def customer(self, name: str, *addresses: str, kind: str = "person", **values: object) -> UUID:
        """A customer with numbers and mail addresses."""
        made = new_id()

        async def work(tx: Tx) -> None:
            plain = {"created_at": tx.now, "updated_at": tx.now, "sort_key": sort_key(name), "search": fold(name)}
            tx.session.add(Customer(id=made, name=name, kind=kind, **(plain | values)))
            await tx.session.flush()
            await search.index_customers(tx, [made])
            for text in addresses:
                mail = Address("email", text, None, text, text) if "@" in text else None
                address = mail or read_number(text)
                assert address
                await link(tx, made, await see_identity(tx, address))

        await self.db.write(work)
        return made

    async def message(self, text: str, *, age: int = 0, subject: str | None = None, channel: str = "note") -> UUID:
        """Something written so many minutes ago."""

        async def work(tx: Tx) -> UUID:
            touch = Touch(channel, "none", "done", tx.now - timedelta(minutes=age), subject=subject, text=text)
            return (await add_interaction(tx, touch, [], "none")).id

        return await self.db.write(work)

    async def hits(self, text: str, limit: int = 50) -> list[Found]:
        """Who is found, the best first."""
        query = search.parse(text, "IR")
        if query is None:
            return []
        async with self.db.read() as session:
            return await search.find_customers(session, self.db.dialect, query, limit)

    async def found(self, text: str, limit: int = 50) -> list[UUID]:
        return [one.customer_id for one in await self.hits(text, limit)]

    async def messages(self, text: str, limit: int = 50) -> list[UUID]:
        """The messages with these words."""
        words = search.wanted_words(text)
        async with self.db.read() as session:
            return (await search.find_messages(session, self.db.dialect, words, limit))[0]

    async def heard(self, customer: UUID, at: datetime) -> None:
        async def work(tx: Tx) -> None:
            found = await tx.session.get(Customer, customer)
            assert found
            found.last_contact_at = at

        await self.db.write(work)


@pytest.fixture
def shelf(database: Database) -> Shelf:
    return Shelf(database)
