"""Comments on a task: notes about its own interaction, which name colleagues as other notes do."""

from __future__ import annotations

from uuid import UUID

import sqlalchemy as sa

from hub import timeline
from hub.db import Tx
from hub.tasks.access import get_task
from hub.tasks.models import Task
from hub.tasks.push import push
from hub.timeline import EntryOut, Interaction, NewNote, NoteChange
from hub.web import NotFound, Principal


async def add_comment(tx: Tx, user: Principal, task_id: UUID, body: NewNote) -> EntryOut:
    """Say something about a task. Raises ``NotFound``, or ``Invalid`` for who is named and does not work here."""
    task = await get_task(tx.session, user, task_id, lock=True)
    made = await timeline.add_note(tx, user, body, [], about_id=task.entry_id, facts={"task_id": str(task.id)})
    await _touch(tx, task)
    return made


async def change_comment(tx: Tx, user: Principal, task_id: UUID, comment_id: UUID, body: NoteChange) -> EntryOut:
    """Say something else. Raises ``NotFound``, ``Forbidden`` or ``Invalid``."""
    task = await _task_of(tx, user, task_id, comment_id)
    changed = await timeline.change_note(tx, user, comment_id, body)
    await _touch(tx, task)
    return changed


async def delete_comment(tx: Tx, user: Principal, task_id: UUID, comment_id: UUID) -> None:
    """Take a comment away. Raises ``NotFound`` or ``Forbidden``."""
    task = await _task_of(tx, user, task_id, comment_id)
    await timeline.delete_note(tx, user, comment_id)
    await _touch(tx, task)


async def _task_of(tx: Tx, user: Principal, task_id: UUID, comment_id: UUID) -> Task:
    task = await get_task(tx.session, user, task_id, lock=True)
    about = await tx.session.scalar(sa.select(Interaction.about_id).where(Interaction.id == comment_id))
    if about != task.entry_id:
        raise NotFound("There is no such comment.")
    return task


async def _touch(tx: Tx, task: Task) -> None:
    task.version, task.updated_at = task.version + 1, tx.now
    await push(tx, [task])
