"""Dead letters: jobs that were given up, kept until somebody decides."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from hub.db import Tx
from hub.db.clock import StoreNow
from hub.jobs.models import Job

PAGE = 50


async def list_dead(session: AsyncSession, *, before: UUID | None = None, limit: int = PAGE) -> Sequence[Job]:
    """The newest dead letters (by id), older than the one with id ``before``."""
    query = sa.select(Job).where(Job.dead_at.is_not(None)).order_by(Job.id.desc()).limit(limit)
    if before is not None:
        query = query.where(Job.id < before)
    return (await session.scalars(query)).all()


async def retry_dead(tx: Tx, job: UUID) -> bool:
    """Have it done after all, with all its attempts; False when there is no such dead letter.

    It gives up its key, since a newer job may have it, and its expiry.
    """
    values: dict[str, Any] = {
        "dead_at": None, "dead_reason": None, "attempts": 0, "key": None, "expires_at": None, "run_at": StoreNow()
    }  # fmt: skip
    change = sa.update(Job).where(Job.id == job, Job.dead_at.is_not(None)).values(values)
    lane = (await tx.session.execute(change.returning(Job.lane))).scalar_one_or_none()
    if lane is not None:
        tx.wakes.add(lane)
    return lane is not None


async def discard_dead(tx: Tx, job: UUID) -> bool:
    """Forget it; False when there is no such dead letter."""
    gone = sa.delete(Job).where(Job.id == job, Job.dead_at.is_not(None)).returning(Job.id)
    return (await tx.session.execute(gone)).first() is not None


async def purge_dead(tx: Tx, before: datetime) -> int:
    """Forget those that died before this moment; returns how many."""
    result: Any = await tx.session.execute(sa.delete(Job).where(Job.dead_at < before))
    return int(result.rowcount)
