"""Keeps what accounts report: the newest state of each is stored and pushed, the ones between are left out."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from uuid import UUID

import sqlalchemy as sa
import structlog

from hub import events, metrics
from hub.channels.models import Account
from hub.channels.queries import describe
from hub.channels.registry import Configured
from hub.db import Database, StoreError, Tx
from hub.leases import LeaseHandle, LeaseLost, guard
from hub.ports import Connection, ConnectorState, HoldsCalls

log = structlog.get_logger(__name__)
ROOM = "connectors"
PAUSE_SECONDS = 0.5  # at most two pushes a second and account
AWAY_SECONDS = 2.0
Able = Callable[[Tx, str], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class AccountRef:
    """Names an account towards the rest of the hub."""

    id: UUID
    account: str
    connector: str
    channel: str


class States:
    """Reported states on their way to the store; while it is away the newest ones wait in memory."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._latest: dict[UUID, tuple[LeaseHandle, ConnectorState]] = {}
        self._changed = asyncio.Event()

    def put(self, ref: AccountRef, lease: LeaseHandle, state: ConnectorState) -> None:
        """Take a state; it replaces one of the same account that still waits."""
        metrics.connector_up.labels(ref.account).set(state.connection is Connection.CONNECTED)
        self._latest[ref.id] = lease, state
        self._changed.set()

    async def run(self) -> None:
        """Store states until cancelled."""
        while True:
            await self._changed.wait()
            self._changed.clear()
            pause = PAUSE_SECONDS if await self.flush() else AWAY_SECONDS
            await asyncio.sleep(pause)

    async def flush(self) -> bool:
        """Store what waits; False when the store is away (it then waits on)."""
        waiting, self._latest = self._latest, {}
        for account, (lease, state) in waiting.items():
            try:
                await self._database.write(lambda tx, a=account, own=lease, new=state: _store(tx, a, own, new))  # type: ignore[misc]
            except LeaseLost:
                log.info("connector_state_dropped", lease=lease.name)
            except StoreError as error:
                log.warning("connector_state_waits", lease=lease.name, error=str(error))
                self._latest = waiting | self._latest
                self._changed.set()
                return False
            except Exception:
                log.exception("connector_state_lost", lease=lease.name)
        return True


async def nobody(_tx: Tx, _account: str) -> None:
    """Nobody shows what an account can do."""


async def lay(tx: Tx, configured: Sequence[Configured], able: Able = nobody) -> dict[str, AccountRef]:
    """Bring the accounts' rows in line with the settings; what was known of each is kept.

    ``able`` hears which account can do more or less than before.
    """
    rows = {row.account: row for row in await tx.session.scalars(sa.select(Account))}
    for gone in rows.keys() - {item.account for item in configured}:
        if rows[gone].configured:
            rows[gone].configured = False
            await _push(tx, rows[gone])
    refs = {}
    for item in configured:
        row = rows.get(item.account) or _new(tx, item)
        was, could = row.connection, row.can_hold
        if _align(row, item) or item.account not in rows:
            row.since = row.since if row.connection == was else tx.now
            await _push(tx, row)
        if row.can_hold != could:
            await able(tx, row.account)
        refs[item.account] = AccountRef(row.id, row.account, row.connector, row.channel)
    return refs


def _new(tx: Tx, item: Configured) -> Account:
    row = Account(
        account=item.account, connector=item.settings.connector, channel="", address="",
        connection=Connection.CONNECTING.value, since=tx.now, facts={}, can_hold=False, version=0,
    )  # fmt: skip
    tx.session.add(row)
    return row


def _align(row: Account, item: Configured) -> bool:
    """Take over what the settings say; True when something visible changed."""
    new: dict[str, object] = {
        "configured": True, "source": item.source, "name": item.settings.name, "connector": item.settings.connector,
    }  # fmt: skip
    if item.connector and item.options:
        new |= {"channel": item.connector.channel, "address": item.connector.address(item.options)[:255]}
        new |= {"can_hold": isinstance(item.connector, HoldsCalls) and item.connector.can_hold(item.options)}
    if item.broken:
        new |= {"connection": Connection.DISCONNECTED.value, "reason": "broken", "answer": clean(item.broken)}
    elif not item.settings.enabled:
        new |= {"connection": Connection.STOPPED.value, "reason": None, "answer": None, "retry_at": None}
    return _apply(row, new)


def _apply(row: Account, new: dict[str, object]) -> bool:
    changed = {name: value for name, value in new.items() if getattr(row, name) != value}
    for name, value in changed.items():
        setattr(row, name, value)
    return bool(changed)


async def _store(tx: Tx, account: UUID, lease: LeaseHandle, state: ConnectorState) -> None:
    await guard(tx, lease)
    row = await tx.session.get_one(Account, account)
    was = row.connection
    new: dict[str, object] = {
        "connection": state.connection.value, "reason": state.reason and state.reason[:40],
        "answer": clean(state.answer), "retry_at": state.retry_at, "facts": dict(state.facts),
    }  # fmt: skip
    if not _apply(row, new):
        return
    if row.connection != was:
        row.since = tx.now
    if Connection.CONNECTED.value in {was, row.connection}:
        row.last_connected_at = tx.now
    await _push(tx, row)


async def _push(tx: Tx, row: Account) -> None:
    row.version += 1
    await tx.session.flush()
    data = (await describe(tx.session, [row]))[0] if row.configured else None
    await events.append(tx, ROOM, events.Kind.CONNECTOR, row.id, row.version, data)


def clean(text: str | None) -> str | None:
    """A provider's own words, fit to be stored and shown: no control characters, 500 characters at most."""
    return "".join(char if char.isprintable() else " " for char in text)[:500].strip() if text else None
