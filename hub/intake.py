"""``receive()``: the one way in for everything from outside."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from hub import calls, customers, inbound, queues
from hub.calls import Numbering, Switchboard
from hub.channels import AccountRef
from hub.customers import Address
from hub.db import Database, Lane, Tx
from hub.inbound import GroupCommit, Letter, Stored
from hub.leases import Guard, LeaseHandle
from hub.ports import CallEvent, InboundMessage, LegsSnapshot, Peer, QueueFact, Recovered, Refused


class Intake:
    """Hands what connectors heard to the area that it is for, under the account's lease."""

    def __init__(self, db: Database, numbering: Numbering) -> None:
        self._db = db
        self._numbering = numbering
        self._letters: GroupCommit[Letter, Stored] = GroupCommit(db, inbound.store)
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

        await known[1].receive(
            facts, None if self._db.exclusive else Guard(lease)
        )  # nobody else can be at an exclusive store

    async def heard_until(self, account: AccountRef) -> datetime | None:
        """Up to when everything of the account is in the store, if anybody ever kept it."""
        async with self._db.read() as session:
            return await calls.heard_until(session, account.account)

    async def keep_heard_until(self, account: AccountRef, lease: LeaseHandle, at: datetime) -> None:
        """Remember it. Raises ``StoreUnavailable`` or ``LeaseLost``."""

        async def work(tx: Tx) -> None:
            await Guard(lease)(tx)
            await calls.keep_heard_until(tx, account.account, at)

        await self._db.write(work, lane=Lane.BULK)

    async def recover(self, account: AccountRef, lease: LeaseHandle, past: Sequence[Recovered]) -> int:
        """Store those past calls that nobody knows; how many. Raises ``StoreUnavailable`` or ``LeaseLost``."""
        return await calls.recover(self._db, account.account, self._numbering, past, Guard(lease))

    async def receive_queues(self, account: AccountRef, lease: LeaseHandle, facts: Sequence[QueueFact]) -> None:
        """Store what was learnt of queues. Raises ``StoreUnavailable`` or ``LeaseLost``."""
        await queues.receive(self._db, account.account, facts, Guard(lease))

    async def take(self, account: str, message: InboundMessage) -> Stored:
        """Store a message once; returns after the commit. What comes at the same time shares a transaction.

        Raises ``Refused`` for an address that cannot be one, and ``StoreUnavailable``.
        """
        return await self._letters.submit(inbound.address(account, message, self._read))

    def _read(self, peer: Peer) -> Address:
        found = customers.read_peer(peer.kind, peer.value, peer.namespace, self._numbering.region,
                                    self._numbering.area_code)  # fmt: skip
        if found is None:
            raise Refused(f"{peer.kind} {peer.value[:80]!r} is no address")
        return found
