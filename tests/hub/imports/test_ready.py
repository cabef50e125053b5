"""Rows that another process made ready are stored just as those that the hub makes itself."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa

from hub.customers import Customer, CustomerTag, CustomField, Identity, Tag
from hub.customers import CustomerIdentity as Link
from hub.db import Database, Tx, utc_now
from hub.imports import making, reading
from hub.imports.models import ImportRow
from hub.search.models import CustomerSearch
from tests.hub.imports.conftest import Imports

FILE = (
    "name,phone,email,organisation,city,note,tags,Level\n"
    'Sara,09121234567,s@example.com,آریا,تهران,"back\\slash\ttab, ""quoted""\nand a line",vip; new,Gold\n'
    "مریم\u200cالسادات 🙂,+49 30 901820,m@example.com,آریا,,\\N,,\n"
    "Ali,0912 123 4568; 09121234569,,,Yazd,,,\n"
    "Twin,09121234567,t@example.com,,,,,\n"
    "Nobody,,,,,,new,\n"
    "Bad,12,bad@example.com,,,,,\n"
    "Zero,9121234570,z@example.com,,,,,\n"
    "\\.,09121234571,\\t@example.com,,,,,gold\n"
)
FILLED = ["kind", "name", "sort_key", "search", "city", "note", "owner_id", "fields", "stage", "version"]


@pytest.fixture
async def level(database: Database) -> None:
    async def work(tx: Tx) -> None:
        tx.session.add(CustomField(key="level", label="Level", kind="choice", options=["Gold"], created_at=utc_now()))

    await database.write(work)


async def stored(db: Database, run: str) -> list[list[tuple[Any, ...]]]:
    """All that an import writes, but for ids and times."""
    person, firm = Customer.__table__, Customer.__table__.alias()
    columns = [person.c[name] for name in FILLED]
    queries = [
        sa.select(*columns, firm.c.name, person.c.id == person.c.root_id, person.c.created_at == person.c.updated_at)
        .outerjoin(firm, firm.c.id == person.c.organisation_id).where(person.c.import_id.is_not(None)),
        sa.select(Customer.name, Identity.kind, Identity.namespace, Identity.value, Identity.region,
                  Link.label, Link.verified, Link.primary, Link.valid_to)
        .join(Link, Link.customer_id == Customer.id).join(Identity),
        sa.select(Customer.name, Tag.name).join(CustomerTag, CustomerTag.customer_id == Customer.id).join(Tag),
        sa.select(Customer.name, ImportRow.number, ImportRow.state, ImportRow.problems)
        .outerjoin(Customer, Customer.id == ImportRow.customer_id).where(ImportRow.import_id == UUID(run)),
        sa.select(CustomerSearch.text, CustomerSearch.grams),
    ]  # fmt: skip
    async with db.read() as session:
        found = [[tuple(row) for row in await session.execute(query)] for query in queries]
    found[-1] = [(text, sorted(grams or ())) for text, grams in found[-1]]
    return [sorted(rows, key=repr) for rows in found]


async def test_they_are_stored_as_the_hub_would(
    importer: Imports, level: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[str] = []
    take = making.Maker._take

    def noted(self: Any, ready: Any, wanted: Any) -> Any:
        made.append(wanted.values["name"])
        return take(self, ready, wanted)

    monkeypatch.setattr(making.Maker, "_take", noted)
    monkeypatch.setattr(reading, "MANY", 0)
    run = await importer.bring(FILE, policy="update")
    first = await stored(importer.db, run["id"])
    assert made == ["مریم\u200cالسادات 🙂", "Ali", "Nobody", "Zero", "\\."]  # Sara and the twin share a number
    await importer.do(run, "undo", "undone")
    assert not (await stored(importer.db, run["id"]))[0]
    monkeypatch.setattr(reading, "MANY", 10**9)
    made.clear()
    again = await importer.bring(FILE, policy="update")
    assert not made
    counts = ("created", "updated", "skipped", "failed", "warned", "done")
    assert [run[name] for name in counts] == [again[name] for name in counts]
    assert await stored(importer.db, again["id"]) == first
