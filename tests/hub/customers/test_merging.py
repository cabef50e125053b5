"""Merging customers and undoing it: who stands for whom, whose values show, and what is refused."""

from __future__ import annotations

import asyncio
from uuid import UUID

import pytest
import sqlalchemy as sa

from hub import timeline
from hub.customers import Customer, get_customer, link, members, read_number, see_identity, users_of
from hub.customers.merging import merges_of, preview
from hub.customers.models import CustomerMerge
from hub.customers.store import change_customer
from hub.db import Tx, new_id
from hub.events.models import Event
from hub.web import Invalid, NotFound, Problem
from tests.hub.customers.people import People


async def test_an_old_id_leads_to_the_survivor_who_shows_what_both_have(people: People) -> None:
    sara = await people.add("Sara", "09121234567", city="Tehran", tags=["vip", "slow"], note="hers")
    double = await people.add("S. Ahmadi", "09351234567", stage="lead", tags=["vip"], fields={"size": 4})
    await people.merge(sara, double)
    profile = await people.profile(double)
    assert profile == await people.profile(sara)
    assert (profile.id, profile.name, profile.merged_ids) == (sara, "Sara", [double])
    assert (profile.city, profile.stage, profile.fields) == ("Tehran", "lead", {"size": 4})
    assert {one.value for one in profile.identities} == {"+989121234567", "+989351234567"}
    assert [tag.name for tag in profile.tags] == ["slow", "vip"]


async def test_each_fields_value_is_picked_and_an_undo_gives_back_what_stood_there(people: People) -> None:
    sara = await people.add("Sara", city="Tehran", job_title="Buyer", fields={"size": 1})
    double = await people.add("Sarah", city="Qom", job_title="Seller", fields={"size": 4, "sort": "x"})
    async with people.db.read() as session:
        seen = {one.field: (one.survivor, one.merged, one.suggested) for one in
                (await preview(session, sara, double)).conflicts}  # fmt: skip
    assert seen == {
        "name": ("Sara", "Sarah", "survivor"), "city": ("Tehran", "Qom", "survivor"),
        "job_title": ("Buyer", "Seller", "survivor"), "fields.size": (1, 4, "survivor"),
        "fields.sort": (None, "x", "merged"),
    }  # fmt: skip
    before = await people.profile(sara), await people.profile(double)
    made = await people.merge(sara, double, name="merged", city="merged", **{"fields.size": "merged"})
    profile = await people.profile(sara)
    assert (profile.name, profile.city, profile.job_title) == ("Sarah", "Qom", "Buyer")
    assert profile.fields == {"size": 4, "sort": "x"}

    async def work(tx: Tx) -> None:
        await change_customer(tx, await get_customer(tx.session, sara), {"city": "Yazd"})

    await people.db.write(work)
    assert await people.undo(made) == (sara, double)
    after = await people.profile(sara), await people.profile(double)
    kept = {"version", "city"}
    assert [one.model_dump(exclude=kept) for one in after] == [one.model_dump(exclude=kept) for one in before]
    assert (after[0].city, after[1].city) == ("Yazd", "Qom")  # what somebody wrote since stands


async def test_merges_that_went_through_another_are_undone_in_any_order(people: People) -> None:
    one, two, three = [await people.add(name) for name in ("One", "Two", "Three")]
    first = await people.merge(two, one, name="merged")
    second = await people.merge(three, two, name="merged")
    assert (await people.profile(one)).name == "One"
    assert set((await people.profile(three)).merged_ids) == {one, two}
    assert await people.undo(first) == (three, one)
    assert [(await people.profile(who)).name for who in (one, two, three)] == ["One", "Two", "Two"]
    assert await people.undo(second) == (three, two)
    assert [(await people.profile(who)).name for who in (one, two, three)] == ["One", "Two", "Three"]
    assert [(await people.profile(who)).id for who in (one, two, three)] == [one, two, three]
    async with people.db.read() as session:
        record = (await merges_of(session, three))[0]
    assert (record.survivor.id, record.merged.id, record.undone_at is not None) == (three, two, True)


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
async def test_two_merges_into_one_are_undone_in_any_order(people: People, order: tuple[int, int]) -> None:
    one, two, three = [await people.add(name) for name in ("One", "Two", "Three")]
    made = [await people.merge(three, two, name="merged"), await people.merge(three, one, name="merged")]
    assert (await people.profile(three)).name == "One"
    await people.undo(made[order[0]])
    assert (await people.profile(three)).name == ("One", "Two")[order[0]]
    await people.undo(made[order[1]])
    assert (await people.profile(three)).name == "Three"


async def test_what_cannot_be_merged_is_told_at_the_field(people: People) -> None:
    one, two, three = [await people.add(name) for name in ("One", "Two", "Three")]
    shop = await people.add("Shop", kind="organisation")
    at = ["body.merged_id"]
    assert await people.refusal(one, one) == (409, "self", at)
    assert await people.refusal(one, shop) == (409, "kinds_differ", at)
    assert await people.refusal(one, new_id()) == (422, "invalid", at)
    assert await people.refusal(new_id(), one) == (404, "not_found", [])
    assert await people.refusal(one, two, shoe="merged") == (422, "invalid", ["body.chosen.shoe"])
    made = await people.merge(one, two)
    assert await people.refusal(two, one) == (409, "circle", at)
    assert await people.refusal(one, two) == (409, "merged_already", at)
    assert await people.refusal(three, two) == (409, "merged_already", at)
    await people.merge(two, three)  # an old id leads to who stands for it
    assert (await people.profile(three)).id == one
    await people.undo(made)
    with pytest.raises(Problem, match="undone_already"):
        await people.undo(made)
    with pytest.raises(NotFound):
        await people.undo(new_id())
    async with people.db.read() as session:
        with pytest.raises(Invalid):
            await preview(session, new_id(), one)


@pytest.mark.parametrize("channel", ["call", "email"])
async def test_rows_stay_with_whoever_they_were_written_for(people: People, channel: str) -> None:
    sara = await people.add("Sara", "09121234567")
    double = await people.add("Double", "09351234567")
    made = await people.merge(sara, double)

    async def call(tx: Tx) -> tuple[UUID, UUID]:
        address = read_number("09351234567")
        assert address
        identity = await see_identity(tx, address)
        (caller,) = await users_of(tx.session, identity)
        touch = timeline.Touch(channel, "in", "completed", tx.now, identity_id=identity)
        await timeline.add_interaction(tx, touch, [caller.member_id], "confirmed")
        return caller.id, caller.member_id

    assert await people.db.write(call) == (sara, double)
    await people.undo(made)
    async with people.db.read() as session:
        entry = (await session.scalars(sa.select(timeline.TimelineEntry))).one()
        restored = await session.get(Customer, double)
    assert entry.customer_id == double
    assert restored is not None
    assert restored.last_contact_at == entry.occurred_at


async def test_both_pages_hear_of_it(people: People) -> None:
    sara, double = await people.add("Sara"), await people.add("Double")
    made = await people.merge(sara, double)
    await people.undo(made)
    async with people.db.read() as session:
        found = await session.scalars(sa.select(Event).order_by(Event.id))
        told = [(event.room, event.key, event.version, event.data and event.data["id"]) for event in found]
    assert told == [
        (f"customer:{sara}", str(sara), 2, str(sara)), (f"customer:{double}", str(double), 2, str(sara)),
        (f"customer:{double}", str(double), 3, str(double)), (f"customer:{sara}", str(sara), 3, str(sara)),
    ]  # fmt: skip


async def test_people_of_a_merged_organisation_belong_to_the_survivor(people: People) -> None:
    shop, chain = [await people.add(name, kind="organisation") for name in ("Shop", "Chain")]
    sara = await people.add("Sara", organisation_id=shop)
    made = await people.merge(chain, shop)
    belongs = (await people.profile(sara)).organisation
    assert belongs is not None
    assert (belongs.id, belongs.name) == (chain, "Chain")
    await people.undo(made)
    belongs = (await people.profile(sara)).organisation
    assert belongs is not None
    assert (belongs.id, belongs.name) == (shop, "Shop")


async def test_two_who_merge_at_once_make_no_circle(people: People) -> None:
    names = [await people.add(str(number)) for number in range(4)]
    pairs = [(a, b) for a in names for b in names if a != b]
    outcomes = await asyncio.gather(*(people.merge(a, b) for a, b in pairs), return_exceptions=True)
    assert all(isinstance(outcome, UUID | Problem) for outcome in outcomes), outcomes
    roots = {(await people.profile(who)).id for who in names}
    assert len(roots) == 1
    (root,) = roots
    async with people.db.read() as session:
        assert set(await members(session, root)) == set(names)
        standing = sa.select(sa.func.count()).select_from(CustomerMerge).where(CustomerMerge.undone_at.is_(None))
        assert await session.scalar(standing) == 3


async def test_an_undo_and_a_merge_at_once_leave_the_roots_right(people: People) -> None:
    ids = [await people.add(str(number)) for number in range(6)]
    for turn in range(3):
        made = [await people.merge(ids[1], ids[0]), await people.merge(ids[3], ids[2])]
        work = [
            people.undo(made[0]),
            people.merge(ids[2 + turn], ids[1]),
            people.merge(ids[0], ids[3]),
            people.undo(made[1]),
        ]
        outcomes = await asyncio.gather(*work, return_exceptions=True)
        assert all(isinstance(outcome, UUID | tuple | Problem) for outcome in outcomes), outcomes
        async with people.db.read() as session:
            parents = {row.id: row.merged_into for row in await session.scalars(sa.select(Customer))}
            roots = {row.id: row.root_id for row in await session.scalars(sa.select(Customer))}
            standing = sa.select(CustomerMerge).where(CustomerMerge.undone_at.is_(None))
            records = {row.merged_id: row for row in await session.scalars(standing)}
        assert {one: roots[parent] if (parent := parents[one]) else one for one in ids} == roots
        assert {one: row.survivor_id for one, row in records.items()} == {one: up for one, up in parents.items() if up}
        for record in records.values():
            await people.undo(record.id)


async def test_a_number_of_a_merged_one_is_not_linked_twice(people: People) -> None:
    sara, double = await people.add("Sara"), await people.add("Double", "09351234567")
    await people.merge(sara, double)

    async def work(tx: Tx) -> UUID:
        address = read_number("09351234567")
        assert address
        return await link(tx, sara, await see_identity(tx, address))

    assert await people.db.write(work) == double
    assert len((await people.profile(sara)).identities) == 1
