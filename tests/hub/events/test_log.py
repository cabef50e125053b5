"""The event log is read in commit order; a late commit is never jumped over."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Sequence
from datetime import timedelta

import pytest
import sqlalchemy as sa
from pydantic import BaseModel

from hub import events
from hub.db import Database, Tx, new_id, utc_now
from hub.events import Kind
from hub.events.log import START, Page, parse_cursor
from hub.events.models import Event
from tests.support.waiting import WaitFor


async def put(database: Database, *keys: str, room: str = "calls") -> None:
    """One transaction that logs these."""

    async def work(tx: Tx) -> None:
        for key in keys:
            await events.append(tx, room, Kind.CALL, key, 1, {"key": key})

    await database.write(work)


async def read(database: Database, cursor: str = START, rooms: Sequence[str] = ("calls",), limit: int = 200) -> Page:
    """What is behind the cursor."""
    async with database.read() as session:
        return await events.read_forward(session, rooms, cursor, limit)


def keys(page: Page) -> list[str]:
    """What the page's events are about."""
    return [event.key for event in page.events]


async def head(database: Database, room: str = "calls") -> str:
    """The newest position of a room."""
    async with database.read() as session:
        return (await events.heads(session, [room]))[room]


class Entity(BaseModel):
    """Something that an event may carry."""

    name: str


async def test_an_event_is_given_back_as_it_was(database: Database) -> None:
    pushed: list[list[events.Pushed]] = []
    database.listeners.append(lambda tx: pushed.append(list(tx.events)))
    key = new_id()

    async def work(tx: Tx) -> None:
        await events.append(tx, "calls", Kind.CALL, key, 7, Entity(name="سارا"))
        await events.append(tx, "calls", Kind.CALL, key, 8, None)

    await database.write(work)
    page = await read(database)
    assert [(event.key, event.version, event.data) for event in page.events] == [
        (str(key), 7, {"name": "سارا"}),
        (str(key), 8, None),
    ]
    assert [event.id for event in pushed[0]] == [event.id for event in page.events]
    assert page.events[0].as_json().keys() == {"id", "cursor", "room", "kind", "key", "version", "data"}


async def test_pages_go_on_where_the_last_one_ended(database: Database) -> None:
    await put(database, *(str(number) for number in range(25)))
    cursor, seen = START, []
    while True:
        page = await read(database, cursor, limit=10)
        seen += keys(page)
        cursor = page.cursor
        if not page.more:
            break
    assert seen == [str(number) for number in range(25)]
    assert cursor == await head(database)
    again = await read(database, cursor)
    assert (keys(again), again.cursor, again.more) == ([], cursor, False)


async def test_rooms_are_kept_apart(database: Database) -> None:
    await put(database, "a", room="calls")
    await put(database, "b", room="customer:1")
    await put(database, "c", room="calls")
    assert keys(await read(database)) == ["a", "c"]
    assert keys(await read(database, rooms=["calls", "customer:1"])) == ["a", "b", "c"]
    assert keys(await read(database, rooms=[])) == []
    async with database.read() as session:
        found = await events.heads(session, ["calls", "customer:1", "empty"])
        assert await events.heads(session, []) == {}
    assert found["empty"] == START
    assert parse_cursor(found["calls"]) > parse_cursor(found["customer:1"])


async def test_a_rolled_back_event_was_never_there(database: Database) -> None:
    async def work(tx: Tx) -> None:
        await events.append(tx, "calls", Kind.CALL, "gone", 1, None)
        raise LookupError

    with pytest.raises(LookupError):
        await database.write(work)
    await put(database, "kept")
    assert keys(await read(database)) == ["kept"]


async def test_a_late_commit_is_not_jumped_over(postgresql_url: str) -> None:
    database, inside, leave = await Database.open(postgresql_url), asyncio.Event(), asyncio.Event()

    async def slow(tx: Tx) -> None:
        await events.append(tx, "calls", Kind.CALL, "early", 1, None)
        tx.before_commit(hold)

    async def hold(tx: Tx) -> None:
        assert tx.events, "the row is written"
        inside.set()
        await leave.wait()

    task = asyncio.create_task(database.write(slow))
    await inside.wait()
    await put(database, "late")  # its id is higher, and it is committed first
    page = await read(database)
    assert keys(page) == []
    assert page.cursor == START == await head(database)
    leave.set()
    await task
    assert keys(await read(database, page.cursor)) == ["early", "late"]
    await database.close()


async def test_a_running_transaction_without_events_only_delays(postgresql_url: str) -> None:
    database, inside, leave = await Database.open(postgresql_url), asyncio.Event(), asyncio.Event()

    async def slow(tx: Tx) -> None:
        await tx.session.execute(sa.text("SELECT pg_current_xact_id()"))
        inside.set()
        await leave.wait()

    await put(database, "before")
    task = asyncio.create_task(database.write(slow))
    await inside.wait()
    await put(database, "after")
    assert keys(await read(database)) == ["before"]
    leave.set()
    await task
    assert keys(await read(database)) == ["before", "after"]
    await database.close()


async def test_a_reader_that_follows_many_writers_sees_everything_once(database: Database, wait_for: WaitFor) -> None:
    """The property that live updates stand on, under concurrent commits of different lengths."""
    expected = {f"{writer}.{number}.{part}" for writer in range(6) for number in range(15) for part in range(2)}
    seen: list[str] = []
    chance = random.Random(4711)

    async def pause(_: Tx) -> None:
        await asyncio.sleep(chance.uniform(0, 0.008))

    async def write(writer: int) -> None:
        for number in range(15):

            async def work(tx: Tx, number: int = number) -> None:
                for part in range(2):
                    await events.append(tx, "calls", Kind.CALL, f"{writer}.{number}.{part}", 1, None)
                tx.before_commit(pause)

            await database.write(work)

    async def follow() -> None:
        cursor = START
        while len(seen) < len(expected):
            page = await read(database, cursor, limit=chance.randint(1, 7))
            seen.extend(keys(page))
            cursor = page.cursor
            await asyncio.sleep(0)

    async with asyncio.timeout(30):
        await asyncio.gather(follow(), *(write(writer) for writer in range(6)))
    assert len(seen) == len(set(seen))
    assert set(seen) == expected
    for writer in range(6):
        own = [key for key in seen if key.startswith(f"{writer}.")]
        assert own == sorted(own, key=lambda key: [int(part) for part in key.split(".")])


async def test_purged_events_make_old_cursors_unreadable(database: Database) -> None:
    await put(database, "old")
    await put(database, "old too")
    old = (await read(database, limit=1)).cursor
    await database.write(
        lambda tx: tx.session.execute(sa.update(Event).values(created_at=utc_now() - timedelta(hours=48)))
    )
    await put(database, "new")
    new = await head(database)
    assert await _readable(database, old)
    assert await database.write(lambda tx: events.purge(tx, utc_now() - timedelta(hours=24), limit=1)) == 1
    assert await database.write(lambda tx: events.purge(tx, utc_now() - timedelta(hours=24))) == 1
    assert await database.write(lambda tx: events.purge(tx, utc_now() - timedelta(hours=24))) == 0
    assert not await _readable(database, old)
    assert not await _readable(database, START)
    assert await _readable(database, new)
    assert keys(await read(database, old)) == ["new"]


async def test_positions_are_never_used_again_after_a_purge(database: Database) -> None:
    await put(database, "old")
    before = await head(database)
    await database.write(lambda tx: events.purge(tx, utc_now() + timedelta(hours=1)))
    await put(database, "new")
    assert parse_cursor(await head(database)) > parse_cursor(before)
    assert keys(await read(database, before)) == ["new"]


async def _readable(database: Database, cursor: str) -> bool:
    async with database.read() as session:
        return await events.is_readable(session, cursor)


@pytest.mark.parametrize("text", ["", "1", "a.b", "1.2.3", "-1.2", "1.", "١.٢", "1.2 ", "9" * 30 + "." + "9" * 30])
async def test_a_cursor_that_is_none_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="not a cursor"):
        parse_cursor(text)


async def test_a_cursor_beyond_every_number_is_refused_by_both_stores(database: Database) -> None:
    for text in ("99999999999999999999.1", "0.99999999999999999999"):
        with pytest.raises(ValueError, match="not a cursor"):
            await read(database, text)
