"""SQLite's one writer: calls first, nothing lost, nothing stuck."""

from __future__ import annotations

import asyncio

import pytest

from hub.db import Lane, StoreUnavailable, Tx
from hub.db.queue import WriteQueue
from tests.hub.db.conftest import Notes


async def test_calls_go_first_and_each_lane_keeps_its_order(sqlite_notes: Notes) -> None:
    notes, inside, leave = sqlite_notes, asyncio.Event(), asyncio.Event()

    async def slow(tx: Tx) -> None:
        inside.set()
        await leave.wait()

    tasks = [asyncio.create_task(notes.database.write(slow, lane=Lane.BULK))]
    await inside.wait()
    for lane in (Lane.BULK, Lane.NORMAL, Lane.CALLS):
        for number in range(3):
            write = notes.database.write(notes.of(f"{lane.name} {number}"), lane=lane)
            tasks.append(asyncio.create_task(write))
    await asyncio.sleep(0)
    leave.set()
    await asyncio.gather(*tasks)
    expected = [f"{lane} {number}" for lane in ("CALLS", "NORMAL", "BULK") for number in range(3)]
    assert await notes.all() == expected


async def test_a_turn_that_does_not_come_is_given_up_and_never_taken() -> None:
    """While the file is locked calls are tried again and again, and always first."""
    queue, leave, ran = WriteQueue(patience=0.05), asyncio.Event(), []

    async def note(name: str) -> None:
        ran.append(name)

    first = asyncio.create_task(queue.submit(0, leave.wait))
    await asyncio.sleep(0)
    with pytest.raises(StoreUnavailable, match="did not come in time"):
        await queue.submit(1, lambda: note("late"))
    leave.set()
    await first
    await queue.submit(1, lambda: note("in time"))
    assert ran == ["in time"]
    await queue.close()


async def test_concurrent_writes_all_arrive(sqlite_notes: Notes) -> None:
    await asyncio.gather(*(sqlite_notes.database.write(sqlite_notes.of(str(number))) for number in range(200)))
    assert sorted(await sqlite_notes.all(), key=int) == [str(number) for number in range(200)]


async def test_closing_finishes_what_waits_and_takes_nothing_new(sqlite_notes: Notes) -> None:
    notes = sqlite_notes
    tasks = [asyncio.create_task(notes.database.write(notes.of(str(number)))) for number in range(20)]
    await asyncio.sleep(0)
    assert notes.database._queue is not None
    await notes.database._queue.close()
    await asyncio.gather(*tasks)
    assert len(await notes.all()) == 20
    with pytest.raises(StoreUnavailable, match="being closed"):
        await notes.database.write(notes.of("late"))


async def test_a_cancelled_waiter_does_not_write_and_a_begun_one_is_finished(sqlite_notes: Notes) -> None:
    notes, inside, leave = sqlite_notes, asyncio.Event(), asyncio.Event()

    async def slow(tx: Tx) -> None:
        await notes.of("begun")(tx)
        inside.set()
        await leave.wait()

    begun = asyncio.create_task(notes.database.write(slow))
    await inside.wait()
    waiting = asyncio.create_task(notes.database.write(notes.of("waiting")))
    await asyncio.sleep(0)
    for task in (begun, waiting):
        task.cancel()
    leave.set()
    await asyncio.gather(begun, waiting, return_exceptions=True)
    await notes.database.write(notes.of("next"))
    assert await notes.all() == ["begun", "next"]


async def test_work_that_waits_for_something_cancelled_does_not_stop_the_writer(sqlite_notes: Notes) -> None:
    async def work(tx: Tx) -> None:
        never = asyncio.create_task(asyncio.sleep(60))
        never.cancel()
        await never

    with pytest.raises(asyncio.CancelledError):
        await sqlite_notes.database.write(work)
    async with asyncio.timeout(5):
        await sqlite_notes.database.write(sqlite_notes.of("still here"))
    assert await sqlite_notes.all() == ["still here"]


async def test_a_write_within_a_write_is_refused_rather_than_stuck(sqlite_notes: Notes) -> None:
    notes = sqlite_notes

    async def work(tx: Tx) -> None:
        await notes.database.write(notes.of("inner"))

    async with asyncio.timeout(5):
        with pytest.raises(RuntimeError, match="within a write"):
            await notes.database.write(work)


async def test_a_full_queue_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("hub.db.queue.CAPACITY", 2)
    queue, leave = WriteQueue(), asyncio.Event()
    tasks = [asyncio.create_task(queue.submit(0, leave.wait)) for _ in range(2)]
    await asyncio.sleep(0)  # both are in the queue, and its worker has not run yet
    with pytest.raises(StoreUnavailable, match="too many"):
        await queue.submit(0, leave.wait)
    leave.set()
    assert await asyncio.gather(*tasks) == [True, True]
    await queue.close()
