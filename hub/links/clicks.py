"""Count who opens links: many in a transaction, and none lost where the store is away for a while."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
import structlog
from aiohttp import web

from hub import jobs, metrics
from hub.db import Database, StoreError, Tx, new_id
from hub.inbound import GroupCommit
from hub.links.models import LinkClick, ShortLink
from hub.links.telling import TELL, Tell
from hub.links.visitors import Device, Kind

log = structlog.get_logger(__name__)
PATIENCE = 0.25  # seconds that a visitor waits for the commit; it goes on without him
MOST_WAITING = 5_000
AGAIN = 1.0
LAST = 5.0  # seconds that a process that stops still tries
MOST_KEPT = 1_000  # of one link, one by one; more are only counted
_TABLE: Any = ShortLink.__table__
_COUNT = (
    sa.update(_TABLE)
    .where(_TABLE.c.code == sa.bindparam("of"))
    .values(
        clicks=_TABLE.c.clicks + sa.bindparam("people", type_=sa.Integer()),
        previews=_TABLE.c.previews + sa.bindparam("machines", type_=sa.Integer()),
        first_at=sa.func.coalesce(_TABLE.c.first_at, sa.bindparam("first", type_=_TABLE.c.first_at.type)),
        last_at=sa.func.coalesce(sa.bindparam("last", type_=_TABLE.c.last_at.type), _TABLE.c.last_at),
    )
)


@dataclass(frozen=True, slots=True)
class Click:
    """A link was opened. ``kept``: it is among those that are kept one by one."""

    link: Any
    at: datetime
    kind: Kind
    device: Device

    @property
    def kept(self) -> bool:
        """Whether it is written down by itself."""
        return bool(self.link.clicks + self.link.previews < MOST_KEPT)


async def record(tx: Tx, clicks: Sequence[Click]) -> list[None]:
    """Count them, and write them down one by one; a job tells of it, which no visitor waits for."""
    by_code: dict[str, list[Click]] = {}
    for click in clicks:
        by_code.setdefault(click.link.code, []).append(click)
    await tx.connection.execute(_COUNT, [_counted(code, some) for code, some in sorted(by_code.items())])
    rows = [
        {"id": new_id(), "code": one.link.code, "at": one.at, "kind": one.kind, "device": one.device}
        for one in clicks
        if one.kept
    ]
    if rows:
        await tx.connection.execute(sa.insert(LinkClick), rows)
    if messages := sorted({one.link.message_id for one in clicks if one.kind == "person"}):
        await jobs.enqueue_many(tx, TELL, [jobs.Later(Tell(message_ids=messages))])
    return [None] * len(clicks)


def _counted(code: str, clicks: Sequence[Click]) -> dict[str, Any]:
    times = sorted(one.at for one in clicks if one.kind == "person")
    first, last = (times[0], times[-1]) if times else (None, None)
    return {"of": code, "people": len(times), "machines": len(clicks) - len(times), "first": first, "last": last}


class Clicks:
    """Those of this process. Each is in the store before its visitor goes on, unless the store is slow or away."""

    def __init__(self, db: Database) -> None:
        self._group = GroupCommit(db, record)
        self._tasks: set[asyncio.Task[None]] = set()

    async def note(self, click: Click) -> None:
        """Count it; returns after the commit, or after ``PATIENCE``."""
        if len(self._tasks) >= MOST_WAITING:
            metrics.link_clicks_lost.inc()
            return
        task = asyncio.create_task(self._keep(click), name="link-click")
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        await asyncio.wait({task}, timeout=PATIENCE)

    async def _keep(self, click: Click) -> None:
        while True:
            try:
                await self._group.submit(click)
            except StoreError:
                await asyncio.sleep(AGAIN)
            except Exception:
                metrics.link_clicks_lost.inc()
                log.exception("click_lost", message=str(click.link.message_id))  # who reads the code may open the link
                return
            else:
                metrics.link_clicks.labels(click.kind).inc()
                return

    async def stop(self) -> None:
        """Write what waits, for a while."""
        if self._tasks:
            _, left = await asyncio.wait(self._tasks, timeout=LAST)
            for task in left:
                metrics.link_clicks_lost.inc()
                task.cancel()
            await asyncio.gather(*left, return_exceptions=True)


CLICKS = web.AppKey("clicks", Clicks)
