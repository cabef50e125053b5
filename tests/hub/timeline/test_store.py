"""Interactions on timelines: who holds them, in which order they are read."""

from __future__ import annotations

import subprocess
import sys
from datetime import timedelta
from uuid import UUID

import sqlalchemy as sa

from hub import timeline
from hub.customers import Customer, describe_candidates
from hub.db import Database, Tx, new_id, utc_now

NOW = utc_now()


async def people(db: Database, *names: str) -> list[UUID]:
    async def work(tx: Tx) -> list[UUID]:
        ids = [new_id() for _ in names]
        for key, name in zip(ids, names, strict=True):
            tx.session.add(Customer(id=key, name=name, sort_key="1", search=name, created_at=NOW, updated_at=NOW))
        return ids

    return await db.write(work)


async def add(db: Database, customers: list[UUID], minutes: int = 0, certainty: str = "confirmed") -> UUID:
    touch = timeline.Touch("call", "in", "ringing", NOW + timedelta(minutes=minutes))
    added = await db.write(lambda tx: timeline.add_interaction(tx, touch, customers, certainty))
    return added.id


async def test_the_last_six_of_each_newest_first(database: Database) -> None:
    sara, omid, nobody = await people(database, "Sara", "Omid", "Nobody")
    mine = [await add(database, [sara], minute) for minute in (3, 1, 4, 2, 7, 8)]
    both = await add(database, [sara, omid], 5)
    async with database.read() as session:
        everybody = (await session.scalars(sa.select(Customer).order_by(Customer.name.desc()))).all()
        shown = await describe_candidates(session, everybody, NOW)
    assert {one.id: [item.interaction_id for item in one.recent] for one in shown} == {
        sara: [mine[5], mine[4], both, mine[2], mine[0], mine[3]],
        omid: [both],
        nobody: [],
    }


async def test_holders_are_replaced_exactly(database: Database) -> None:
    sara, omid, reza = await people(database, "Sara", "Omid", "Reza")
    touch = await add(database, [sara, omid], certainty="candidate")

    async def work(tx: Tx) -> tuple[set[UUID], dict[UUID, UUID]]:
        gone = await timeline.set_holders(tx, touch, [omid, reza], NOW, "call", "from", "confirmed")
        return {customer for customer, _ in await timeline.holders(tx.session, touch)}, gone

    holders, gone = await database.write(work)
    assert holders == {omid, reza}
    assert set(gone) == {sara}


async def test_every_change_is_a_new_version(database: Database) -> None:
    (sara,) = await people(database, "Sara")
    touch = await add(database, [sara])
    await database.write(lambda tx: timeline.update_interaction(tx, touch, state="completed"))
    async with database.read() as session:
        row = await session.get(timeline.Interaction, touch)
    assert row is not None
    assert (row.state, row.version) == ("completed", 2)


def test_ids_have_their_type_whatever_is_imported_first() -> None:
    """A statement made while the other area's table is not there yet must read ids as ids."""
    code = "import hub.timeline.store as s; print(type(s._ENTRY.c.customer_id.type).__name__)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "Uuid"
