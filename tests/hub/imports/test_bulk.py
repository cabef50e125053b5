"""Actions on many customers: all that were chosen, once each, in steps that can be stopped."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID, uuid4

import pytest
import sqlalchemy as sa

from hub import events
from hub.customers import Customer, CustomerTag, Tag, add_customer
from hub.customers.schemas import NewCustomer, NewIdentity
from hub.db import Database, Tx, new_id
from hub.events.models import Event
from hub.imports import bulk, bulk_runs
from hub.imports.models import BulkRun
from hub.imports.schemas_bulk import MOST_IDS, MOST_TAGS, NewBulkRun
from hub.text import fold, sort_key
from hub.web import Conflict, Invalid, NotFound, Principal
from tests.hub.imports.runs import USER, run_of


async def add(db: Database, count: int, **values: Any) -> list[UUID]:
    """So many customers, in the order of their ids."""

    async def work(tx: Tx) -> list[UUID]:
        made = [
            Customer(id=new_id(), name=(name := f"c{index:03}"), sort_key=sort_key(name), search=fold(name),
                     created_at=tx.now, updated_at=tx.now, **values)
            for index in range(count)
        ]  # fmt: skip
        tx.session.add_all(made)
        await tx.session.flush()
        return [one.id for one in made]

    return await db.write(work)


async def begin(db: Database, action: str, selection: dict[str, Any], user: Principal = USER, **options: Any) -> UUID:
    """Ask for it; returns the run."""
    wanted = NewBulkRun.model_validate({"action": action, "selection": selection, "options": options})

    async def work(tx: Tx) -> UUID:
        return (await bulk_runs.begin(tx, user, wanted)).id

    return await db.write(work)


async def tagged(db: Database) -> dict[UUID, set[str]]:
    """Everybody's tags."""
    query = sa.select(CustomerTag.customer_id, Tag.name).join(Tag, Tag.id == CustomerTag.tag_id)
    found: dict[UUID, set[str]] = {}
    async with db.read() as session:
        for customer, name in await session.execute(query):
            found.setdefault(customer, set()).add(name)
    return found


async def versions(db: Database, ids: Sequence[UUID]) -> list[int]:
    """The versions of these customers."""
    async with db.read() as session:
        return [(await session.get_one(Customer, one)).version for one in ids]


async def told(db: Database, kind: events.Kind) -> list[dict[str, Any]]:
    """What was pushed of this kind, in order."""
    async with db.read() as session:
        rows = await session.scalars(sa.select(Event).where(Event.kind == kind.value).order_by(Event.id))
        return [event.data or {} for event in rows]


async def test_all_that_a_filter_finds_are_tagged_and_told_of_once(database: Database) -> None:
    chosen = await add(database, 45, city="Leeds")
    others = await add(database, 5, city="York")
    filter_ = {
        "all": [{"field": "city", "op": "is", "value": "leeds"}, {"field": "tags", "op": "not_in", "value": ["VIP"]}]
    }
    run = await begin(database, "tag", {"filter": filter_}, tags=["VIP", "vip", "Late"])
    await bulk.Worker(database, run).work()
    done = await run_of(database, run)
    assert (done.state, done.total, done.done, done.failed, done.error) == ("done", 45, 45, 0, None)
    assert await tagged(database) == {one: {"VIP", "Late"} for one in chosen}
    assert await versions(database, chosen + others) == [2] * 45 + [1] * 5
    assert {one["id"] for one in await told(database, events.Kind.CUSTOMER)} == set(map(str, chosen))
    assert len(await told(database, events.Kind.CUSTOMER)) == 45
    states = [(one["state"], one["done"]) for one in await told(database, events.Kind.BULK)]
    assert states[0] == ("running", 0)
    assert states[-1] == ("done", 45)


async def test_two_workers_at_once_do_nothing_twice(database: Database) -> None:
    ids = await add(database, 60)
    run = await begin(database, "tag", {"kind": "person"}, tags=["a"])
    await asyncio.gather(*(bulk.Worker(database, run).work() for _ in range(3)))
    await bulk.Worker(database, run).work()
    done = await run_of(database, run)
    assert (done.state, done.done) == ("done", 60)
    assert await versions(database, ids) == [2] * 60


async def test_a_turn_that_ends_leaves_the_rest_to_the_next(database: Database) -> None:
    await add(database, 3)
    run = await begin(database, "tag", {}, tags=["a"])
    await bulk.Worker(database, run).work(seconds=0)
    assert (await run_of(database, run)).state == "running"
    await bulk.Worker(database, run).work()
    assert ((await run_of(database, run)).state, (await run_of(database, run)).done) == ("done", 3)


async def test_tags_are_taken_off_the_merged_ones_too(database: Database) -> None:
    (root, bystander) = await add(database, 2)
    (twin,) = await add(database, 1, merged_into=root, root_id=root)
    for one in (root, bystander):
        await bulk.Worker(database, await begin(database, "tag", {"ids": [str(one)]}, tags=["a", "b"])).work()

    async def move(tx: Tx) -> None:
        await tx.session.execute(sa.update(CustomerTag).where(CustomerTag.customer_id == root).values(customer_id=twin))

    await database.write(move)
    run = await begin(database, "untag", {"ids": [str(twin), str(root)]}, tags=["A"])
    assert (await run_of(database, run)).total == 1
    await bulk.Worker(database, run).work()
    assert await tagged(database) == {twin: {"b"}, bystander: {"a", "b"}}
    assert await versions(database, [root, bystander]) == [3, 2]


async def test_an_owner_is_given_and_taken(database: Database, people: dict[str, Any]) -> None:
    ids = await add(database, 3)
    owner = people["agent"].id
    await bulk.Worker(database, await begin(database, "owner", {"ids": [str(ids[0])]}, owner_id=str(owner))).work()
    mine = {"owner_id": str(owner)}
    await bulk.Worker(database, await begin(database, "owner", mine, owner_id=None)).work()
    async with database.read() as session:
        assert set(await session.scalars(sa.select(Customer.owner_id))) == {None}
    assert await versions(database, ids) == [3, 1, 1]


@pytest.mark.parametrize("action", ["tag", "untag", "owner"])
async def test_a_larger_step_takes_no_more_statements(database: Database, people: dict[str, Any], action: str) -> None:
    ids = await add(database, 32)
    if action != "owner":
        for start in range(3):  # so that they lack different ones
            some = {"ids": [str(one) for one in ids[start::3]]}
            await bulk.Worker(database, await begin(database, "tag", some, tags=[f"t{start}", "u"])).work()
    options = {"owner_id": str(people["agent"].id)} if action == "owner" else {"tags": ["t0", "t1", "t2"]}
    run = await begin(database, action, {}, **options)
    kept, sent = await run_of(database, run), []

    def note(*event: Any) -> None:
        sent.append(event[2])

    counts = []
    for some in (ids[:4], ids[4:]):
        sent.clear()
        sa.event.listen(database.writer.sync_engine, "before_cursor_execute", note)
        await database.write(lambda tx, some=some: bulk.act(tx, kept, some))  # type: ignore[misc]
        sa.event.remove(database.writer.sync_engine, "before_cursor_execute", note)
        counts.append(len(sent))
    assert counts[1] <= counts[0] <= 20
    assert await versions(database, ids) == [2 if action == "owner" else 3] * 32


@pytest.mark.parametrize(("region", "tagged_ones"), [("IR", 1), (None, 0)])
async def test_all_that_a_list_finds_by_a_number_are_those_chosen(
    database: Database, region: str | None, tagged_ones: int
) -> None:
    wanted = NewBulkRun.model_validate({"action": "tag", "selection": {"q": "021"}, "options": {"tags": ["a"]}})

    async def work(tx: Tx) -> UUID:
        new = NewCustomer(name="Office", identities=[NewIdentity(kind="phone", value="02188770000")])
        await add_customer(tx, new, "IR", None)
        return (await bulk_runs.begin(tx, USER, wanted, region)).id

    await bulk.Worker(database, await database.write(work)).work()
    assert len(await tagged(database)) == tagged_ones


async def test_nobody_gets_more_than_fifty_tags(database: Database) -> None:
    full, free = await add(database, 2)
    for start in range(0, 50, 20):
        names = [f"t{number}" for number in range(start, min(50, start + 20))]
        await bulk.Worker(database, await begin(database, "tag", {"ids": [str(full)]}, tags=names)).work()
    run = await begin(database, "tag", {"ids": [str(full), str(free)]}, tags=["one more"])
    await bulk.Worker(database, run).work()
    done = await run_of(database, run)
    assert (done.state, done.done, done.failed) == ("done", 2, 1)
    assert "50 tags" in str(done.error)
    assert len((await tagged(database))[full]) == bulk.MOST_ON_ONE
    assert (await tagged(database))[free] == {"one more"}


async def test_a_cancelled_action_goes_no_further(database: Database) -> None:
    ids = await add(database, 30)
    run = await begin(database, "tag", {"ids": [str(one) for one in ids]}, tags=["a"])
    worker = bulk.Worker(database, run)
    assert await database.write(lambda tx: worker._step(tx, sorted(ids)[:10]))

    async def cancel(tx: Tx) -> None:
        found = await bulk_runs.lock_run(tx, run)
        assert found
        await bulk_runs.end(tx, found, "cancelled")

    await database.write(cancel)
    assert not await database.write(lambda tx: worker._step(tx, sorted(ids)[10:20]))
    await worker.work()
    assert (await run_of(database, run)).state == "cancelled"
    assert sorted(await tagged(database)) == sorted(ids)[:10]


ID = "01900000-0000-7000-8000-000000000000"
REFUSED: list[tuple[str, dict[str, Any], dict[str, Any], str, str]] = [
    ("tag", {}, {"tags": [f"t{number}" for number in range(10_000)]}, "body.options.tags", "too_many"),
    ("tag", {}, {"tags": [f"t{number}" for number in range(MOST_TAGS + 1)]}, "body.options.tags", "too_many"),
    ("tag", {}, {}, "body.options.tags", "missing"),
    ("tag", {}, {"tags": ["\u200c"]}, "body.options.tags.0", "empty"),
    ("untag", {}, {"tags": ["nobody's"]}, "body.options.tags.0", "not_found"),
    ("owner", {}, {}, "body.options.owner_id", "missing"),
    ("owner", {}, {"owner_id": ID}, "body.options.owner_id", "not_found"),
    ("owner", {"ids": [ID]}, {"owner_id": None}, "body.selection.ids", "not_found"),
    ("owner", {"ids": []}, {"owner_id": None}, "body.selection.ids", "missing"),
    ("owner", {"ids": [ID] * (MOST_IDS + 1)}, {"owner_id": None}, "body.selection.ids", "too_many"),
    ("owner", {"ids": [ID], "q": "x"}, {"owner_id": None}, "body.selection.ids", "both"),
    ("owner", {"filter": {"all": [{"field": "x"}]}}, {"owner_id": None}, "body.selection.filter.all.0.field",
     "unknown_field"),
    ("export", {}, {"columns": []}, "body.options.columns", "columns"),
    ("export", {}, {"columns": ["name", "fields.salary"]}, "body.options.columns.1", "unknown_column"),
]  # fmt: skip


async def test_what_cannot_be_done_is_told_at_its_field_and_nothing_is_kept(database: Database) -> None:
    for action, selection, options, field, code in REFUSED:
        with pytest.raises(Invalid) as refused:
            await begin(database, action, selection, **options)
        assert (refused.value.errors[0].field, refused.value.errors[0].code) == (field, code)
    async with database.read() as session:
        for table in (BulkRun, Tag):
            assert await session.scalar(sa.select(sa.func.count()).select_from(table)) == 0


async def test_few_at_once_and_only_ones_own(database: Database) -> None:
    runs = [await begin(database, "tag", {}, tags=["a"]) for _ in range(bulk_runs.MOST_AT_ONCE)]
    with pytest.raises(Conflict):
        await begin(database, "tag", {}, tags=["a"])
    other = replace(USER, id=uuid4())
    await begin(database, "tag", {}, other, tags=["a"])
    async with database.read() as session:
        assert (await bulk_runs.get_run(session, USER.id, runs[0])).id == runs[0]
        with pytest.raises(NotFound):
            await bulk_runs.get_run(session, other.id, runs[0])
