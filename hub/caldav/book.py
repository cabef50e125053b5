"""What a calendar should hold and what it holds, read together by a fixed number of queries."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from hub.caldav.models import CalendarEntry, CalendarLink
from hub.caldav.values import Values, values_of
from hub.customers import Customer
from hub.tasks import Task

MOST_TASKS: Final = 500  # in one calendar, those due first
MOST_ENTRIES: Final = 2_000
Clause = sa.ColumnElement[bool]
KEEP: Final = timedelta(days=30)  # so long a closed task is kept in step


@dataclass(slots=True)
class Book:
    """A link's entries with their tasks, and the open tasks of its owner; ``left_out``: how many more there are."""

    link: CalendarLink
    entries: list[CalendarEntry]
    tasks: dict[UUID, Task]
    wanted: list[Task]
    customers: dict[UUID, str]
    left_out: int

    def values(self, task: Task) -> Values:
        """The task's values as an entry has them."""
        return values_of(task, self.customer(task))

    def customer(self, task: Task) -> str | None:
        """Whose task it is, by name."""
        return self.customers.get(task.customer_id) if task.customer_id else None

    def belongs(self, task: Task | None, now: datetime) -> bool:
        """Whether the task's entry stays: the owner's, not long closed, and with a day where events need one."""
        if task is None or task.assignee_id != self.link.user_id:
            return False
        return self.link.component == "VTODO" or task.due_on is not None  # an event has to begin some day

    def is_over(self, task: Task | None, now: datetime) -> bool:
        """Closed so long ago that nobody follows it any more."""
        return task is not None and task.closed_at is not None and task.closed_at < now - KEEP


async def read_book(session: AsyncSession, link: CalendarLink) -> Book:
    """As it is now."""
    entries = list(
        await session.scalars(sa.select(CalendarEntry).where(CalendarEntry.link_id == link.id).limit(MOST_ENTRIES))
    )
    wanted: list[Clause] = [Task.assignee_id == link.user_id, Task.state == "open"]
    if link.component == "VEVENT":
        wanted.append(Task.due_on.is_not(None))
    own = list(await session.scalars(sa.select(Task).where(*wanted).order_by(Task.late_at, Task.id).limit(MOST_TASKS)))
    left_out = await _count_beyond(session, wanted) if len(own) == MOST_TASKS else 0
    tasks = {task.id: task for task in own}
    others = {entry.task_id for entry in entries} - tasks.keys()
    if others:
        tasks |= {task.id: task for task in await session.scalars(sa.select(Task).where(Task.id.in_(others)))}
    ids = {task.customer_id for task in tasks.values() if task.customer_id}
    names = await session.execute(sa.select(Customer.id, Customer.name).where(Customer.id.in_(ids))) if ids else ()
    return Book(link, entries, tasks, own, {row.id: row.name for row in names}, left_out)


async def _count_beyond(session: AsyncSession, wanted: Sequence[Clause]) -> int:
    """How many tasks there are beyond the first."""
    count = await session.scalar(sa.select(sa.func.count()).select_from(Task).where(*wanted))
    return max(0, (count or 0) - MOST_TASKS)
