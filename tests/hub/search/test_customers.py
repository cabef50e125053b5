"""Finding customers: any part, however typed, the best first, and never stale."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
import sqlalchemy as sa

from hub import search
from hub.customers import Customer, CustomerIdentity
from hub.customers.merging import merge, undo
from hub.customers.models import CustomerMerge
from hub.db import Database, Tx, new_id
from hub.search import pending
from hub.search.models import CustomerSearch, SearchPending
from hub.text import fold, sort_key
from tests.hub.search.conftest import Shelf

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
MOBILE, LAND = "09121234567", "+982188880912"


FOUND = (
    "کاظ", "اظم", "كاظمي", "علی کاظمی", "کاظمی علی", "ظمی عل", "عل", "ع", "علی ک", "کاظمی تهران", "کاظمی 0912",
    "0912", "۰۹۱۲", "٠٩١٢", "9121234567", "09121234567", "۰۹۱۲۱۲۳۴۵۶۷", "+989121234567", "00989121234567",
    "989121", "0098912", "0912 123 4567", "0912-123-4567", "(0912) 123.4567", "234567", "4567", "021", "02188",
    "(021) 8888 0912", "+98 21 8888 0912", "88880912", "kazemi", "ali.kaz", "KAZEMI@Example.org", "example.org",
    "پیوند", "شرکت پی", "تهر",
    )  # fmt: skip
NOT_FOUND = (
    "مینا",
    "علیک",
    "0913",
    "+97",
    "ali kazemi",
    "%",
    "_",
    "ka_emi",
    "",
    " ",
    "\u200c",
    "ی",
    "ظم ی",
    '"',
    "*",
    "٪",
)


async def test_any_part_of_anything_finds(shelf: Shelf) -> None:
    await shelf.customer("Somebody Else", "09351111111", "other@elsewhere.net", city="Berlin")
    company = await shelf.customer("شرکت پیوند", kind="organisation")
    wanted = await shelf.customer(
        "علي كاظمي", MOBILE, LAND, "ali.kazemi@example.org", organisation_id=company, city="تهران"
    )
    found = {text: await shelf.found(text) for text in FOUND}
    assert [text for text, ids in found.items() if wanted not in ids or len(ids) > 2] == []


async def test_and_nothing_else_does(shelf: Shelf) -> None:
    await shelf.customer("علی کاظمی", MOBILE, "kazemi@example.org")
    assert [text for text in NOT_FOUND if await shelf.found(text)] == []


@pytest.mark.parametrize(
    ("text", "kind"),
    [("green", "name"), ("acme", "organisation"), ("leeds", "city"), ("0912123", "address"), ("g@x", "address")],
)
async def test_where_it_was_found_is_told(shelf: Shelf, text: str, kind: str) -> None:
    company = await shelf.customer("ACME", kind="organisation", city="London")
    person = await shelf.customer("Ann Green", MOBILE, "g@x.org", organisation_id=company, city="Leeds")
    assert [one.field for one in await shelf.hits(text) if one.customer_id == person] == [kind]


async def test_the_best_come_first(shelf: Shelf) -> None:
    anywhere = await shelf.customer("Natalie")
    word = await shelf.customer("Bob Alister")
    begins = await shelf.customer("Ali Green")
    assert await shelf.found("ali") == [begins, word, anywhere]
    again = await shelf.customer("Ali Brown", last_contact_at=NOON)
    assert (await shelf.found("ali"))[:2] == [again, begins]
    await shelf.heard(begins, NOON + timedelta(hours=1))
    assert (await shelf.found("ali"))[:2] == [begins, again]
    named = await shelf.customer("ali@example.org shop", last_contact_at=NOON)
    exact = await shelf.customer("Zoë", "ali@example.org")
    assert await shelf.found("ali@example.org") == [exact, named]


@pytest.mark.parametrize("text", ["09121234567", "+98 912 123 4567", "۹۱۲۱۲۳۴۵۶۷"])
async def test_a_whole_number_comes_before_others_that_contain_it(shelf: Shelf, text: str) -> None:
    long = await shelf.customer("Long", "+49912123456701", last_contact_at=NOON)
    mine = await shelf.customer("Mine", MOBILE)
    del long
    assert (await shelf.found(text))[0] == mine


async def put_many(db: Database, names: Iterable[str], heard: datetime | None = None) -> list[UUID]:
    """Customers who are indexed by the job."""
    ids: list[UUID] = []

    async def work(tx: Tx) -> None:
        rows = [{"id": new_id(), "kind": "person", "name": name, "sort_key": sort_key(name), "search": fold(name),
                 "fields": {}, "created_at": NOON, "updated_at": NOON, "version": 1, "last_contact_at": heard}
                for name in names]  # fmt: skip
        await tx.connection.execute(sa.insert(Customer.__table__), [row | {"root_id": row["id"]} for row in rows])
        ids.extend(row["id"] for row in rows)
        await search.index_customers(tx, ids)

    await db.write(work)
    return ids


async def test_of_a_common_part_the_latest_and_those_who_begin_so_are_found(
    shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, most in (("MOST", 130), ("HEARD", 20), ("MADE", 5)):
        monkeypatch.setattr(f"hub.search.customers.{name}", most)
    begins = await shelf.customer("Alinson", created_at=NOON - timedelta(days=1))
    await put_many(shelf.db, [f"Bob Alinson {index}" for index in range(120)], NOON - timedelta(days=2))
    await search.index_pending(shelf.db)
    latest = await shelf.customer("Bob Alinson", last_contact_at=NOON, created_at=NOON - timedelta(days=3))
    assert (await shelf.found("alinson", 8))[:2] == [begins, latest]
    assert len(await shelf.found("alinson", 8)) == 8


async def test_many_at_once_are_indexed_by_the_job(shelf: Shelf) -> None:
    ids = await put_many(shelf.db, [f"Person {index}" for index in range(pending.AT_ONCE + 1)])
    assert await shelf.found("person") == []
    assert await search.index_pending(shelf.db) == len(ids)
    assert set(await shelf.found("person", 200)) == set(ids)
    assert await search.index_pending(shelf.db) == 0


async def change(db: Database, customer: UUID, **values: object) -> None:
    async def work(tx: Tx) -> None:
        await tx.connection.execute(sa.update(Customer).where(Customer.id == customer).values(**values))
        await search.index_customers(tx, [customer])

    await db.write(work)


async def test_what_changes_is_found_as_it_is_now(shelf: Shelf) -> None:
    person = await shelf.customer("Old Name", MOBILE)
    await change(shelf.db, person, name="New Name", city="Leeds")
    assert await shelf.found("old") == []
    assert await shelf.found("new") == await shelf.found("leeds") == [person]

    async def unlink(tx: Tx) -> None:
        await tx.connection.execute(sa.update(CustomerIdentity).values(valid_to=NOON))
        await search.index_customers(tx, [person])

    await shelf.write(unlink)
    assert await shelf.found(MOBILE) == []


async def test_people_are_found_by_their_organisations_new_name(shelf: Shelf) -> None:
    company = await shelf.customer("Old Works", kind="organisation")
    person = await shelf.customer("Ann", organisation_id=company)
    assert set(await shelf.found("old works")) == {company, person}
    await change(shelf.db, company, name="New Works")
    await search.index_pending(shelf.db)
    assert await shelf.found("old works") == []
    assert await shelf.found("new works") == [company, person]


async def test_a_merged_set_is_found_under_its_root_and_apart_again_when_that_is_undone(shelf: Shelf) -> None:
    one, other = await shelf.customer("Ann Green", MOBILE), await shelf.customer("Annie Brown", LAND)
    user = new_id()
    await shelf.write(lambda tx: merge(tx, one, other, {}, user))
    assert await shelf.found("88880912") == await shelf.found("0912123") == [one]
    assert await shelf.found("annie") == []
    async with shelf.db.read() as session:
        (merge_id,) = await session.scalars(sa.select(CustomerMerge.id))
    await shelf.write(lambda tx: undo(tx, merge_id, user))
    assert await shelf.found("88880912") == await shelf.found("annie") == [other]
    assert await shelf.found("0912123") == [one]


async def test_a_merged_organisations_people_belong_to_the_other(shelf: Shelf) -> None:
    one = await shelf.customer("North Works", kind="organisation")
    other = await shelf.customer("South Works", kind="organisation")
    person = await shelf.customer("Ann", organisation_id=other)
    await shelf.write(lambda tx: merge(tx, one, other, {}, new_id()))
    await search.index_pending(shelf.db)
    assert await shelf.found("south") == []
    assert await shelf.found("north") == [one, person]


async def test_who_is_deleted_is_forgotten(shelf: Shelf) -> None:
    person = await shelf.customer("Ann Green")

    async def work(tx: Tx) -> None:
        await tx.connection.execute(sa.delete(Customer))
        await search.index_customers(tx, [person])

    await shelf.write(work)
    async with shelf.db.read() as session:
        assert (await session.execute(sa.select(CustomerSearch.id))).all() == []


async def test_a_transaction_that_fails_leaves_the_index_as_it_was(shelf: Shelf) -> None:
    async def work(tx: Tx) -> None:
        tx.session.add(Customer(name="Ghost", sort_key="1", search="ghost", created_at=NOON, updated_at=NOON))
        await tx.session.flush()
        await search.index_customers(tx, list(await tx.session.scalars(sa.select(Customer.id))))
        raise RuntimeError("no")

    with pytest.raises(RuntimeError, match="no"):
        await shelf.write(work)
    assert await shelf.found("ghost") == []


async def test_everything_can_be_indexed_anew(shelf: Shelf) -> None:
    person, note = await shelf.customer("Ann Green"), await shelf.message("a blue bicycle")

    async def lose(tx: Tx) -> None:
        for table in ("customer_search", "message_search"):
            await tx.connection.execute(sa.text(f"DELETE FROM {table}"))

    await shelf.write(lose)
    assert await shelf.found("ann") == await shelf.messages("bicycle") == []
    await shelf.write(search.index_all)
    assert (await shelf.found("ann"), await shelf.messages("bicycle")) == ([person], [note])
    async with shelf.db.read() as session:
        assert (await session.execute(sa.select(SearchPending))).all() == []
