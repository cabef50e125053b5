"""Who may be one: found by what they share, capped, remembered, and gone when merged."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa

from hub.customers import CustomerIdentity, duplicates, duplicates_run, get_customer, link, read_number, see_identity
from hub.customers.duplicates_list import count_pairs, dismiss, find_pairs, pairs_of, present_pairs
from hub.customers.models import DuplicatePair
from hub.db import Database, Tx, new_id
from tests.hub.customers.people import People


class Looking(People):
    """Customers among whom duplicates are looked for."""

    async def look(self) -> list[tuple[set[str], int, list[str]]]:
        """Everybody; returns the open pairs by name, with score and reasons, the likeliest first."""
        await duplicates_run.find_duplicates(self.db)
        return await self.listed()

    async def listed(self, state: str = "open") -> list[tuple[set[str], int, list[str]]]:
        async with self.db.read() as session:
            found = await find_pairs(session, state, None, 50)
            assert await count_pairs(session, state) == len(found)
            return [
                ({pair.a.name, pair.b.name}, pair.score, [reason.code for reason in pair.reasons])
                for pair in await present_pairs(session, found)
            ]

    async def pair_id(self) -> UUID:
        async with self.db.read() as session:
            return (await session.scalars(sa.select(DuplicatePair.id))).one()

    async def share(self, customer: UUID, number: str) -> None:
        async def work(tx: Tx) -> None:
            address = read_number(number)
            assert address
            await link(tx, customer, await see_identity(tx, address))

        await self.db.write(work)


@pytest.fixture
def people(database: Database, monkeypatch: pytest.MonkeyPatch) -> Looking:
    monkeypatch.setattr(duplicates_run, "WINDOW", 3)  # so that a few rows are several windows
    monkeypatch.setattr(duplicates_run, "BATCH", 2)
    monkeypatch.setattr(duplicates_run, "GROUPS", 2)
    return Looking(database)


async def test_those_who_share_an_address_or_a_name_are_found_the_likeliest_first(people: Looking) -> None:
    await people.add("Sara Ahmadi", "09121234567", city="Tehran")
    await people.add("sara  AHMADI", "09121234567", city="tehran")
    await people.add("Omid", "02188881234")
    await people.add("Reza", "02188881234")
    await people.add("علی كاظمی")
    await people.add("علی کاظمی", city="قم")
    await people.add("Maryam", city="Qom")
    await people.add("Maryam", city="Yazd")
    await people.add("Shop", "02188885678")
    await people.add("Shop", "02188885678", kind="organisation")
    expected = [
        ({"Sara Ahmadi", "sara  AHMADI"}, 88, ["phone", "name_city"]),
        ({"Omid", "Reza"}, 65, ["phone"]),
        ({"علی كاظمی", "علی کاظمی"}, 35, ["name"]),
    ]
    assert await people.look() == expected
    assert await people.look() == expected  # twice is once


async def test_switchboards_and_common_names_make_no_pairs(people: Looking) -> None:
    for number in range(duplicates.MOST_SHARING + 1):
        await people.add(f"Colleague {number}", "02188881234")
    for _ in range(duplicates.MOST_NAMESAKES + 1):
        await people.add("Ali Ahmadi", city="Tehran")
    for number in range(duplicates.RARE + 1):
        await people.add("Zahra Karimi", f"0912123456{number}")
    assert await people.look() == []


async def test_a_dismissed_pair_stays_dismissed(people: Looking) -> None:
    for name in ("Omid", "Reza"):
        await people.add(name, "02188881234")
    assert len(await people.look()) == 1
    pair = await people.pair_id()
    await people.db.write(lambda tx: dismiss(tx, pair, new_id()))
    assert await people.look() == []
    assert len(await people.listed("dismissed")) == 1


async def test_merged_ones_leave_the_list_and_what_they_share_is_the_survivors(people: Looking) -> None:
    omid = await people.add("Omid", "02188881234")
    reza = await people.add("Reza", "02188881234")
    await people.add("Nobody", "09121234567")
    await people.look()
    made = await people.merge(omid, reza)
    assert await people.listed() == []
    assert len(await people.listed("merged")) == 1
    await people.share(reza, "09121234567")  # over the merged one's link, the survivor shares it
    assert [names for names, _, _ in await people.look()] == [{"Omid", "Nobody"}]
    await people.undo(made)
    assert {frozenset(names) for names, _, _ in await people.look()} == {
        frozenset({"Omid", "Reza"}), frozenset({"Reza", "Nobody"}),
    }  # fmt: skip


async def test_those_who_share_nothing_any_more_are_forgotten(people: Looking) -> None:
    for name in ("Omid", "Reza"):
        await people.add(name, "02188881234")
    assert len(await people.look()) == 1

    async def end(tx: Tx) -> None:
        await tx.session.execute(sa.update(CustomerIdentity).values(valid_to=tx.now))

    await people.db.write(end)
    assert await people.look() == []


async def test_a_new_customers_page_knows_at_once(people: Looking) -> None:
    other = await people.add("Sara Ahmadi", "09121234567")
    sara = await people.add("Sara Ahmadi", "09121234567", city="Qom")

    async def look(tx: Tx) -> None:
        await duplicates.look_for(tx, await get_customer(tx.session, sara))

    await people.db.write(look)
    async with people.db.read() as session:
        (pair,) = await present_pairs(session, await pairs_of(session, other))
    assert ({pair.a.id, pair.b.id}, [one.code for one in pair.reasons]) == ({sara, other}, ["phone", "name"])

    async def rename(tx: Tx) -> None:
        customer: Any = await get_customer(tx.session, sara)
        customer.rename("Somebody else")
        await tx.session.execute(sa.update(CustomerIdentity).values(valid_to=tx.now))
        await duplicates.look_for(tx, customer)

    await people.db.write(rename)
    async with people.db.read() as session:
        assert await pairs_of(session, other) == []
