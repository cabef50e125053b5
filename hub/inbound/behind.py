"""Messages that come faster than they can be taken in are kept as they came, answered, and taken in behind.

Kept is as durable as taken in, for a twentieth of the work: a provider that tells everything again after an hour away,
or a whole town that answers a campaign, is not told to wait. While little comes nothing passes through here.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any

import sqlalchemy as sa
import structlog
from sqlalchemy.dialects import postgresql, sqlite

from hub import metrics
from hub.db import Database, Lane, StoreError, Tx
from hub.inbound.group import GroupCommit
from hub.inbound.models import Kept
from hub.inbound.packing import from_text, to_text
from hub.inbound.store import Letter, store
from hub.ports import InboundMessage

log = structlog.get_logger(__name__)
MANY = 24  # messages of which none is stored yet: more come than can be taken in
MOST = 100_000  # kept by this process; beyond it they are taken in before they are answered, and the sender waits
PRESSING = 400.0  # messages a second: from here on, little is taken in, and only between those that want an answer
AT_ONCE, FEW = 32, 8  # taken in by one transaction: what comes meanwhile may have to wait for its end
GIVES_WAY, LOOKS = 0.01, 15  # seconds; how often it looks whether nobody waits before it goes on all the same
PACE, STAYS = 0.25, 1.0  # seconds over which messages are counted, and for which the answer counts
LOOKS_AGAIN = 30.0  # seconds: for what a process kept that is no more
AWAY = 1.0  # seconds until a store that is away is tried again
_KEPT: Any = Kept.__table__
_KEEP = {
    name: dialect.insert(_KEPT).on_conflict_do_nothing()
    for name, dialect in (("sqlite", sqlite), ("postgresql", postgresql))
}
_NEXT = (
    sa.select(_KEPT.c.id, _KEPT.c.account, _KEPT.c.dedupe_key, _KEPT.c.message)
    .order_by(_KEPT.c.id)
    .with_for_update(skip_locked=True)
)
Read = Callable[[str, InboundMessage], Letter]
GiveUp = Callable[[Tx, str, str, dict[str, Any], Exception], Awaitable[None]]
"""Transaction, account, the message's key, the message packed, and what keeps it out."""


@dataclass(slots=True)
class Pace:
    """How fast messages come, looked at every so often; ``pressed`` is until when answers go before everything else."""

    came: int = 0
    since: float = field(default_factory=time.monotonic)
    pressed: float = 0.0

    def pressing(self, waiting: int) -> bool:
        """Whether many come a second, or many wait at this moment; and for a while after it."""
        now = time.monotonic()
        many = waiting >= MANY
        if now - self.since >= PACE:
            many |= self.came / (now - self.since) >= PRESSING
            self.came, self.since = 0, now
        if many:
            self.pressed = now + STAYS
        return now < self.pressed


class Behind:
    """``read`` makes a letter of a message, ``give_up`` parks one that cannot be taken in, within the transaction."""

    def __init__(self, db: Database, letters: GroupCommit[Letter, Any], read: Read, give_up: GiveUp) -> None:
        self._db, self._letters, self._read, self._give_up = db, letters, read, give_up
        self._keeping: GroupCommit[tuple[str, InboundMessage], None] = GroupCommit(db, _keep)
        self._wake = asyncio.Event()
        self._task: asyncio.Task[None] | None = None
        self._behind = False
        self._standing = 0
        self._pace = Pace()

    @property
    def wanted(self) -> bool:
        """Whether what comes now is to be kept: too much at once, or what came before it still stands here."""
        return self._task is not None and self._standing < MOST and (self._behind or self._letters.unstored >= MANY)

    async def keep(self, account: str, message: InboundMessage) -> None:
        """Keep a message, once by its key; returns after the commit. Raises ``StoreUnavailable``."""
        if not self._behind:
            self._behind, self._pace.pressed = True, time.monotonic() + STAYS
        await self._keeping.submit((account, message))
        self._standing += 1
        self._pace.came += 1
        self._wake.set()

    def start(self) -> None:
        """Take in what is there, also from before, and what will be kept."""
        self._behind = True  # until it has looked
        self._task = asyncio.create_task(self._run(), name="taken-in-behind")

    async def stop(self) -> None:
        """What is left is taken in after the next start."""
        task, self._task = self._task, None
        if task:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)

    async def _run(self) -> None:
        while True:
            self._wake.clear()
            try:
                while await self._take_some(FEW if self._pressing() else AT_ONCE):
                    await self._give_way()
            except Exception as error:  # the store is away; whatever else it may be, messages would stand here for ever
                log.warning("taken_in_later", error=str(error), exc_info=not isinstance(error, StoreError))
                await asyncio.sleep(AWAY)
                continue
            if not self._keeping.unstored and not self._wake.is_set():
                self._behind, self._standing = False, 0
            with contextlib.suppress(TimeoutError):  # a commit that is under way wakes us, and need not wait for us
                await asyncio.wait_for(self._wake.wait(), LOOKS_AGAIN)

    def _pressing(self) -> bool:
        return self._pace.pressing(self._keeping.unstored)

    async def _give_way(self) -> None:
        """Whoever waits for an answer goes first, for a while."""
        for _ in range(LOOKS if self._pressing() else 0):
            if not self._keeping.unstored:
                return
            await asyncio.sleep(GIVES_WAY)

    async def _take_some(self, most: int) -> int:
        """Take in the oldest; how many. Raises ``StoreError``."""
        try:
            done = await self._db.write(partial(self._take, query=_NEXT.limit(most)), lane=Lane.BULK)
        except StoreError:
            raise
        except Exception:  # one of them, and only that one is to be given up
            done = await self._take_each()
        self._standing = max(0, self._standing - done)
        metrics.taken_in_behind.inc(done)
        return done

    async def _take_each(self) -> int:
        async with self._db.read() as session:
            ids = (await session.scalars(sa.select(_KEPT.c.id).order_by(_KEPT.c.id).limit(AT_ONCE))).all()
        for one in ids:
            query = _NEXT.where(_KEPT.c.id == one)
            try:
                await self._db.write(partial(self._take, query=query), lane=Lane.BULK)
            except StoreError:
                raise
            except Exception as error:
                await self._db.write(partial(self._put_aside, query=query, error=error), lane=Lane.BULK)
        return len(ids)

    async def _take(self, tx: Tx, query: Any) -> int:
        rows = (await tx.connection.execute(query)).all()
        if rows:
            await store(tx, [self._read(row.account, from_text(row.message)) for row in rows])
            await _forget(tx, rows)
        return len(rows)

    async def _put_aside(self, tx: Tx, query: Any, error: Exception) -> None:
        rows = (await tx.connection.execute(query)).all()
        for row in rows:
            await self._give_up(tx, row.account, row.dedupe_key, json.loads(row.message), error)
        await _forget(tx, rows)


async def _keep(tx: Tx, items: Sequence[tuple[str, InboundMessage]]) -> list[None]:
    rows = [{"account": account, "dedupe_key": one.dedupe_key, "message": to_text(one), "kept_at": tx.now}
            for account, one in items]  # fmt: skip
    await tx.connection.execute(_KEEP[tx.dialect], rows)
    return [None] * len(items)


async def _forget(tx: Tx, rows: Sequence[Any]) -> None:
    await tx.connection.execute(sa.delete(_KEPT).where(_KEPT.c.id.in_([row.id for row in rows])))
