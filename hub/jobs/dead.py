"""Dead letters: jobs that were given up, kept until somebody decides."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from hub.db import Tx
from hub.db.clock import StoreNow
from hub.jobs.models import Job

DEAD: Any = Job.__table__
"""To be read where ``dead_at`` is set; a job with ``max_attempts`` of 1 is begun at most once, so never again."""


async def retry_dead(tx: Tx, dead: Sequence[UUID]) -> set[UUID]:
    """Have them done after all, with all their attempts; returns those that will be done.

    Each gives up its key, since a newer job may have it, and its expiry.
    """
    values: dict[str, Any] = {
        "dead_at": None, "dead_reason": None, "dead_cause": None, "attempts": 0, "key": None,
        "expires_at": None, "run_at": StoreNow(),
    }  # fmt: skip
    change = sa.update(Job).where(Job.id.in_(dead), Job.dead_at.is_not(None)).values(values)
    rows = (await tx.session.execute(change.returning(Job.id, Job.lane))).all() if dead else []
    tx.wakes |= {lane for _, lane in rows}
    return {job for job, _ in rows}


async def discard_dead(tx: Tx, dead: Sequence[UUID]) -> set[UUID]:
    """Forget them; returns those that were there."""
    gone = sa.delete(Job).where(Job.id.in_(dead), Job.dead_at.is_not(None)).returning(Job.id)
    return set((await tx.session.execute(gone)).scalars()) if dead else set()


async def purge_dead(tx: Tx, before: datetime) -> int:
    """Forget those that died before this moment; returns how many."""
    result: Any = await tx.session.execute(sa.delete(Job).where(Job.dead_at < before))
    return int(result.rowcount)
