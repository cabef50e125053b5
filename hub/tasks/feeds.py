"""Secret links by which calendars subscribe to somebody's tasks. Kept by their digest only."""

from __future__ import annotations

import hashlib
import re
import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from hub.accounts import Permission, User, access_of, audit, permissions_of
from hub.customers import Customer
from hub.db import Tx, new_id
from hub.tasks.models import Task, TaskFeed
from hub.teams import teams_of
from hub.web import Conflict, NotFound, Principal

MOST = 5  # links of one person: one for each of their calendars
MOST_TASKS = 500
KEEP = timedelta(days=30)  # what was closed is shown for so long
SEEN_EVERY = timedelta(hours=1)
_TOKEN = re.compile(r"[A-Za-z0-9_-]{43}")


def digest(token: str) -> bytes:
    """What is kept of a token."""
    return hashlib.sha256(token.encode()).digest()


async def list_feeds(session: AsyncSession, user_id: UUID) -> Sequence[TaskFeed]:
    """Somebody's links that work, oldest first."""
    query = sa.select(TaskFeed).join(User, User.id == TaskFeed.user_id)
    query = query.where(TaskFeed.user_id == user_id, TaskFeed.access == User.access)
    return (await session.scalars(query.order_by(TaskFeed.id))).all()


async def add_feed(tx: Tx, user: Principal, name: str, component: str) -> tuple[TaskFeed, str]:
    """A new link and its secret, which nobody can tell again. Raises ``Conflict``."""
    access = await access_of(tx.session, user.id)
    ended = sa.delete(TaskFeed).where(TaskFeed.user_id == user.id, TaskFeed.access != access)
    await tx.session.execute(ended)
    count = sa.select(sa.func.count()).select_from(TaskFeed).where(TaskFeed.user_id == user.id)
    if (await tx.session.scalar(count) or 0) >= MOST:
        raise Conflict(f"There are {MOST} links already: revoke one first.", code="too_many_links")
    token = secrets.token_urlsafe(32)
    feed = TaskFeed(
        id=new_id(), user_id=user.id, name=name, digest=digest(token), created_at=tx.now, access=access,
        component=component,
    )  # fmt: skip
    tx.session.add(feed)
    audit.record(tx, "task_feed_made", actor_id=user.id, subject_id=feed.id)
    return feed, token


async def revoke_feed(tx: Tx, user: Principal, feed_id: UUID) -> None:
    """End a link. Raises ``NotFound``."""
    feed = await tx.session.get(TaskFeed, feed_id)
    if feed is None or feed.user_id != user.id:
        raise NotFound("There is no such link.")
    await tx.session.delete(feed)
    audit.record(tx, "task_feed_revoked", actor_id=user.id, subject_id=feed_id)


async def find_feed(session: AsyncSession, token: str, *, demo: bool) -> Any:
    """The link and whose it is; None where it is unknown or ended, or they may see no tasks any more.

    Links of the demo's people work in the demo only.
    """
    if not _TOKEN.fullmatch(token):
        return None
    query = sa.select(
        TaskFeed.id, TaskFeed.user_id, TaskFeed.used_at, TaskFeed.component, User.name, User.role, User.demo
    )
    query = query.join(User, User.id == TaskFeed.user_id).where(TaskFeed.digest == digest(token), User.active.is_(True))
    query = query.where(TaskFeed.access == User.access)
    found = (await session.execute(query)).first()
    if found is None or (found.demo and not demo):
        return None
    return found if Permission.TASKS_READ in await permissions_of(session, found.role) else None


async def note_use(tx: Tx, feed_id: UUID) -> None:
    """Remember when a calendar looked last."""
    await tx.session.execute(sa.update(TaskFeed).where(TaskFeed.id == feed_id).values(used_at=tx.now))


def is_stale(used_at: datetime | None, now: datetime) -> bool:
    """Whether the last use is worth writing down again."""
    return used_at is None or now - used_at > SEEN_EVERY


async def tasks_of(
    session: AsyncSession, user_id: UUID, now: datetime, *, dayless: bool
) -> tuple[list[Task], dict[UUID, str]]:
    """What is somebody's to do, or nobody's yet in a team of theirs, with the customers' names; soonest first."""
    teams = list(await teams_of(session, user_id))
    own: sa.ColumnElement[bool] = Task.assignee_id == user_id
    if teams:
        own = sa.or_(own, sa.and_(Task.assignee_id.is_(None), Task.team_id.in_(teams)))
    shown = sa.or_(Task.state == "open", sa.and_(Task.state == "done", Task.closed_at > now - KEEP))
    query = sa.select(Task).where(own, shown)
    if not dayless:
        query = query.where(Task.due_on.is_not(None))
    tasks = list(await session.scalars(query.order_by(Task.late_at.desc(), Task.id).limit(MOST_TASKS)))
    ids = {task.customer_id for task in tasks if task.customer_id}
    names = await session.execute(sa.select(Customer.id, Customer.name).where(Customer.id.in_(ids))) if ids else ()
    return sorted(tasks, key=lambda task: (task.late_at, task.id)), {row.id: row.name for row in names}
