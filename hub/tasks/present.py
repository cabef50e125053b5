"""Tasks as the API gives them, many by a fixed number of queries."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from hub import timeline
from hub.accounts import user_refs
from hub.customers import Customer
from hub.db import Reader
from hub.tasks.dues import due_moment
from hub.tasks.models import NEVER, Task
from hub.tasks.schemas import AboutRef, TaskOut
from hub.teams import team_refs
from hub.timeline import CustomerRef

_PLAIN = (
    "id", "uid", "title", "text", "entry_id", "promise", "priority", "due_on", "due_time", "zone", "remind_before",
    "remind_at", "reminded_at", "rrule", "repeat_from", "series_id", "occurrence", "state", "closed_at", "created_at",
    "updated_at", "sequence", "version",
)  # fmt: skip


async def describe(reader: Reader, task: Task) -> TaskOut:
    """One task."""
    return (await describe_many(reader, [task]))[0]


async def describe_many(reader: Reader, tasks: Sequence[Task]) -> list[TaskOut]:
    """Several, in their order."""
    if not tasks:
        return []
    people = {user for task in tasks for user in (task.assignee_id, task.closed_by, task.created_by) if user}
    users = await user_refs(reader, people)
    teams = await team_refs(reader, {task.team_id for task in tasks if task.team_id})
    customers = await _customers(reader, {task.customer_id for task in tasks if task.customer_id})
    heads = await timeline.heads_of(reader, {task.about_id for task in tasks if task.about_id})
    notes = await timeline.count_notes(reader, {task.entry_id for task in tasks})
    return [
        TaskOut(
            **{name: getattr(task, name) for name in _PLAIN},
            customer=_of(customers, task.customer_id), assignee=_of(users, task.assignee_id),
            team=_of(teams, task.team_id), closed_by=_of(users, task.closed_by), created_by=_of(users, task.created_by),
            about=_about(_of(heads, task.about_id)), comments=notes.get(task.entry_id, 0), due_at=due_moment(task),
            late_at=None if task.late_at == NEVER else task.late_at,
        )
        for task in tasks
    ]  # fmt: skip


def _of(found: dict[UUID, Any], key: UUID | None) -> Any:
    return found.get(key) if key else None


def _about(row: Any) -> AboutRef | None:
    if row is None:
        return None
    return AboutRef(
        interaction_id=row.id,
        **{name: getattr(row, name) for name in AboutRef.model_fields if name != "interaction_id"},
    )


async def _customers(reader: Reader, ids: set[UUID]) -> dict[UUID, CustomerRef]:
    """Whoever the customers were merged into, by the ids that the tasks hold."""
    if not ids:
        return {}
    member, root = sa.orm.aliased(Customer), sa.orm.aliased(Customer)
    query = sa.select(member.id, root.id.label("root"), root.name).join(root, root.id == member.root_id)
    rows = await reader.execute(query.where(member.id.in_(ids)))
    return {row.id: CustomerRef(id=row.root, name=row.name) for row in rows}
