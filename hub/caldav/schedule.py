"""One durable job for each calendar: at once after a change here, else every so often."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextvars import ContextVar
from datetime import timedelta
from typing import Any, Final
from uuid import UUID

import sqlalchemy as sa
from pydantic import BaseModel

from hub import jobs
from hub.caldav.models import CalendarEntry, CalendarLink, CalendarRecord
from hub.db import Tx
from hub.tasks import Task

KIND: Final = "tasks.calendar"
LANE: Final = "calendars"  # servers of others answer when they like: nothing else waits for them
AT_WORK: ContextVar[UUID | None] = ContextVar("calendar_at_work", default=None)
"""The link that is being synchronised here: what it changes is no news to it."""
_WELL: Final = frozenset({"new", "ok"})  # a server in trouble is not asked the more for what changes here
_FIELD_OF: Final = {
    "title": "title", "text": "text", "due_on": "due", "due_time": "due", "zone": "due", "priority": "priority",
    "state": "state",
}  # fmt: skip
_NEEDED: Final = (*_FIELD_OF, "assignee_id", "customer_id", "remind_before")


class Payload(BaseModel):
    """Which calendar."""

    link_id: UUID


def key_of(link_id: UUID) -> str:
    """The key of its job."""
    return f"{KIND}:{link_id}"


async def sync_soon(tx: Tx, link_id: UUID, after: timedelta = timedelta()) -> None:
    """Have it looked at, at once or later; a look that is due before then stays."""
    await jobs.enqueue(tx, KIND, Payload(link_id=link_id), lane=LANE, run_at=after, key=key_of(link_id))


async def follow_changes(tx: Tx, tasks: Sequence[Task], before: Mapping[UUID, Mapping[str, Any]]) -> None:
    """Tasks came or changed: note when, and have the calendars of whoever has or had them told."""
    moved = [task for task in tasks if _matters(task, before.get(task.id))]
    people = {user for task in moved for user in _people(task, before.get(task.id)) if user}
    if not people:
        return
    query = sa.select(CalendarLink.id, CalendarLink.state).where(CalendarLink.user_id.in_(people))
    links = {row.id: row.state for row in await tx.session.execute(query)}
    if not links:
        return
    await _note_times(tx, list(links), {task.id: task for task in moved}, before)
    well = [link for link, state in links.items() if state in _WELL and link != AT_WORK.get()]
    wanted = {key_of(link): Payload(link_id=link) for link in well}
    await jobs.enqueue_keyed(tx, KIND, wanted, lane=LANE)


def _people(task: Task, before: Mapping[str, Any] | None) -> tuple[UUID | None, UUID | None]:
    return task.assignee_id, before["assignee_id"] if before else None


def _matters(task: Task, before: Mapping[str, Any] | None) -> bool:
    return before is None or any(getattr(task, name) != before[name] for name in _NEEDED)


async def _note_times(
    tx: Tx, links: Sequence[UUID], tasks: Mapping[UUID, Task], before: Mapping[UUID, Mapping[str, Any]]
) -> None:
    query = sa.select(CalendarEntry).where(CalendarEntry.task_id.in_(list(tasks)), CalendarEntry.link_id.in_(links))
    for entry in await tx.session.scalars(query):
        was, task = before.get(entry.task_id), tasks[entry.task_id]
        changed = {_FIELD_OF[name] for name in _FIELD_OF if was is not None and getattr(task, name) != was[name]}
        entry.touched = entry.touched | dict.fromkeys(changed, tx.now.isoformat())


async def follow_deletions(tx: Tx, tasks: Sequence[Task]) -> None:
    """Tasks go: so do what is told on them, and their entries at the calendars' next look, which is now."""
    ids = [task.id for task in tasks]
    await tx.session.execute(sa.delete(CalendarRecord).where(CalendarRecord.task_id.in_(ids)))
    query = sa.select(CalendarEntry.link_id).where(CalendarEntry.task_id.in_(ids)).distinct()
    wanted = {key_of(link): Payload(link_id=link) for link in await tx.session.scalars(query)}
    await jobs.enqueue_keyed(tx, KIND, wanted, lane=LANE)
