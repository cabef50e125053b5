"""One thing done with many tasks, in one transaction."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from hub.db import Tx
from hub.tasks.access import Reach, reach_of
from hub.tasks.dues import set_moments
from hub.tasks.models import Task
from hub.tasks.push import push
from hub.tasks.schemas import Left, ManyDone, ManyTasks, PutBack, TaskBefore, TaskOut
from hub.tasks.store import apply, check_day, check_people, delete_tasks, differs, remember, set_state, settle
from hub.web import Invalid, Principal

_STATES = {"done": "done", "cancel": "cancelled", "reopen": "open"}


async def do_with_many(tx: Tx, user: Principal, wanted: ManyTasks) -> ManyDone:
    """Do it with those that are there and the user's to change; the others are told. Raises ``Invalid``."""
    ids = list(dict.fromkeys(wanted.ids))
    found = await _locked(tx, ids)
    reach = await reach_of(tx.session, user)
    left = {one: code for one in ids if (code := _refusal(reach, found.get(one), wanted))}
    tasks = [found[one] for one in ids if one not in left]
    told = [Left(id=one, code=code) for one, code in left.items()]
    if wanted.action == "delete":
        await delete_tasks(tx, user, tasks)
        return ManyDone(changed=[], left=told)
    if wanted.action == "assign":
        await check_people(tx, [wanted.assignee_id], [wanted.team_id])
    before = await remember(tx, tasks)
    changed = [task for task in tasks if _do(tx, user.id, task, wanted)]
    shown = await settle(tx, user, changed, {task.id: before[task.id] for task in changed}) if changed else []
    return ManyDone(changed=shown, left=told)


async def put_back(tx: Tx, user: Principal, wanted: PutBack) -> ManyDone:
    """Take back what was done with many: only where nobody changed the task again since. Raises ``Invalid``."""
    given = {one.id: one for one in wanted.tasks}
    found = await _locked(tx, given)
    reach = await reach_of(tx.session, user)
    left = [Left(id=one.id, code=code) for one in given.values() if (code := _since(reach, found.get(one.id), one))]
    for one in left:
        found.pop(one.id, None)
    back = [(task, given[one]) for one, task in found.items()]  # who is not touched may have left since
    people = [was.assignee_id for task, was in back if was.assignee_id != task.assignee_id]
    await check_people(tx, people, [was.team_id for task, was in back if was.team_id != task.team_id])
    before = await remember(tx, list(found.values()))
    for task in found.values():
        _restore(tx, user.id, task, given[task.id])
    changed = [task for task in found.values() if differs(task, before[task.id])]
    shown = await settle(tx, user, changed, {task.id: before[task.id] for task in changed}) if changed else []
    return ManyDone(changed=shown, left=left)


async def change_each(tx: Tx, user: Principal, wanted: Mapping[UUID, dict[str, Any]]) -> list[TaskOut]:
    """Change each as it is said, those that are there and that the user sees; by a fixed number of queries for all."""
    reach = await reach_of(tx.session, user)
    tasks = [task for task in (await _locked(tx, wanted)).values() if reach.sees(task)]
    before = await remember(tx, tasks)
    for task in tasks:
        await apply(tx, task, dict(wanted[task.id]), user)
    changed = [task for task in tasks if differs(task, before[task.id])]
    return await settle(tx, user, changed, {task.id: before[task.id] for task in changed}) if changed else []


async def touch(tx: Tx, tasks: Sequence[Task]) -> None:
    """Something beside these tasks changed that is shown with them."""
    for task in tasks:
        task.version, task.updated_at = task.version + 1, tx.now
    await push(tx, tasks)


async def _locked(tx: Tx, ids: Iterable[UUID]) -> dict[UUID, Task]:
    query = sa.select(Task).where(Task.id.in_(list(ids))).order_by(Task.id).with_for_update()
    return {task.id: task for task in await tx.session.scalars(query.execution_options(populate_existing=True))}


def _since(reach: Reach, task: Task | None, was: TaskBefore) -> str | None:
    if task is None or not reach.sees(task):
        return "not_found"
    return "changed" if task.version != was.version else None


def _restore(tx: Tx, user_id: UUID, task: Task, was: TaskBefore) -> None:
    if was.assignee_id is None and was.team_id is None:
        raise Invalid.field("body.tasks", "missing", "A task is somebody's, or a team's.")
    moved = task.due_on != was.due_on
    task.assignee_id, task.team_id, task.due_on = was.assignee_id, was.team_id, was.due_on
    check_day(task, task.rrule)
    if moved:
        set_moments(task, tx.now)
    set_state(task, was.state, user_id, tx.now)


def _refusal(reach: Reach, task: Task | None, wanted: ManyTasks) -> str | None:
    if task is None or not reach.sees(task):
        return "not_found"
    if wanted.action == "delete":
        return None if reach.may_delete(task) else "forbidden"
    if wanted.action in {"assign", "move"} and task.state != "open":
        return "state"
    return None


def _do(tx: Tx, user_id: UUID, task: Task, wanted: ManyTasks) -> bool:
    """Change one; False where it is so already."""
    seen: Sequence[object] = _values(task)
    if state := _STATES.get(wanted.action):
        set_state(task, state, user_id, tx.now)
    elif wanted.action == "assign":
        task.assignee_id = wanted.assignee_id
        task.team_id = wanted.team_id or (task.team_id if wanted.assignee_id else None)
    else:
        task.due_on = wanted.due_on
        set_moments(task, tx.now)
    return _values(task) != seen


def _values(task: Task) -> tuple[object, ...]:
    return task.state, task.assignee_id, task.team_id, task.due_on
