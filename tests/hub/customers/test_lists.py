"""Searching and sorting customers, alike on both stores."""

from __future__ import annotations

import random
from datetime import timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest

from hub import search
from hub.customers import Customer, heard_from, link, read_number, see_identity, users_of
from hub.customers.filter_sql import Frame
from hub.customers.lists import MOST, SORTS, Key, Selection, Sort, count_customers, find_customers, key_of
from hub.customers.models import CustomerTag, Tag
from hub.customers.rows import present_rows
from hub.db import Database, Tx, new_id, utc_now
from hub.text import fold, sort_key

NAMES = ["Ali Green", "Zoë", "آرش", "احمد", "بهار", "پروین", "تینا", "کامران", "گل_ناز", "لیلا", "می‌نا", "یاسر"]


def frame(db: Database) -> Frame:
    return Frame(db.dialect, ZoneInfo("Asia/Tehran"), utc_now().date(), new_id())


async def add(db: Database, name: str, number: str | None = None, **values: Any) -> UUID:
    async def work(tx: Tx) -> UUID:
        plain = {"id": new_id(), "created_at": tx.now, "updated_at": tx.now} | values
        customer = Customer(name=name, sort_key=sort_key(name), search=fold(name), **plain)
        tx.session.add(customer)
        await tx.session.flush()
        await search.index_customers(tx, [customer.id])
        address = read_number(number) if number else None
        if address:
            await link(tx, customer.id, await see_identity(tx, address))
        return customer.id

    return await db.write(work)


async def found(db: Database, text: str | None) -> list[str]:
    async with db.read() as session:
        found = await find_customers(session, Selection(q=text), frame(db), limit=50)
        return [customer.name for customer in found]


async def test_names_come_in_the_alphabets_order_page_by_page(database: Database) -> None:
    for name in random.Random(3).sample(NAMES, len(NAMES)):
        await add(database, name)
    assert await paged(database, "name") == NAMES
    assert await paged(database, "-name") == NAMES[::-1]


async def paged(db: Database, sort: Sort, wanted: Selection | None = None) -> list[str]:
    """All names, five at a time."""
    names: list[str] = []
    after: Key | None = None
    async with db.read() as session:
        while page := await find_customers(session, wanted or Selection(), frame(db), sort=sort, after=after, limit=5):
            names += [customer.name for customer in page]
            after = key_of(page[-1], sort)
    return names


async def test_those_never_heard_come_last_both_ways(database: Database) -> None:
    now = utc_now()
    for index in range(14):
        heard = None if index % 2 else now - timedelta(days=index // 4)  # some at the same moment
        await add(database, f"c{index:02}", last_contact_at=heard, created_at=now - timedelta(days=index))
    down, up = await paged(database, "-last_contact_at"), await paged(database, "last_contact_at")
    assert up[:7] == down[:7][::-1]
    assert down[:2] == ["c02", "c00"]
    assert sorted(down[7:]) == sorted(up[7:]) == [f"c{index:02}" for index in range(1, 14, 2)]
    assert await paged(database, "-created_at") == [f"c{index:02}" for index in range(14)]
    assert set(SORTS) == {sign + name for sign in ("", "-") for name in ("name", "created_at", "last_contact_at")}


async def test_merged_customers_are_shown_as_one_with_all_that_they_bring(database: Database) -> None:
    office = await add(database, "Office", kind="organisation")
    old = await add(database, "Old office", kind="organisation", merged_into=office, root_id=office)
    zoe = await add(database, "Zoë", "09121234567", organisation_id=old)
    twin = await add(database, "Zoe", "02188881234", merged_into=zoe, root_id=zoe)

    async def tag(tx: Tx) -> None:
        tx.session.add_all([made := Tag(id=new_id(), name="VIP", tone="vip")])
        await tx.session.flush()
        tx.session.add(CustomerTag(customer_id=twin, tag_id=made.id))

    await database.write(tag)
    assert await paged(database, "name") == ["Office", "Zoë"]
    for wanted in (Selection(tags=("vip",)), Selection(q="8888"), Selection(organisation_id=office),
                   Selection(organisation_id=old), Selection(ids=(zoe, twin))):  # fmt: skip
        assert await paged(database, "name", wanted) == ["Zoë"]
    async with database.read() as session:
        assert await count_customers(session, Selection(), frame(database)) == 2
        assert await count_customers(session, Selection(), frame(database), most=1) == 1 < MOST
        rows = await present_rows(session, await find_customers(session, Selection(), frame(database), limit=9))
    assert [row.people for row in rows] == [1, None]
    assert [tag.name for tag in rows[1].tags] == ["VIP"]
    assert rows[1].number == "+98 912 123 4567"


@pytest.mark.parametrize(
    ("text", "expected"),
    [("علي", ["علی كاظمی"]), ("کاظمي", ["علی كاظمی"]), ("ZOE", ["Zoë"]), ("می نا", ["می‌نا"]), ("میرود", []),
     ("کاظمی علی", ["علی كاظمی"]), ("100%", ["100% Shop"]), ("a_", ["a_b"]), ("%", []), ("\\", []),
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
        (row,) = await present_rows(session, await find_customers(session, Selection(), frame(database), limit=5))
    assert (row.name, row.initials, row.number, row.email) == ("Zoë", "Z", "+98 912 123 4567", None)


async def test_those_last_heard_come_first_on_a_shared_number(database: Database) -> None:
    first, second = [await add(database, name, "02188881234") for name in ("First", "Second")]
    now = utc_now()

    async def work(tx: Tx) -> list[str]:
        await heard_from(tx, {second: now})
        await heard_from(tx, {second: now - timedelta(days=9)})
        await heard_from(tx, {first: now - timedelta(days=1)})
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
