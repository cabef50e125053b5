"""Creating and changing customers: what is refused, and what no store may choke on."""

from __future__ import annotations

import asyncio
from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa

from hub.customers import CustomerIdentity, link, read_number, see_identity
from hub.customers.schemas import NewCustomer
from hub.customers.store import add_customer, change_customer, get_customer
from hub.db import Database, Tx, new_id
from hub.web import Invalid


async def change(db: Database, changes: dict[str, Any]) -> str:
    async def work(tx: Tx) -> str:
        made = await add_customer(tx, NewCustomer(name="Sara"), "IR", None)
        await change_customer(tx, await get_customer(tx.session, made.id), changes)
        return made.name

    return await db.write(work)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"name": None}, "body.name"),
        ({"owner_id": new_id()}, "body.owner_id"),
        ({"organisation_id": new_id()}, "body.organisation_id"),
    ],
)
async def test_what_a_customer_cannot_be_is_refused_by_field(
    database: Database, changes: dict[str, Any], field: str
) -> None:
    with pytest.raises(Invalid) as refused:
        await change(database, changes)
    assert [error.field for error in refused.value.errors] == [field]


async def test_a_name_that_unfolds_to_many_letters_is_stored(database: Database) -> None:
    name = "\ufdfa" * 200
    assert await change(database, {"name": name}) == name


async def test_a_number_that_is_linked_twice_at_once_is_used_once(database: Database) -> None:
    address = read_number("09121234567")
    assert address

    async def make(tx: Tx) -> tuple[UUID, UUID]:
        return (await add_customer(tx, NewCustomer(name="Sara"), "IR", None)).id, await see_identity(tx, address)

    customer, identity = await database.write(make)
    await asyncio.gather(*(database.write(lambda tx: link(tx, customer, identity)) for _ in range(8)))
    async with database.read() as session:
        assert await session.scalar(sa.select(sa.func.count()).select_from(CustomerIdentity)) == 1
