"""Taking an import back."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from hub.customers import Customer
from hub.db import Tx
from hub.imports.run import IMPORTS
from hub.search.models import CustomerSearch
from hub.timeline import Touch, add_interaction
from tests.hub.imports.conftest import Imports

OLD = "name,phone,city,tags\nSara,09121234567,Tehran,vip\nAli,09121234568,,\n"
NEW = """name,phone,email,city,tags,organisation
Sara M,09121234567,s@example.com,Shiraz,new;vip,Arya
Ali,09121234568,ali@example.com,Yazd,,Arya
Reza,09121234569,,,,Arya
Nima,09121234570,,,,
"""


async def test_what_was_changed_and_made_is_taken_back(importer: Imports) -> None:
    await importer.bring(OLD)
    run = await importer.bring(NEW, policy="update")
    assert (run["created"], run["updated"]) == (2, 2)
    people = await importer.customers()

    async def meanwhile(tx: Tx) -> None:
        """Somebody calls Nima, and moves Ali."""
        await add_interaction(
            tx, Touch("call", "in", "completed", tx.now, facts={}), [people["Nima"]["id"]], "confirmed"
        )
        moved: Any = sa.update(Customer).where(Customer.name == "Ali").values(city="Qom", version=Customer.version + 1)
        await tx.connection.execute(moved)

    await importer.db.write(meanwhile)
    undone = await importer.do(run, "undo", "undone")
    assert undone["undo"] == {"deleted": 2, "kept": 1, "restored": 2}
    people = await importer.customers()
    assert set(people) == {"Sara", "Ali", "Nima"}
    sara, ali = people["Sara"], people["Ali"]
    assert (sara["city"], sara["addresses"], sara["organisation_id"]) == ("Tehran", ["+989121234567"], None)
    assert (ali["city"], ali["addresses"]) == ("Qom", ["+989121234568"])
    assert sara["version"] == 3
    async with importer.db.read() as session:
        assert await session.scalar(sa.select(sa.func.count()).select_from(CustomerSearch)) == 3
        tags = await session.execute(sa.text("SELECT count(*) FROM customer_tag"))
    assert tags.scalar_one() == 1


async def test_those_who_were_changed_by_the_same_file_go_too(importer: Imports) -> None:
    text = "name,phone,city\n" + "".join(f"P{n},0912{n:07d},\n" for n in range(300)) + "P0,09120000000,Qom\n"
    run = await importer.bring(text, policy="merge")
    assert (run["created"], run["updated"]) == (300, 1)
    undone = await importer.do(run, "undo", "undone")
    assert undone["undo"]["deleted"] == 300
    assert not await importer.customers()
    again = await importer.bring(text, policy="merge")
    assert again["created"] == 300


async def test_the_file_is_kept_for_a_month(importer: Imports) -> None:
    run = await importer.bring("name,phone\nSara,123\n")
    at = datetime.fromisoformat(run["finished_at"])
    assert await importer.db.write(lambda tx: IMPORTS.forget_files(tx, at)) == 0
    assert await importer.db.write(lambda tx: IMPORTS.forget_files(tx, at + timedelta(1))) == 1
    assert (await importer.client.get(f"/api/imports/{run['id']}/errors.csv")).status == 410
