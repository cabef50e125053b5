"""Tell open pages of tasks that came, changed or went."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from uuid import UUID

from hub import events
from hub.db import Tx
from hub.tasks.models import Task
from hub.tasks.present import describe_many
from hub.tasks.schemas import TaskOut
from hub.timeline import homes_of

ROOM = "tasks"
TEAM_ROOM = "team_tasks"  # keyed by the team's id
CUSTOMER_ROOM = "customer_tasks"  # keyed by the customer's


async def push(tx: Tx, tasks: Sequence[Task], before: Mapping[UUID, Iterable[str]] | None = None) -> list[TaskOut]:
    """Push tasks as they now are, also to the rooms that they were in ``before``; returns them as pushed."""
    await tx.session.flush()
    shown = await describe_many(tx.session, tasks)
    rooms = await rooms_of(tx, tasks)
    for task, out in zip(tasks, shown, strict=True):
        for room in sorted(rooms[task.id] | set((before or {}).get(task.id, ()))):
            await events.append(tx, room, events.Kind.TASK, task.id, task.version, out)
    return shown


async def push_gone(tx: Tx, tasks: Sequence[Task]) -> None:
    """Push that tasks are no more."""
    rooms = await rooms_of(tx, tasks)
    for task in tasks:
        for room in sorted(rooms[task.id]):
            await events.append(tx, room, events.Kind.TASK, task.id, task.version + 1, None)


async def rooms_of(tx: Tx, tasks: Sequence[Task]) -> dict[UUID, set[str]]:
    """Where each is seen: by who made it and who is to do it, by the team, on the customer's page, by who sees all."""
    customers = {task.customer_id for task in tasks if task.customer_id}
    homes = await homes_of(tx.session, customers) if customers else {}
    return {task.id: _rooms(task, homes) for task in tasks}


def _rooms(task: Task, homes: Mapping[UUID, UUID]) -> set[str]:
    found = {ROOM} | {events.user_room(user) for user in (task.assignee_id, task.created_by) if user}
    if task.team_id:
        found.add(f"{TEAM_ROOM}:{task.team_id}")
    if task.customer_id:
        found.add(f"{CUSTOMER_ROOM}:{homes[task.customer_id]}")
    return found
