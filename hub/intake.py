"""``receive()``: the one way in for everything from outside."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

import structlog
from pydantic import JsonValue

from hub import calls, customers, inbound, messaging, parked, queues
from hub.calls import Numbering, Seats, Switchboard
from hub.channels import AccountRef
from hub.customers import Address
from hub.db import Database, Lane, StoreError, Tx, utc_now
from hub.inbound import GroupCommit, Letter, Stored
from hub.jobs import cause_of
from hub.leases import Guard, LeaseHandle
from hub.ports import (
    CallEvent,
    DeliveryReport,
    HookRead,
    InboundMessage,
    LegsSnapshot,
    Peer,
    QueueFact,
    Recovered,
    Refused,
)

log = structlog.get_logger(__name__)
UNREAD = "inbound.unread"
MOST_UNREAD = 1_000  # of an account: a connector or provider that is at fault says the same over and over
REPORTS = 500  # deliveries of them a transaction: each costs a fraction of what a message that comes in does


class Intake:
    """Hands what connectors heard to the area that it is for, under the account's lease."""

    def __init__(self, db: Database, numbering: Numbering, seats: Seats | None = None) -> None:
        self._db = db
        self._numbering = numbering
        self._seats = seats or Seats()
        self._letters: GroupCommit[Letter, Stored] = GroupCommit(db, inbound.store)
        self._behind = inbound.Behind(db, self._letters, self._letter, self._parked)
        self._reports: GroupCommit[messaging.Heard, None] = GroupCommit(db, messaging.take_heard, batch=REPORTS)
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

    async def clear(self, account: str, lease: LeaseHandle) -> None:
        """The account was removed: its calls are over as far as anybody will hear, and its phones are nobody's.

        Raises ``StoreUnavailable`` or ``LeaseLost``.
        """
        self._boards.pop(account, None)
        nothing = LegsSnapshot("", utc_now(), ())
        await Switchboard(self._db, account, self._numbering).receive([nothing], Guard(lease))

        async def work(tx: Tx) -> None:
            await Guard(lease)(tx)
            await queues.clear(tx, account)
            await self._seats.clear(tx, account)

        await self._db.write(work)

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

    def start(self) -> None:
        """From now on, what comes faster than it can be taken in is kept, and taken in behind."""
        self._behind.start()

    async def stop(self) -> None:
        """What is left is taken in after the next start."""
        await self._behind.stop()

    async def take(self, account: str, message: InboundMessage) -> Stored | None:
        """Store a message once; returns after the commit. What comes at the same time shares a transaction.

        None for one that is taken in soon, because more comes than can be, and for one that cannot be: it is parked for
        people to decide on, and need not be delivered again.
        Raises ``StoreUnavailable``.
        """
        try:
            if self._behind.wanted:
                await self._behind.keep(account, message)
                return None
            return await self._take(account, message)
        except StoreError:
            raise
        except Exception as error:
            failed = error
            key, payload = message.dedupe_key, inbound.packed(message)
            await self._db.write(lambda tx: self._parked(tx, account, key, payload, failed))
            return None

    async def take_again(self, account: str | None, payload: dict[str, Any]) -> None:
        """Store a parked message after all. Raises what keeps it out."""
        await self._take(account or "", inbound.unpacked(payload))

    async def take_read(self, account: str, read: HookRead) -> None:
        """Store what was read of a parked item after all. Raises what keeps a part of it out, and for ``leftovers``."""
        await asyncio.gather(*(self._take(account, message) for message in read.messages))
        if read.reports:
            await self.take_reports(account, read.reports)
        if read.leftovers:
            raise Refused(" ".join(read.leftovers), cause="content")

    async def take_reports(self, account: str, reports: Sequence[DeliveryReport]) -> None:
        """Apply what an account heard of messages; what comes at the same time shares a transaction.

        Those on messages that nobody knows are kept. Raises ``StoreUnavailable``.
        """
        await self._reports.submit(messaging.Heard(account, tuple(reports)))

    async def awaited(self, account: str, after: str | None, limit: int) -> tuple[list[str], str | None]:
        """What the account's messages are called whose end is not known. Raises ``StoreUnavailable``."""
        async with self._db.read() as session:
            return await messaging.awaited(session, account, datetime.now(UTC), after, limit)

    async def park(
        self, account: str, key: str, payload: Mapping[str, JsonValue], detail: str, *, reason: str = "refused",
        retryable: bool = True,
    ) -> None:  # fmt: skip
        """Keep what an account heard and cannot be read, for people to see. Raises ``StoreUnavailable``.

        ``reason`` is refused for what says nothing, failed where its connector is at fault. ``retryable``: it is
        surely the provider's, so that it may be taken in once it can be read.
        """
        cause = "content" if reason == "refused" else "defect"

        async def work(tx: Tx) -> None:
            if await parked.count(tx, UNREAD, account, MOST_UNREAD) >= MOST_UNREAD:
                log.warning("unread_dropped", account=account, key=key)
                return
            await parked.park(
                tx, UNREAD, {"at": tx.now.isoformat()} | dict(payload), reason=reason, cause=cause, detail=detail,
                account=account, key=key, retryable=retryable,
            )  # fmt: skip

        await self._db.write(work)

    async def _take(self, account: str, message: InboundMessage) -> Stored:
        return await self._letters.submit(self._letter(account, message))

    def _letter(self, account: str, message: InboundMessage) -> Letter:
        """Raises ``Refused``."""
        lines = self._numbering.lines
        line_id = lines.of_message(account, message.own) if lines else None
        return inbound.address(account, message, self._read, line_id)

    async def _parked(self, tx: Tx, account: str, key: str, payload: dict[str, Any], error: Exception) -> None:
        reason = "refused" if isinstance(error, Refused) else "failed"
        log.warning("message_parked", account=account, reason=reason, exc_info=error if reason == "failed" else None)
        await parked.park(
            tx, inbound.PARKED, payload, reason=reason, detail=str(error) or type(error).__name__,
            account=account, cause=cause_of(error), retryable=True, key=key,
        )  # fmt: skip

    def _read(self, peer: Peer) -> Address:
        found = customers.read_peer(peer.kind, peer.value, peer.namespace, self._numbering.region,
                                    self._numbering.area_code)  # fmt: skip
        if found is None:
            raise Refused(f"{peer.kind} {peer.value[:80]!r} is no address", cause="no_address")
        return found
