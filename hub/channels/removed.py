"""What is left to do when an account was removed: nobody tells any more of what is kept as going on there."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

import structlog

from hub.channels.queries import removed_accounts
from hub.db import Database
from hub.leases import LeaseHandle, LeaseKeeper

log = structlog.get_logger(__name__)
MOST = 1_000
Clear = Callable[[str, LeaseHandle], Awaitable[None]]
"""Ends what goes on at an account, under its lease; doing it again changes nothing."""


class Removed:
    """Clears each removed account once a process, as soon as whoever ran it has let it go."""

    def __init__(self, database: Database, keeper: LeaseKeeper, clear: Clear) -> None:
        self._database = database
        self._keeper = keeper
        self._clear = clear
        self._tasks: dict[str, asyncio.Task[None]] = {}

    async def follow(self) -> None:
        """See which accounts are removed now. One that is back is left alone."""
        async with self._database.read() as session:
            gone = set(await session.scalars(removed_accounts().limit(MOST)))
        for back in self._tasks.keys() - gone:
            await _ended(self._tasks.pop(back))
        for account in sorted(gone - self._tasks.keys()):
            self._tasks[account] = asyncio.create_task(self._one(account), name=f"removed-{account}")

    async def stop(self) -> None:
        """Leave what is not done to the next start."""
        for task in self._tasks.values():
            task.cancel()
        await asyncio.gather(*self._tasks.values(), return_exceptions=True)
        self._tasks.clear()

    async def _one(self, account: str) -> None:
        try:
            await self._keeper.hold(f"connector:{account}", lambda lease: self._clear(account, lease))
        except Exception:  # the next start tries it again
            log.exception("removed_account_not_cleared", account=account)


async def _ended(task: asyncio.Task[None]) -> None:
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
