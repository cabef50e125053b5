"""``receive()``: the one way in for everything from outside."""

from __future__ import annotations

from collections.abc import Sequence

from hub.calls import Numbering, Switchboard
from hub.channels import AccountRef
from hub.db import Database, Tx
from hub.leases import LeaseHandle, guard
from hub.ports import CallEvent, LegsSnapshot


class Intake:
    """Hands what connectors heard to the area that it is for, under the account's lease."""

    def __init__(self, db: Database, numbering: Numbering) -> None:
        self._db = db
        self._numbering = numbering
        self._boards: dict[str, tuple[LeaseHandle, Switchboard]] = {}

    async def receive(self, account: AccountRef, lease: LeaseHandle, facts: Sequence[CallEvent | LegsSnapshot]) -> None:
        """Store ``facts`` in one transaction; returns after the commit.

        A new lease starts from the store: another process may have gone on with the account's calls meanwhile.
        Raises ``StoreUnavailable`` or ``LeaseLost``, and then nothing was kept.
        """
        known = self._boards.get(account.account)
        if known is None or known[0] is not lease:
            known = lease, Switchboard(self._db, account.account, self._numbering)
            self._boards[account.account] = known

        async def held(tx: Tx) -> None:
            await guard(tx, lease)

        await known[1].receive(facts, None if self._db.exclusive else held)  # nobody else can be at an exclusive store
