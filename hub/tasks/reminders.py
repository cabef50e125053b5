"""Reminders: told when their time comes, shown until they are put away."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from hub import events
from hub.db import Tx, new_id
from hub.tasks.hooks import HOOKS
from hub.tasks.models import Task, TaskReminder
from hub.tasks.present import describe_many
from hub.tasks.push import push
from hub.tasks.schemas import ReminderOut, TaskOut
from hub.teams import members_of
from hub.web import NotFound, Principal

LATEST = 50  # of somebody's reminders, in a snapshot


async def remind(tx: Tx, tasks: Sequence[Task]) -> None:
    """Remind those who are to do these tasks: the assignee; else the team's members; else who made it."""
    await put_away(tx, tasks)
    teams = await members_of(tx.session, {one.team_id for one in tasks if one.team_id and not one.assignee_id})
    made = []
    for task in tasks:
        at, task.reminded_at = task.remind_at or tx.now, tx.now
        task.version, task.updated_at = task.version + 1, tx.now
        made += [TaskReminder(id=new_id(), task_id=task.id, user_id=user, remind_at=at) for user in _whom(task, teams)]
    tx.session.add_all(made)
    shown = {out.id: out for out in await push(tx, tasks)}
    for row in made:
        await events.append(tx, events.user_room(row.user_id), events.Kind.REMINDER, row.id, 1, _out(row, shown))
    for hook in HOOKS.reminded:
        await hook(tx, made)


def _whom(task: Task, teams: Mapping[UUID, set[UUID]]) -> list[UUID]:
    if task.assignee_id:
        return [task.assignee_id]
    members = teams.get(task.team_id, set()) if task.team_id else set()
    return sorted(members) or ([task.created_by] if task.created_by else [])


async def put_away(tx: Tx, tasks: Collection[Task]) -> None:
    """Nobody needs reminding of these any more."""
    if not tasks:
        return
    gone = sa.delete(TaskReminder).where(TaskReminder.task_id.in_([task.id for task in tasks]))
    for row in await tx.session.execute(gone.returning(TaskReminder.id, TaskReminder.user_id)):
        await events.append(tx, events.user_room(row.user_id), events.Kind.REMINDER, row.id, 2, None)


async def put_mine_away(tx: Tx, user: Principal, reminder_id: UUID) -> None:
    """The user has seen it. Raises ``NotFound``."""
    row = await tx.session.get(TaskReminder, reminder_id)
    if row is None or row.user_id != user.id:
        raise NotFound("There is no such reminder.")
    await tx.session.delete(row)
    await events.append(tx, events.user_room(user.id), events.Kind.REMINDER, row.id, 2, None)


async def add_to_me(session: AsyncSession, user: Principal, _item: UUID | None) -> Mapping[str, Sequence[ReminderOut]]:
    """What the user is to be reminded of, for their own room."""
    query = sa.select(TaskReminder, Task).join(Task, Task.id == TaskReminder.task_id)
    query = query.where(TaskReminder.user_id == user.id).order_by(TaskReminder.id.desc()).limit(LATEST)
    rows = (await session.execute(query)).all()
    shown = {out.id: out for out in await describe_many(session, [task for _, task in rows])}
    return {"reminder": [_out(row, shown) for row, _ in rows]}


def _out(row: TaskReminder, shown: Mapping[UUID, TaskOut]) -> ReminderOut:
    return ReminderOut(id=row.id, task=shown[row.task_id], remind_at=row.remind_at, version=1)
