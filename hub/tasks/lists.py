"""Lists of tasks, page by page, and how many there are."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from hub.accounts import user_refs
from hub.customers import Customer
from hub.tasks.access import Clause, Reach
from hub.tasks.dues import day_starts, zone_of
from hub.tasks.models import NEVER, Task
from hub.tasks.schemas import Counts, PersonCounts, TasksQuery
from hub.text import fold

MOST = 1_000  # tasks are counted up to here
MOST_PEOPLE = 200
Key = tuple[datetime, UUID]
_OPEN = Task.state == "open"


async def find_tasks(
    session: AsyncSession, reach: Reach, query: TasksQuery, now: datetime, after: Key | None, limit: int
) -> list[Task]:
    """The next tasks behind ``after``: as they are due, or closed ones by when they were, newest first."""
    found = sa.select(Task).where(*_conditions(reach, query, now))
    closed = query.state != "open"
    key: list[Any] = [Task.closed_at if closed else Task.late_at, Task.id]
    if after is not None:
        place = sa.tuple_(*(sa.literal(value, column.type) for value, column in zip(after, key, strict=True)))
        found = found.where(sa.tuple_(*key) < place if closed else sa.tuple_(*key) > place)
    order = [column.desc() for column in key] if closed else key
    return list(await session.scalars(found.order_by(*order).limit(limit)))


def _conditions(reach: Reach, query: TasksQuery, now: datetime) -> list[Clause]:
    states = {"open": ["open"], "closed": ["done", "cancelled"]}.get(query.state, [query.state])
    clauses = [Task.state.in_(states), *reach.visible(query.customer_id)]
    if query.customer_id is not None:
        clauses.append(_of_customer(query.customer_id))
    elif query.whose != "all":
        clauses.append(reach.mine if query.whose == "mine" else Task.created_by == reach.user.id)
    clauses += [
        getattr(Task, name) == value
        for name in ("assignee_id", "team_id", "promise", "priority")
        if (value := getattr(query, name)) is not None
    ]
    if query.nobody:
        clauses.append(Task.assignee_id.is_(None))
    clauses += [Task.folded.contains(word, autoescape=True) for word in fold(query.q or "").split()[:8]]
    if query.due is not None:
        clauses.append(dict(_spans(now, reach.user.time_zone))[query.due])
    return clauses


def _of_customer(customer_id: UUID) -> Clause:
    """Those of everybody who was merged with the customer."""
    one, member = sa.orm.aliased(Customer), sa.orm.aliased(Customer)
    root = sa.select(one.root_id).where(one.id == customer_id).scalar_subquery()
    return Task.customer_id.in_(sa.select(member.id).where(member.root_id == root))


def _spans(now: datetime, zone: str) -> list[tuple[str, Clause]]:
    """What is overdue, due today, in the seven days after, later, and without a day. No task is in two."""
    _, tomorrow, later = day_starts(now, zone_of(zone))
    return [
        ("overdue", Task.late_at <= now),
        ("today", sa.and_(Task.late_at > now, Task.late_at <= tomorrow)),
        ("week", sa.and_(Task.late_at > tomorrow, Task.late_at > now, Task.late_at <= later)),
        ("later", sa.and_(Task.late_at > later, Task.late_at < NEVER)),
        ("none", Task.late_at == NEVER),
    ]


async def count_tasks(session: AsyncSession, reach: Reach, query: TasksQuery, now: datetime) -> Counts:
    """How many there are of each kind of day, in one query."""
    conditions = _conditions(reach, query, now)
    counts = [
        sa.select(sa.func.count())
        .select_from(sa.select(Task.id).where(*conditions, clause).limit(MOST).subquery())
        .scalar_subquery()
        .label(name)
        for name, clause in _spans(now, reach.user.time_zone)
    ]
    return Counts.model_validate((await session.execute(sa.select(*counts))).one())


async def count_people(session: AsyncSession, reach: Reach, team_id: UUID, now: datetime) -> list[PersonCounts]:
    """A team's open tasks by who is to do them, those with most overdue first; nobody's before all."""
    overdue = sa.func.sum(sa.case((Task.late_at <= now, 1), else_=0))
    promises = sa.func.sum(sa.case((Task.promise, 1), else_=0))
    query = sa.select(
        Task.assignee_id, sa.func.count().label("open"), overdue.label("overdue"), promises.label("promises")
    )
    query = query.where(_OPEN, Task.team_id == team_id, *reach.visible()).group_by(Task.assignee_id)
    rows = (await session.execute(query.order_by(sa.desc("overdue"), sa.desc("open")).limit(MOST_PEOPLE))).all()
    users = await user_refs(session, {row.assignee_id for row in rows if row.assignee_id})
    found = [
        PersonCounts(user=users.get(row.assignee_id), open=row.open, overdue=row.overdue, promises=row.promises)
        for row in rows
    ]
    return sorted(found, key=lambda one: one.user is not None)
