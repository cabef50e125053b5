"""A task's lines on the customer's timeline: that it was made, how it stands, and that it was done on a later day."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from hub import timeline
from hub.accounts import user_refs
from hub.db import Tx
from hub.tasks.dues import zone_of
from hub.tasks.models import Task
from hub.timeline import Touch

CHANNEL = "event"


async def add_lines(tx: Tx, tasks: Sequence[Task], author_id: UUID | None) -> None:
    """Give new tasks their interactions. Of a series only the first stands on the timeline."""
    facts = await _facts(tx, tasks, "task")
    for task in tasks:
        seen = task.customer_id is not None and task.occurrence == 1
        touch = Touch(CHANNEL, "none", task.state, tx.now, author_id=author_id, facts=facts[task.id],
                      subject=task.title if seen else None)  # fmt: skip
        holders = [task.customer_id] if seen and task.customer_id else []
        task.entry_id = (await timeline.add_interaction(tx, touch, holders, "confirmed", soon=True)).id
    await timeline.push_many(tx, [task.entry_id for task in tasks if task.customer_id])


async def follow_lines(tx: Tx, tasks: Sequence[Task]) -> None:
    """Let the lines say how these tasks stand now."""
    facts = await _facts(tx, tasks, "task")
    await timeline.update_many(tx, {one.entry_id: {"state": one.state, "facts": facts[one.id]} for one in tasks})


async def add_done_lines(tx: Tx, tasks: Sequence[Task], author_id: UUID) -> None:
    """Say that these were done, where the line of their making stands on another day, or nowhere."""
    later = [task for task in tasks if task.customer_id and (task.occurrence > 1 or _on_a_later_day(tx, task))]
    facts = await _facts(tx, later, "task_done")
    for task in later:
        touch = Touch(CHANNEL, "none", "done", tx.now, author_id=author_id,
                      facts=facts[task.id] | {"title": task.title})  # fmt: skip
        holders = [task.customer_id] if task.customer_id else []
        task.done_entry_id = (await timeline.add_interaction(tx, touch, holders, "confirmed", soon=True)).id
    await timeline.push_many(tx, [task.done_entry_id for task in later if task.done_entry_id])


async def remove_done_lines(tx: Tx, tasks: Sequence[Task]) -> None:
    """These are not done any more."""
    await timeline.remove_many(tx, [task.done_entry_id for task in tasks if task.done_entry_id])
    for task in tasks:
        task.done_entry_id = None


async def rename_line(tx: Tx, task: Task) -> None:
    """The task is called something else, or is for somebody else."""
    if task.occurrence > 1:
        return
    holders = [task.customer_id] if task.customer_id else []
    gone = await timeline.set_holders(tx, task.entry_id, holders, task.created_at, CHANNEL, "to", "confirmed")
    await timeline.update_interaction(tx, task.entry_id, subject=task.title if task.customer_id else None)
    await timeline.push_entries(tx, task.entry_id, gone)


async def remove_lines(tx: Tx, tasks: Sequence[Task]) -> None:
    """These tasks are gone, with what was noted about them."""
    ids = [one for task in tasks for one in (task.entry_id, task.done_entry_id) if one]
    await timeline.remove_many(tx, ids)


def _on_a_later_day(tx: Tx, task: Task) -> bool:
    zone = zone_of(task.zone)
    return tx.now.astimezone(zone).date() > task.created_at.astimezone(zone).date()


async def _facts(tx: Tx, tasks: Sequence[Task], kind: str) -> dict[UUID, dict[str, Any]]:
    people = await user_refs(tx.session, {task.assignee_id for task in tasks if task.assignee_id})
    return {task.id: _facts_of(task, people, kind) for task in tasks}


def _facts_of(task: Task, people: Mapping[UUID, Any], kind: str) -> dict[str, Any]:
    assignee = people.get(task.assignee_id) if task.assignee_id else None
    return {
        "kind": kind, "task_id": str(task.id), "promise": task.promise,
        "due_on": task.due_on.isoformat() if task.due_on else None,
        "due_time": task.due_time.isoformat("minutes") if task.due_time else None,
        "assignee": assignee.name if assignee else None,
    }  # fmt: skip
