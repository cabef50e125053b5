"""Transactions are kept whole or not at all, and what follows a commit follows only a commit."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from hub.db import Database, StoreUnavailable, Tx, UTCDateTime, new_id
from hub.db.clock import StoreNow
from hub.db.engines import normalise
from tests.hub.db.conftest import Notes


async def test_keeps_what_was_written_and_returns_the_result(notes: Notes) -> None:
    async def work(tx: Tx) -> str:
        await notes.of("پیوند")(tx)
        return "done"

    assert await notes.database.write(work) == "done"
    assert await notes.all() == ["پیوند"]


async def test_keeps_nothing_of_a_transaction_that_fails(notes: Notes) -> None:
    told: list[str] = []

    async def work(tx: Tx) -> None:
        tx.after_commit(lambda: told.append("never"))
        await notes.of("half")(tx)
        raise LookupError("a bug")

    notes.database.listeners.append(lambda _: told.append("never"))
    with pytest.raises(LookupError, match="a bug"):
        await notes.database.write(work)
    assert await notes.all() == []
    assert told == []
    notes.database.listeners.clear()
    await notes.database.write(notes.of("next"))
    assert await notes.all() == ["next"]


async def test_what_follows_a_commit_sees_it_and_cannot_undo_it(notes: Notes) -> None:
    seen: list[list[str]] = []
    heard: list[set[str]] = []
    tasks: list[asyncio.Task[None]] = []

    async def look() -> None:
        seen.append(await notes.all())

    def fail() -> None:
        raise RuntimeError("a bug in what follows")

    async def work(tx: Tx) -> None:
        await notes.of("kept")(tx)
        tx.wakes.add("default")
        tx.after_commit(fail)
        tx.after_commit(lambda: tasks.append(asyncio.create_task(look())))

    notes.database.listeners.extend([lambda _: fail(), lambda tx: heard.append(tx.wakes)])
    await notes.database.write(work)
    await asyncio.gather(*tasks)
    assert seen == [["kept"]]
    assert heard == [{"default"}]


async def test_a_reader_sees_one_state_and_cannot_write(notes: Notes) -> None:
    count = sa.text("SELECT count(*) FROM note")
    async with notes.database.read() as session:
        assert await session.scalar(count) == 0
        await notes.database.write(notes.of("meanwhile"))
        assert await session.scalar(count) == 0
    assert await notes.all() == ["meanwhile"]


async def test_sqlite_readers_are_read_only(sqlite_notes: Notes) -> None:
    with pytest.raises(StoreUnavailable, match="readonly"):
        async with sqlite_notes.database.read() as session:
            await session.execute(sa.text("INSERT INTO note (text) VALUES ('x')"))
    assert await sqlite_notes.all() == []


async def test_a_programming_error_is_not_taken_for_a_store_that_is_away(notes: Notes) -> None:
    with pytest.raises(sa.exc.DBAPIError):
        await notes.database.write(lambda tx: tx.session.execute(sa.text("SELECT nonsense")))
    with pytest.raises(sa.exc.DBAPIError):
        async with notes.database.read() as session:
            await session.execute(sa.text("SELECT nonsense"))


async def test_a_deadlock_is_run_again(postgresql_notes: Notes) -> None:
    notes, runs, met = postgresql_notes, [], asyncio.Barrier(2)
    for text in ("a", "b"):
        await notes.database.write(notes.of(text))

    def crossing(first: str, second: str) -> Any:
        async def work(tx: Tx) -> None:
            runs.append(first)
            change = sa.text("UPDATE note SET text = text || '!' WHERE text LIKE :text")
            await tx.session.execute(change, {"text": f"{first}%"})
            if len(runs) <= 2:
                await met.wait()
            await tx.session.execute(change, {"text": f"{second}%"})

        return work

    await asyncio.gather(notes.database.write(crossing("a", "b")), notes.database.write(crossing("b", "a")))
    assert sorted(await notes.all()) == ["a!!", "b!!"]
    assert len(runs) >= 3, "who was told to give way ran again; it may meet the other once more"


async def test_a_wrong_password_or_port_is_a_store_that_is_away() -> None:
    with pytest.raises(StoreUnavailable):
        await Database.open("postgresql://hub@127.0.0.1:1/hub")


async def test_a_folder_that_cannot_be_written_is_told_in_one_line(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(StoreUnavailable) as caught:
        await Database.open(f"sqlite:///{tmp_path}/file/hub.db")
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("given", "made"),
    [
        ("sqlite:///var/hub.db", "sqlite+aiosqlite:///var/hub.db"),
        ("postgresql://u:p@h/d", "postgresql+asyncpg://u:p@h/d"),
        ("postgres://u:p@h/d?sslmode=require", "postgresql+asyncpg://u:p@h/d?ssl=require"),
    ],
)
def test_every_spelling_of_a_url_works(given: str, made: str) -> None:
    assert normalise(sa.make_url(given)).render_as_string(hide_password=False) == made


async def test_times_are_aware_utc_on_both_stores(database: Database) -> None:
    table = sa.Table("moment", sa.MetaData(), sa.Column("at", UTCDateTime()))
    tehran = datetime(2025, 3, 1, 3, 30, 0, 123456, timezone(timedelta(hours=3, minutes=30)))

    async def work(tx: Tx) -> datetime:
        await (await tx.session.connection()).run_sync(table.create)
        await tx.session.execute(sa.insert(table).values(at=tehran))
        return (await tx.session.execute(sa.select(table.c.at))).scalar_one()

    found = await database.write(work)
    assert found == tehran
    assert found.tzinfo is UTC
    with pytest.raises(sa.exc.StatementError, match="naive"):
        await database.write(lambda tx: tx.session.execute(sa.insert(table).values(at=datetime(2025, 1, 1))))  # noqa: DTZ001


async def test_the_stores_clock_can_be_written_and_compared(database: Database) -> None:
    async def work(tx: Tx) -> list[datetime]:
        rows = await tx.session.execute(sa.select(StoreNow(-90.5), StoreNow(), StoreNow(3600)))
        return list(rows.one())

    before, now, later = await database.write(work)
    assert timedelta(seconds=90) < now - before < timedelta(seconds=91)
    assert abs((later - now).total_seconds() - 3600) < 1
    assert abs((now - datetime.now(UTC)).total_seconds()) < 5


def test_ids_are_sorted_by_time() -> None:
    made = [new_id() for _ in range(1000)]
    assert made == sorted(made)
    assert {one.version for one in made} == {7}


async def test_an_error_does_not_repeat_what_was_to_be_stored(database: Database) -> None:
    async def work(tx: Tx) -> None:
        await tx.session.execute(sa.text("INSERT INTO nowhere VALUES (:value)"), {"value": "09121234567"})

    with pytest.raises(sa.exc.DBAPIError) as failed:
        await database.write(work)
    assert "09121234567" not in str(failed.value)
