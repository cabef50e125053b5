"""Statements compiled once say what SQLAlchemy says, on both stores, inside its transactions."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from hub.customers import Identity
from hub.db import Database, Precompiled, Tx, new_id

WANTED = (
    sa.select(Identity.id, Identity.value, Identity.first_seen_at, sa.func.count().over().label("total"))
    .where(
        Identity.kind == sa.bindparam("kind"), Identity.value.in_(sa.bindparam("values", expanding=True)),
        Identity.namespace != "elsewhere",
    )
    .order_by(Identity.value)
    .limit(3)
)  # fmt: skip
QUERY = Precompiled(WANTED)
RENAME = Precompiled(
    sa.update(Identity)
    .where(Identity.value == sa.bindparam("old"))
    .values(value=sa.bindparam("new"), region=sa.bindparam("where"))
)


async def put(tx: Tx, *values: str) -> None:
    await tx.insert(
        Identity,
        [{"id": new_id(), "kind": "external", "namespace": "test", "value": value, "region": None,
          "first_seen_at": tx.now, "last_seen_at": tx.now} for value in values],
    )  # fmt: skip
    await tx.written()


@pytest.mark.parametrize("values", [[], ["b"], ["a", "b"], ["a", "b", "c", "d", "e"]])
async def test_rows_are_those_of_sqlalchemy(database: Database, values: list[str]) -> None:
    wanted = {"kind": "external", "values": values}

    async def work(tx: Tx) -> None:
        await put(tx, "a", "b", "c", "d")
        expected = (await tx.connection.execute(WANTED, wanted)).all()
        for _ in range(2):  # compiled now, then kept
            found = await QUERY.on(tx.connection, wanted)
            assert [tuple(row) for row in found] == [tuple(row) for row in expected]
            assert [row.value for row in found] == [row.value for row in expected]
        assert [row.id for row in await QUERY.on(tx.session, wanted)] == [row.id for row in expected]

    await database.write(work)


async def test_changes_belong_to_the_transaction(database: Database) -> None:
    async def change(tx: Tx) -> None:
        await put(tx, "a", "b", "c")
        assert list(await RENAME.on(tx.connection, {"old": "a", "new": "x", "where": "IR"})) == []
        await RENAME.many(tx.connection, [{"old": old, "new": old * 2, "where": None} for old in "bc"])

    async def fail(tx: Tx) -> None:
        await RENAME.on(tx.connection, {"old": "x", "new": "lost", "where": None})
        raise KeyError("on purpose")

    await database.write(change)
    with pytest.raises(KeyError):
        await database.write(fail)
    async with database.read() as session:
        found = (await session.execute(sa.select(Identity.value, Identity.region).order_by(Identity.value))).all()
    assert [tuple(row) for row in found] == [("bb", None), ("cc", None), ("x", "IR")]


async def test_what_the_store_refuses_is_told_as_ever(database: Database) -> None:
    async def work(tx: Tx) -> None:
        await put(tx, "a", "b")
        await RENAME.on(tx.connection, {"old": "a", "new": "b", "where": None})

    with pytest.raises(sa.exc.DBAPIError):
        await database.write(work)
    async with database.read() as session:
        assert (await session.scalar(sa.select(sa.func.count(Identity.id)))) == 0


async def test_a_value_that_cannot_be_sent_is_no_store_that_is_away(database: Database) -> None:
    """Else whoever brought it would bring it again and again."""

    async def work(tx: Tx) -> None:
        await put(tx, "a")
        await RENAME.on(tx.connection, {"old": "a", "new": "\ud800", "where": None})

    with pytest.raises((sa.exc.DBAPIError, UnicodeEncodeError)):
        await database.write(work)
    await database.write(lambda tx: put(tx, "b"))
