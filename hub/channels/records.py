"""What an account is given that reads its provider's own records after an outage."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import datetime
from typing import Protocol

from hub.channels.states import AccountRef
from hub.db import StoreError
from hub.leases import LeaseHandle, LeaseLost
from hub.ports import Recovered, RetryLater


class Recovery(Protocol):
    """Who keeps recovered calls, and up to when each account was heard. All raise ``StoreError`` or ``LeaseLost``."""

    async def heard_until(self, account: AccountRef) -> datetime | None:
        """Up to when everything was heard, if anybody ever kept it."""

    async def keep_heard_until(self, account: AccountRef, lease: LeaseHandle, at: datetime) -> None:
        """Remember it."""

    async def recover(self, account: AccountRef, lease: LeaseHandle, calls: Sequence[Recovered]) -> int:
        """Store those that are news; how many."""


class AccountRecords:
    """The ``Records`` of one account while this process owns its lease."""

    def __init__(self, ref: AccountRef, lease: LeaseHandle, recovery: Recovery) -> None:
        self._ref = ref
        self._lease = lease
        self._recovery = recovery

    async def heard_until(self) -> datetime | None:
        """Up to when everything was heard, or None where nobody ever kept it."""
        async with _told_to_wait():
            return await self._recovery.heard_until(self._ref)

    async def keep_heard_until(self, at: datetime) -> None:
        """Remember that everything up to ``at`` was heard or recovered."""
        async with _told_to_wait():
            await self._recovery.keep_heard_until(self._ref, self._lease, at)

    async def recover(self, calls: Sequence[Recovered]) -> int:
        """Store those calls that are not known yet, as over; how many that were."""
        async with _told_to_wait():
            return await self._recovery.recover(self._ref, self._lease, calls)


@asynccontextmanager
async def _told_to_wait() -> AsyncIterator[None]:
    try:
        yield
    except StoreError as error:
        raise RetryLater(f"The store is away: {error}", after=1.0) from error
    except LeaseLost as error:
        raise RetryLater("Another process serves this account now.", after=5.0) from error
