"""Inserts that share a round trip: all there when they are needed, none left of a transaction that failed."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa
from sqlalchemy.dialects import postgresql

from hub.customers import Identity
from hub.db import Database, Tx, new_id, utc_now
from hub.db.prepared import MOST_AT_ONCE
from hub.db.together import MOST, together
from hub.events.models import Event
from hub.timeline import Interaction, Participant

NOW = utc_now()


def item(key: UUID) -> dict[str, Any]:
    return {
        "id": key,
        "channel": "note",
        "direction": "none",
        "state": "done",
        "occurred_at": NOW,
        "facts": {},
        "version": 1,
    }


def party(interaction: UUID, identity: UUID | None = None) -> dict[str, Any]:
    return {"id": new_id(), "interaction_id": interaction, "role": "from", "identity_id": identity}


async def count(db: Database, model: Any) -> int:
    async with db.read() as session:
        return await session.scalar(sa.select(sa.func.count()).select_from(model)) or 0


async def test_rows_point_at_rows_of_the_same_round_trip(database: Database) -> None:
    key = new_id()

    async def work(tx: Tx) -> int:
        await tx.insert(Interaction, [item(key)])
        await tx.insert(Participant, [party(key), party(key)])
        await tx.written()
        return await tx.connection.scalar(sa.select(sa.func.count()).select_from(Participant.__table__)) or 0

    assert await database.write(work) == 2


async def test_the_commit_writes_what_nobody_asked_for(database: Database) -> None:
    await database.write(lambda tx: tx.insert(Interaction, [item(new_id())]))
    assert await count(database, Interaction) == 1


@pytest.mark.parametrize("rows", [1, MOST // 2, MOST + 1])
async def test_many_rows_are_written_too(database: Database, rows: int) -> None:
    keys = [new_id() for _ in range(rows)]

    async def work(tx: Tx) -> None:
        for key in keys:  # in turn, as calls do
            await tx.insert(Interaction, [item(key)])
            await tx.insert(Participant, [party(key)])

    await database.write(work)
    assert (await count(database, Interaction), await count(database, Participant)) == (rows, rows)


async def test_what_is_violated_is_told_and_nothing_is_kept(database: Database) -> None:
    async def work(tx: Tx) -> None:
        await tx.insert(Interaction, [item(new_id())])
        await tx.insert(Participant, [party(new_id())])  # of an interaction that there is not

    with pytest.raises(sa.exc.IntegrityError):
        await database.write(work)
    assert await count(database, Interaction) == 0
    await database.write(lambda tx: tx.insert(Interaction, [item(new_id())]))  # the connection is as good as new
    assert await count(database, Interaction) == 1


async def test_a_transaction_that_fails_leaves_nothing_put_off_to_the_next(database: Database) -> None:
    async def broken(tx: Tx) -> None:
        await tx.insert(Interaction, [item(new_id())])
        raise ValueError("no")

    with pytest.raises(ValueError, match="no"):
        await database.write(broken)
    await database.write(lambda tx: tx.connection.execute(sa.select(Identity.id)))
    assert await count(database, Interaction) == 0


@pytest.mark.parametrize("rows", [1, 5, MOST_AT_ONCE + 5, MOST + 5])
async def test_ids_are_those_of_their_rows(database: Database, rows: int) -> None:
    events = [{"room": "r", "kind": "call", "key": str(n), "version": 1, "data": None, "created_at": NOW}
              for n in range(rows)]  # fmt: skip

    async def work(tx: Tx) -> list[int] | None:
        await tx.insert(Interaction, [item(new_id())])
        return await tx.insert_with_ids(Event, events, xid=sa.literal_column("0"))

    ids = await database.write(work)
    if rows > (MOST if database.dialect == "postgresql" else MOST_AT_ONCE):
        assert ids is None
        assert await count(database, Event) == 0
    else:
        assert ids is not None
        async with database.read() as session:
            kept = {row.id: row.key for row in await session.execute(sa.select(Event.id, Event.key))}
        assert [kept[number] for number in ids] == [str(n) for n in range(rows)]
    assert await count(database, Interaction) == 1


def test_a_statement_is_made_once_however_many_rows_come_in_whatever_order() -> None:
    dialect = postgresql.asyncpg.dialect()
    items, parties = [item(new_id()), item(new_id())], [party(new_id()), party(new_id())]
    few = together([(Interaction, items[:1]), (Participant, parties[:1])], dialect)
    many = together([(Participant, parties), (Interaction, items)], dialect)
    assert few is not None
    assert many is not None
    assert few[0] is many[0]
    assert [len(values) for values in many[1]] == [2] * 11


async def test_what_is_too_long_is_refused_not_cut(database: Database) -> None:
    if database.dialect == "sqlite":  # it keeps what it is given
        return
    with pytest.raises(sa.exc.DBAPIError, match="too long"):
        await database.write(lambda tx: tx.insert(Interaction, [item(new_id()) | {"channel": "x" * 999}]))
