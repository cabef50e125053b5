"""The board of one process, without a hub around it."""

from __future__ import annotations

import asyncio
import contextlib

import pytest

from hub.db import Database, StoreUnavailable
from hub.modules import Module, Modules
from hub.modules.store import keep_switch


async def test_a_switch_is_followed_to_its_end_though_whoever_made_it_has_gone(
    database: Database,
) -> None:
    board = Modules(database, [Module("a")], {})
    await board.load()
    reached, go_on, done = asyncio.Event(), asyncio.Event(), asyncio.Event()

    async def slow() -> None:
        reached.set()
        await go_on.wait()

    async def last() -> None:
        done.set()

    board.after_change = [slow, last]
    await database.write(lambda tx: keep_switch(tx, "a", on=False))
    request = asyncio.create_task(board.changed())
    await reached.wait()
    request.cancel()  # the page was closed
    with contextlib.suppress(asyncio.CancelledError):
        await request
    go_on.set()
    async with asyncio.timeout(5):
        await done.wait()
    assert not board.is_on("a")


async def test_who_could_not_be_told_of_a_switch_is_told_later(database: Database) -> None:
    board = Modules(database, [Module("a")], {})
    await board.load()
    troubles, told = [StoreUnavailable("away")], []

    async def refresh() -> None:
        if troubles:
            raise troubles.pop()
        told.append(board.is_on("a"))

    board.after_change = [refresh]
    await database.write(lambda tx: keep_switch(tx, "a", on=False))
    with pytest.raises(StoreUnavailable):
        await board.load()
    await board.load()
    await board.load()
    assert told == [False]
