"""What was decided about a task and somebody's calendar, for whoever sees the task."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from hub.accounts import user_refs
from hub.caldav.models import CalendarRecord
from hub.caldav.schemas import CalendarRecordOut
from hub.db import Tx

LATEST = 20
KEEP = timedelta(days=180)
_PLAIN = ("id", "at", "kind", "field", "kept", "kept_value", "lost_value")


async def records_of(session: AsyncSession, task_id: UUID) -> list[CalendarRecordOut]:
    """The latest, newest first."""
    query = sa.select(CalendarRecord).where(CalendarRecord.task_id == task_id)
    rows = list(await session.scalars(query.order_by(CalendarRecord.at.desc(), CalendarRecord.id.desc()).limit(LATEST)))
    users = await user_refs(session, {row.user_id for row in rows})
    return [
        CalendarRecordOut(**{name: getattr(row, name) for name in _PLAIN}, user=users.get(row.user_id)) for row in rows
    ]


async def purge(tx: Tx, limit: int = 2_000) -> int:
    """Forget up to ``limit`` old ones; returns how many."""
    old = sa.select(CalendarRecord.id).where(CalendarRecord.at < tx.now - KEEP).limit(limit)
    result: Any = await tx.session.execute(sa.delete(CalendarRecord).where(CalendarRecord.id.in_(old)))
    return int(result.rowcount)
