"""Promises to a customer that are due, as a ringing card and the customer's page tell them."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from hub.accounts import Permission
from hub.db import utc_now
from hub.tasks.dues import day_starts, due_moment, zone_of
from hub.tasks.models import Task
from hub.timeline import OpenItem
from hub.web import Principal

MOST = 3


async def promises_due(session: AsyncSession, members: Sequence[UUID], user: Principal) -> list[OpenItem]:
    """What was promised to a merged set for today or before, longest overdue first: a short walk along an index."""
    if not user.may(Permission.TASKS_READ):
        return []
    now = utc_now()
    _, tomorrow, _ = day_starts(now, zone_of(user.time_zone))
    query = sa.select(Task).where(
        Task.customer_id.in_(list(members)), Task.state == "open", Task.promise.is_(True), Task.late_at <= tomorrow
    )
    rows = (await session.execute(query.order_by(Task.late_at, Task.id).limit(MOST))).scalars()
    return [
        OpenItem(kind="promise", interaction_id=task.entry_id, occurred_at=task.late_at, text=task.title, count=1,
                 task_id=task.id, due_on=task.due_on, due_at=due_moment(task), overdue=task.late_at <= now)
        for task in rows
    ]  # fmt: skip
