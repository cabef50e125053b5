"""Statements that go straight to the driver fail as SQLAlchemy's own do, and leave nothing behind on a connection."""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import AsyncIterator
from typing import Any

import pytest
import sqlalchemy as sa

from hub.db import Database, Precompiled, StoreUnavailable, Tx, engines
from hub.db.bulk import insert_many
from hub.db.driver import on_postgresql, run
from tests.hub.db.conftest import Notes, create
from tests.support.postgres import PostgresServer

NOTE = sa.Table("note", sa.MetaData(), sa.Column("id", sa.Integer), sa.Column("text", sa.String))
PUT = Precompiled(sa.insert(NOTE).values(text=sa.bindparam("put")))
LATER = Precompiled(
    sa.insert(NOTE)
    .values(id=sa.bindparam("number"), text=sa.bindparam("put"))
    .execution_options(deferred=True)
)  # fmt: skip
SLEEP = "SELECT pg_sleep(20)"


class Note:
    """As a model names its table."""

    __table__ = NOTE


async def backend(tx: Tx) -> int:
    return int((await run(tx.connection, "SELECT pg_backend_pid()", ()))[0][0])


async def seen_by_others(db: Database) -> list[str]:
    """What is committed, whatever this hub's own connections believe."""
    other = await Database.open(db.url, exclusive=False)
    try:
        return await Notes(other).all()
    finally:
        await other.close()


async def test_cancelled_in_a_statement(postgresql_notes: Notes) -> None:
    db, began = postgresql_notes.database, asyncio.Event()

    async def slow(tx: Tx) -> None:
        await PUT.on(tx.connection, {"put": "lost"})
        began.set()
        await run(tx.connection, SLEEP, ())

    task = asyncio.create_task(db.write(slow))
    await began.wait()
    await asyncio.sleep(0)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    for number in range(3):
        await db.write(postgresql_notes.of(f"kept {number}"))
    assert await seen_by_others(db) == ["kept 0", "kept 1", "kept 2"]


@pytest.mark.parametrize("turns", range(0, 12, 2))
async def test_cancelled_as_it_begins(postgresql_notes: Notes, turns: int) -> None:
    db = postgresql_notes.database

    async def work(tx: Tx) -> None:
        await PUT.on(tx.connection, {"put": "kept"})

    await db.write(work)
    reached = asyncio.Event()

    async def slow(tx: Tx) -> None:
        reached.set()
        await PUT.on(tx.connection, {"put": "lost"})
        await asyncio.sleep(5)

    task = asyncio.create_task(db.write(slow))
    await reached.wait()
    for _ in range(turns):
        await asyncio.sleep(0)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    for _ in range(2):
        await db.write(work)
    assert await seen_by_others(db) == ["kept"] * 3


async def test_a_statement_that_takes_too_long(postgresql_notes: Notes) -> None:
    db = postgresql_notes.database

    async def slow(tx: Tx) -> None:
        await PUT.on(tx.connection, {"put": "lost"})
        opened: Any = await tx.connection.get_raw_connection()
        opened.driver_connection._config = opened.driver_connection._config._replace(command_timeout=0.3)
        await run(tx.connection, SLEEP, ())

    with pytest.raises(StoreUnavailable):
        await db.write(slow)
    await db.write(postgresql_notes.of("kept"))
    assert await postgresql_notes.all() == ["kept"]


async def test_cut_in_the_middle_or_before_the_commit(postgresql_notes: Notes, postgres_server: PostgresServer) -> None:
    db = postgresql_notes.database

    async def cut(tx: Tx) -> None:
        await PUT.on(tx.connection, {"put": "lost"})
        await asyncio.to_thread(postgres_server.execute, f"SELECT pg_terminate_backend({await backend(tx)})")
        await PUT.on(tx.connection, {"put": "lost"})

    with pytest.raises(StoreUnavailable):
        await db.write(cut)

    async def cut2(tx: Tx) -> None:
        await PUT.on(tx.connection, {"put": "lost"})
        await asyncio.to_thread(postgres_server.execute, f"SELECT pg_terminate_backend({await backend(tx)})")

    with pytest.raises(StoreUnavailable):
        await db.write(cut2)
    await db.write(postgresql_notes.of("kept"))
    assert await postgresql_notes.all() == ["kept"]


async def test_a_statement_older_than_the_schema(postgresql_notes: Notes, postgres_server: PostgresServer) -> None:
    db = postgresql_notes.database
    await db.write(postgresql_notes.of("kept"))
    query = Precompiled(sa.select(NOTE.c.text, NOTE.c.id))

    async def read(tx: Tx) -> Any:
        return await query.on(tx.connection, {})

    for _ in range(3):
        await db.write(read)
    name = db.url.rsplit("/", 1)[1]
    await asyncio.to_thread(postgres_server.execute, "ALTER TABLE note ALTER COLUMN id TYPE bigint", name)
    for _ in range(3):
        await db.write(read)


@pytest.mark.parametrize("more", [False, True])
async def test_what_was_put_off_fails_its_own_transaction(notes: Notes, more: bool) -> None:
    """At the next statement, or at the commit."""
    db = notes.database

    async def twice(tx: Tx) -> None:
        for number in (1, 1, 2):
            await LATER.on(tx.connection, {"number": number, "put": "lost"})
        if more:
            await run(tx.connection, "SELECT 1", ())

    with pytest.raises(sa.exc.IntegrityError):
        await db.write(twice)
    await db.write(notes.of("kept"))
    assert await notes.all() == ["kept"]


async def test_what_was_put_off_is_forgotten_by_a_rollback(notes: Notes) -> None:
    db = notes.database

    async def work(tx: Tx) -> None:
        await LATER.on(tx.connection, {"number": 1, "put": "lost"})
        raise LookupError

    with pytest.raises(LookupError):
        await db.write(work)
    await db.write(notes.of("kept"))
    assert await notes.all() == ["kept"]


async def test_copy_fails_as_a_statement_does(postgresql_notes: Notes, postgres_server: PostgresServer) -> None:
    db = postgresql_notes.database

    async def copy(tx: Tx, rows: Any) -> None:
        await on_postgresql(
            tx.connection,
            lambda opened: opened.copy_records_to_table("note", records=rows, columns=("id", "text")),
            "COPY note",
        )

    with pytest.raises(sa.exc.IntegrityError) as caught:
        await db.write(lambda tx: copy(tx, [(1, "a"), (1, "b")]))
    assert "(1)" not in str(caught.value), "what somebody's number is has no place in a log"

    async def cut(tx: Tx) -> None:
        await asyncio.to_thread(postgres_server.execute, f"SELECT pg_terminate_backend({await backend(tx)})")
        await copy(tx, [(1, "a"), (2, "b")])

    with pytest.raises(StoreUnavailable):
        await db.write(cut)
    began = asyncio.Event()

    async def some() -> AsyncIterator[tuple[int, str]]:
        yield (1, "lost")
        began.set()
        await asyncio.Event().wait()

    task, reached = asyncio.create_task(db.write(lambda tx: copy(tx, some()))), asyncio.create_task(began.wait())
    await asyncio.wait({task, reached}, return_when=asyncio.FIRST_COMPLETED)
    assert not task.done(), task
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    await db.write(postgresql_notes.of("kept"))
    assert await seen_by_others(db) == ["kept"]


@pytest.mark.parametrize("directly", [True, False])
async def test_time_out_as_it_begins(postgresql_url: str, directly: bool) -> None:
    if os.environ.get("HUB_TEST_DATABASE_URL"):
        pytest.skip("needs a server of its own")
    db = Database(postgresql_url, *engines.create(postgresql_url, command_timeout=0.5), None)
    notes = await create(db)

    async def put(tx: Tx) -> None:
        await (PUT.on(tx.connection, {"put": "kept"}) if directly else notes.of("kept")(tx))

    await db.write(put)
    stopped = await db.write(backend)
    os.kill(stopped, signal.SIGSTOP)
    try:
        with pytest.raises(StoreUnavailable):
            await db.write(put)
    finally:
        os.kill(stopped, signal.SIGCONT)
    await db.write(put)
    assert await seen_by_others(db) == ["kept"] * 2
    await db.close()


@pytest.mark.parametrize("directly", [True, False])
async def test_left_in_a_transaction_it_is_used_no_more(postgresql_notes: Notes, directly: bool) -> None:
    """As asyncpg may see it after a COPY that failed; what began in it would be lost, or refused for ever."""
    db = postgresql_notes.database

    async def begin(tx: Tx) -> None:
        opened: Any = await tx.connection.get_raw_connection()
        await opened.driver_connection.execute("BEGIN")

    async def put(tx: Tx) -> None:
        await (PUT.on(tx.connection, {"put": "kept"}) if directly else postgresql_notes.of("kept")(tx))

    await db.write(begin)
    await db.write(put)
    assert await seen_by_others(db) == ["kept"]


async def test_copies_that_wait_for_each_other_are_run_again(postgresql_notes: Notes) -> None:
    """As two imports with the same numbers, in other orders, do."""
    db, met, tries = postgresql_notes.database, asyncio.Barrier(2), 0

    async def both(tx: Tx, first: int, then: int) -> None:
        nonlocal tries
        tries += 1
        for number in (first, then):
            known = (await tx.connection.execute(sa.select(NOTE.c.id).where(NOTE.c.id == number))).first()
            if known is None:
                await insert_many(tx, Note, ("id", "text"), [(number, "kept")])
            if number == first and tries <= 2:
                await met.wait()

    async with asyncio.timeout(20):
        await asyncio.gather(db.write(lambda tx: both(tx, 1, 2)), db.write(lambda tx: both(tx, 2, 1)))
    assert tries > 2
    assert await seen_by_others(db) == ["kept"] * 2
