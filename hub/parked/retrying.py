"""Try parked items again: each kind by a function of the area that knows it, as a durable job."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any
from uuid import UUID

import sqlalchemy as sa
import structlog
from pydantic import BaseModel

from hub.db import Database, StoreError, Tx
from hub.jobs import Context, Handlers, cause_of, enqueue
from hub.parked.area import RETRY_JOB
from hub.parked.models import ParkedItem
from hub.parked.store import Trouble, failed_again, forget, push
from hub.ports import RetryLater

log = structlog.get_logger(__name__)
Again = Callable[[str | None, dict[str, Any]], Awaitable[None]]
"""Takes account and payload once more; returns when what comes of it is kept. May run twice for one item."""


class Retry(BaseModel):
    """Which items are tried again, in this order."""

    ids: list[UUID]


async def ask(tx: Tx, keys: Sequence[UUID]) -> None:
    """Have these items tried again by a job; those that are about to be already are left to theirs."""
    change = sa.update(ParkedItem).where(ParkedItem.id.in_(keys), ParkedItem.retrying.is_(False))
    change = change.values(retrying=True, version=ParkedItem.version + 1)
    begun = set((await tx.session.execute(change.returning(ParkedItem.id))).scalars()) if keys else set()
    if mine := [key for key in keys if key in begun]:
        await enqueue(tx, RETRY_JOB, Retry(ids=mine), max_attempts=5)
        await push(tx, mine)


def register(handlers: Handlers, by_kind: Mapping[str, Again]) -> None:
    """Let the workers try items again, each kind by its function."""

    async def buried(tx: Tx, job: Retry, reason: str) -> None:
        await failed_again(tx, job.ids, reason, None)

    @handlers.on(RETRY_JOB, payload=Retry, buried=buried)
    async def retry(ctx: Context, job: Retry) -> None:
        for key in job.ids:
            await _retry(ctx.database, by_kind, key)


async def _retry(db: Database, by_kind: Mapping[str, Again], key: UUID) -> None:
    async with db.read() as session:
        item = await session.get(ParkedItem, key)
    if item is None or not item.retrying:  # taken in or discarded meanwhile, or done by an attempt before this
        return
    trouble = await _again(by_kind, item)

    async def work(tx: Tx) -> None:
        await (forget(tx, [key]) if trouble is None else failed_again(tx, [key], "refused", trouble))

    await db.write(work)


async def _again(by_kind: Mapping[str, Again], item: ParkedItem) -> Trouble | None:
    """What went wrong, or None when it is taken in. Raises what passes by itself: the job is then run again."""
    again = by_kind.get(item.kind)
    if again is None:
        return Trouble("unknown_kind", "This version of the hub does not know how to take it in.")
    try:
        await again(item.account, item.payload)
    except (RetryLater, StoreError):
        raise
    except Exception as problem:
        log.warning("parked_again", kind=item.kind, item=str(item.id), error=str(problem))
        return Trouble(cause_of(problem), str(problem) or type(problem).__name__)
    return None
