"""Searching and sorting customers, alike on both stores."""

from __future__ import annotations

import random
from datetime import timedelta
from uuid import UUID

import pytest

from hub.customers import Customer, heard_from, link, read_number, see_identity, users_of
from hub.customers.lists import find_customers, present_rows
from hub.db import Database, Tx, new_id, utc_now
from hub.text import fold, sort_key

NAMES = ["Ali Green", "Zoë", "آرش", "احمد", "بهار", "پروین", "تینا", "کامران", "گل_ناز", "لیلا", "می‌نا", "یاسر"]


async def add(db: Database, name: str, number: str | None = None) -> UUID:
    async def work(tx: Tx) -> UUID:
        customer = Customer(
            id=new_id(), name=name, sort_key=sort_key(name), search=fold(name), created_at=tx.now, updated_at=tx.now
        )
        tx.session.add(customer)
        await tx.session.flush()
        address = read_number(number) if number else None
        if address:
            await link(tx, customer.id, await see_identity(tx, address))
        return customer.id

    return await db.write(work)


async def found(db: Database, text: str | None) -> list[str]:
    async with db.read() as session:
        return [customer.name for customer in await find_customers(session, text, None, 50)]


async def test_names_come_in_the_alphabets_order_page_by_page(database: Database) -> None:
    for name in random.Random(3).sample(NAMES, len(NAMES)):
        await add(database, name)
    names: list[str] = []
    after = None
    async with database.read() as session:
        while page := await find_customers(session, None, after, 5):
            names += [customer.name for customer in page]
            after = (page[-1].sort_key, page[-1].id)
    assert names == NAMES


@pytest.mark.parametrize(
    ("text", "expected"),
    [("علي", ["علی كاظمی"]), ("کاظمي", ["علی كاظمی"]), ("ZOE", ["Zoë"]), ("می نا", ["می‌نا"]), ("میرود", []),
     ("کاظمی علی", ["علی كاظمی"]), ("100%", ["100% Shop"]), ("_", ["a_b"]), ("%", ["100% Shop"]), ("\\", []),
     ("۰۹۱۲۱۲۳", ["Zoë"]), ("0912 123 4567", ["Zoë"]), ("+98912", ["Zoë"]), ("1234567", ["Zoë"]),
     ("0098912", ["Zoë"]), ("   ", ["100% Shop", "a_b", "Zoë", "علی كاظمی", "می‌نا"])],
)  # fmt: skip
async def test_any_part_finds(database: Database, text: str, expected: list[str]) -> None:
    await add(database, "Zoë", "09121234567")
    for name in ("علی كاظمی", "می‌نا", "100% Shop", "a_b"):
        await add(database, name)
    assert await found(database, text) == expected


async def test_a_row_shows_the_number(database: Database) -> None:
    await add(database, "Zoë", "09121234567")
    async with database.read() as session:
        (row,) = await present_rows(session, await find_customers(session, None, None, 5))
    assert (row.name, row.initials, row.number, row.email) == ("Zoë", "Z", "+98 912 123 4567", None)


async def test_those_last_heard_come_first_on_a_shared_number(database: Database) -> None:
    first, second = [await add(database, name, "02188881234") for name in ("First", "Second")]
    now = utc_now()

    async def work(tx: Tx) -> list[str]:
        await heard_from(tx, second, now)
        await heard_from(tx, second, now - timedelta(days=9))
        await heard_from(tx, first, now - timedelta(days=1))
        address = read_number("+982188881234")
        assert address
        identity = await see_identity(tx, address)
        assert identity == await see_identity(tx, address)
        return [customer.name for customer in await users_of(tx.session, identity)]

    assert await database.write(work) == ["Second", "First"]


async def test_a_link_that_stands_is_left(database: Database) -> None:
    customer = await add(database, "Zoë", "09121234567")

    async def work(tx: Tx) -> int:
        address = read_number("9121234567")
        assert address
        identity = await see_identity(tx, address)
        await link(tx, customer, identity)
        return len(await users_of(tx.session, identity))

    assert await database.write(work) == 1
