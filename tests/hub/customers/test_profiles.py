"""Profiles of many customers at once: each its own, and no more statements than for a few."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa

from hub import events, search
from hub.customers import Customer, get_customer
from hub.customers.store import change_customer, describe, describe_many, touch_many
from hub.db import Database, Tx
from hub.events.models import Event
from hub.search.models import CustomerSearch
from tests.hub.customers.people import People


@asynccontextmanager
async def counted(db: Database) -> AsyncIterator[list[str]]:
    """The statements that a transaction sends meanwhile."""
    sent: list[str] = []

    def note(*event: Any) -> None:
        if event[2] != "BEGIN":
            sent.append(event[2])

    sa.event.listen(db.writer.sync_engine, "before_cursor_execute", note)
    yield sent
    sa.event.remove(db.writer.sync_engine, "before_cursor_execute", note)


async def world(people: People, count: int) -> list[UUID]:
    """So many customers of an organisation, with tags and a number each, every other one of two who were merged."""
    office = await people.add("Acme", "02188770000", kind="organisation")
    roots = []
    for index in range(count):
        number = f"0912100{index:04}"
        root = await people.add(f"Root {index}", number, organisation_id=office, tags=["all", f"t{index % 3}"])
        if index % 2:
            await people.merge(root, await people.add(f"Twin {index}", f"0912200{index:04}", tags=[f"twin {index}"]))
        roots.append(root)
    return roots


async def load(tx: Tx, ids: list[UUID]) -> list[Customer]:
    return list(await tx.session.scalars(sa.select(Customer).where(Customer.id.in_(ids)).order_by(Customer.id)))


async def test_each_profile_among_many_is_the_one_that_it_is_alone(database: Database, people: People) -> None:
    roots = await world(people, 4)
    shared = await people.add("Sharer", "09121000000")
    alone = await people.add("Alone")
    wanted = [roots[3], alone, *roots[:3], shared]
    async with database.read() as session:
        customers = [await get_customer(session, one) for one in wanted]
        together = await describe_many(session, customers)
        assert together == [await describe(session, one) for one in customers]
        assert await describe_many(session, []) == []
    by_id = {profile.id: profile for profile in together}
    assert list(by_id) == wanted
    assert [one.value for one in by_id[roots[3]].identities] == ["+989121000003", "+989122000003"]
    assert [one.shared_with for one in by_id[roots[0]].identities] == [1]
    assert [one.shared_with for one in by_id[roots[3]].identities] == [0, 0]
    assert {tag.name for tag in by_id[roots[1]].tags} == {"all", "t1", "twin 1"}
    assert [len(by_id[root].merged_ids) for root in roots] == [0, 1, 0, 1]
    assert (by_id[alone].identities, by_id[alone].consents, by_id[alone].organisation) == ([], [], None)


@pytest.mark.parametrize("findable", [True, False])
async def test_many_take_as_many_statements_as_a_few(database: Database, people: People, findable: bool) -> None:
    roots = await world(people, 24)
    counts = []
    for ids in (roots[:3], roots):
        async with counted(database) as sent:
            await database.write(lambda tx, ids=ids: _touch(tx, ids, findable))  # type: ignore[misc]
        counts.append(len(sent))
    assert counts[1] <= counts[0] <= 20


async def _touch(tx: Tx, ids: list[UUID], findable: bool) -> None:
    await touch_many(tx, await load(tx, ids), findable=findable)


async def test_each_is_told_of_once_with_its_new_version(database: Database, people: People) -> None:
    roots = await world(people, 3)
    before = [(await people.profile(root)).version for root in roots]
    async with database.read() as session:
        last = await session.scalar(sa.select(sa.func.max(Event.id))) or 0
    await database.write(lambda tx: _touch(tx, roots, False))
    profiles = [await people.profile(root) for root in roots]
    assert [profile.version for profile in profiles] == [version + 1 for version in before]
    async with database.read() as session:
        told = (await session.scalars(sa.select(Event).where(Event.id > last).order_by(Event.id))).all()
    assert [event.data for event in told] == [profile.model_dump(mode="json") for profile in profiles]
    assert [(event.room, event.kind) for event in told] == [
        (f"customer:{root}", events.Kind.CUSTOMER.value) for root in roots
    ]


@pytest.mark.parametrize(
    ("changes", "text"), [({"name": "Zaleucus"}, "zaleucus"), ({"city": "Locri"}, "locri"), ({"stage": "Won"}, None)]
)
async def test_only_what_is_searched_is_indexed_again(
    database: Database, people: People, changes: dict[str, Any], text: str | None
) -> None:
    root = await people.add("Sara", "09121234567")

    async def change(tx: Tx) -> None:
        await change_customer(tx, await get_customer(tx.session, root), changes)

    async with counted(database) as sent:
        await database.write(change)
    assert any("customer_search" in statement for statement in sent) == (text is not None)
    async with database.read() as session:
        found = await session.scalar(sa.select(CustomerSearch.text).where(CustomerSearch.customer_id == root))
        hits = list(await session.scalars(search.customer_ids(database.dialect, text or "sara")))
    assert found is not None
    assert (text or "sara") in found
    assert hits == [root]
