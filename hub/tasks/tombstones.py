"""What is left of tasks for whose list they are gone from, so that a calendar that syncs can follow."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from hub.db import Reader, Tx, new_id
from hub.tasks.models import Task, TaskTombstone

KEEP = timedelta(days=180)  # a calendar away for longer reads everything anew


async def bury(tx: Tx, gone: Sequence[tuple[Task, UUID]], *, deleted: bool) -> None:
    """Note that each task is gone from that user's list."""
    await exhume(tx, gone)
    rows = [
        {"id": new_id(), "task_id": task.id, "uid": task.uid, "user_id": user, "version": task.version + 1,
         "deleted": deleted, "gone_at": tx.now}
        for task, user in gone
    ]  # fmt: skip
    if rows:
        await tx.connection.execute(sa.insert(TaskTombstone), rows)


async def exhume(tx: Tx, back: Sequence[tuple[Task, UUID]]) -> None:
    """The tasks are on these users' lists."""
    if back:
        pairs = sa.tuple_(TaskTombstone.task_id, TaskTombstone.user_id).in_([(task.id, user) for task, user in back])
        await tx.session.execute(sa.delete(TaskTombstone).where(pairs))


async def tombstones_of(reader: Reader, user_id: UUID, since: datetime, limit: int) -> Sequence[Any]:
    """Rows of what went from the user's list at ``since`` or later, oldest first."""
    table: Any = TaskTombstone.__table__
    query = sa.select(table).where(table.c.user_id == user_id, table.c.gone_at >= since)
    return (await reader.execute(query.order_by(table.c.gone_at, table.c.id).limit(limit))).all()


async def is_deleted(reader: Reader, uids: Collection[str]) -> set[str]:
    """Those of the ``uids`` that were deleted here."""
    query = sa.select(TaskTombstone.uid).where(TaskTombstone.uid.in_(list(uids)), TaskTombstone.deleted.is_(True))
    return set((await reader.execute(query)).scalars())


async def purge(tx: Tx, limit: int = 2_000) -> int:
    """Forget up to ``limit`` old ones; returns how many."""
    old = sa.select(TaskTombstone.id).where(TaskTombstone.gone_at < tx.now - KEEP).limit(limit)
    result: Any = await tx.session.execute(sa.delete(TaskTombstone).where(TaskTombstone.id.in_(old)))
    return int(result.rowcount)
