"""The sandbox, on or off: what the settings say, what the hub that started last was told, and who has to know."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
import structlog

from hub import metrics
from hub.accounts import audit
from hub.db import Database, Reader, StoreError, Tx
from hub.db.clock import StoreNow
from hub.messaging.models import SandboxMode
from hub.web import Conflict

log = structlog.get_logger(__name__)
HOLD_EVERY = 5.0  # seconds
HELD_SECONDS = 15.0  # that a process which stops without a word is still counted
_HELD = sa.func.coalesce(SandboxMode.held_until > StoreNow(), sa.false())
_STANDS = sa.select(SandboxMode.on, SandboxMode.since, SandboxMode.changed, SandboxMode.seen_at, _HELD)
_ON = sa.select(SandboxMode.on, _HELD).where(SandboxMode.id == 1)


@dataclass(frozen=True, slots=True)
class Stood:
    """The mode that the hub was last started in. ``held``: a process that was started before it is in the sandbox."""

    on: bool
    since: datetime
    changed: bool
    seen_at: datetime | None
    held: bool = False


async def start(db: Database, *, on: bool) -> None:
    """Note how this process was started; log it, and put a change on record."""
    metrics.sandbox.set(on)
    if on:
        log.warning("sandbox_on", detail="every outgoing message is captured, none leaves; see docs/sandbox.md")
    else:
        log.info("sandbox_off", detail="outgoing messages are sent")
    await db.write(lambda tx: keep(tx, on=on))


async def keep(tx: Tx, *, on: bool) -> None:
    """Store the mode; where it was otherwise before, administrators are told until one of them has seen it."""
    found = await tx.session.get(SandboxMode, 1, with_for_update=True)
    if found is None:
        tx.session.add(SandboxMode(id=1, on=on, since=tx.now, changed=False))
    elif found.on != on:
        found.on, found.since, found.changed, found.seen_by, found.seen_at = on, tx.now, True, None, None
    else:
        return
    if on or found is not None:
        audit.record(tx, "sandbox_on" if on else "sandbox_off")


@contextlib.asynccontextmanager
async def started(db: Database, *, on: bool) -> AsyncIterator[None]:
    """Note how this process was started; those that are started later know that it is in the sandbox as it runs."""
    await start(db, on=on)
    if not on or db.exclusive:  # nobody else works on this store
        yield
        return
    await db.write(hold)
    task = asyncio.create_task(_hold_for_ever(db), name="sandbox")
    try:
        yield
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


async def hold(tx: Tx) -> None:
    """A process in the sandbox is at work."""
    kept = sa.update(SandboxMode).where(SandboxMode.id == 1).values(held_until=StoreNow(HELD_SECONDS))
    await tx.session.execute(kept)


async def _hold_for_ever(db: Database) -> None:
    while True:
        await asyncio.sleep(HOLD_EVERY)
        try:
            await db.write(hold)
        except StoreError as error:  # nobody can send meanwhile either
            log.warning("sandbox_not_held", error=str(error))


async def is_on(reader: Reader) -> tuple[bool, bool]:
    """Whether the hub that started last captures, and whether one that was started before it does: all must agree."""
    row = (await reader.execute(_ON)).first()
    return (False, False) if row is None else (row[0], row[1])


async def read(reader: Reader) -> Stood | None:
    """How it stands, since when, and whether somebody has seen the change; None before the first start."""
    row = (await reader.execute(_STANDS)).first()
    return None if row is None else Stood(*row)


async def see(tx: Tx, by: UUID, *, on: bool) -> None:
    """An administrator has seen that it was switched to this. Raises ``Conflict`` where it was switched back."""
    found = await tx.session.get(SandboxMode, 1, with_for_update=True)
    if found is None or found.on != on:
        raise Conflict("It was switched again since.", code="stale_notice")
    if found.changed and found.seen_at is None:
        found.seen_by, found.seen_at = by, tx.now
        audit.record(tx, "sandbox_seen", actor_id=by, on=on)
