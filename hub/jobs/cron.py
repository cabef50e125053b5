"""Repeated jobs: a row a plan, moved on by whichever process comes first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from hub.db import Tx
from hub.db.clock import StoreNow
from hub.jobs import queue
from hub.jobs.models import Cron


@dataclass(frozen=True, slots=True)
class Plan:
    """When a repeated job is due: every so often, or daily at a time of a zone."""

    name: str
    lane: str
    every: timedelta | None
    at: time | None
    zone: ZoneInfo

    def __post_init__(self) -> None:
        if (self.every is None) == (self.at is None):
            raise ValueError(f"{self.name}: give either every or at")

    @property
    def spec(self) -> str:
        """The plan as text: another text in the store means that it was changed."""
        return f"every {self.every.total_seconds()}" if self.every else f"at {self.at} {self.zone.key}"

    def after(self, moment: datetime) -> datetime:
        """The next time that it is due, after ``moment``; missed times are not made up for."""
        if self.every is not None:
            return moment + self.every
        assert self.at is not None  # noqa: S101 - __post_init__ holds it
        local = moment.astimezone(self.zone)
        due = datetime.combine(local.date(), self.at, self.zone)
        while due.astimezone(UTC) <= moment:
            due = datetime.combine(due.date() + timedelta(days=1), self.at, self.zone)
        return due.astimezone(UTC)


async def lay(tx: Tx, plans: Sequence[Plan]) -> None:
    """Store plans that are new or changed; an unchanged one keeps its next time."""
    now = await _now(tx)
    insert: Any = postgresql.insert if tx.dialect == "postgresql" else sqlite.insert
    for plan in plans:
        values = {"name": plan.name, "spec": plan.spec, "next_run_at": plan.after(now)}
        statement = insert(Cron).values(values)
        changed = {"spec": statement.excluded.spec, "next_run_at": statement.excluded.next_run_at}
        where = Cron.spec != statement.excluded.spec
        await tx.session.execute(statement.on_conflict_do_update(index_elements=[Cron.name], set_=changed, where=where))


async def enqueue_due(tx: Tx, plans: Sequence[Plan]) -> float | None:
    """Enqueue what is due, once over all processes; returns the seconds until the next one, None without plans."""
    if not plans:
        return None
    now = await _now(tx)
    names = {plan.name: plan for plan in plans}
    rows = (await tx.session.execute(sa.select(Cron.name, Cron.next_run_at).where(Cron.name.in_(names)))).all()
    due = [(name, at) for name, at in rows if at <= now]
    times = [at for _, at in rows if at > now]
    for name, at in due:
        following = names[name].after(now)
        moved = sa.update(Cron).where(Cron.name == name, Cron.next_run_at == at).values(next_run_at=following)
        if (await tx.session.execute(moved.returning(Cron.name))).first():
            await queue.enqueue(tx, name, lane=names[name].lane, key=f"cron:{name}")
        times.append(following)
    return (min(times) - now).total_seconds() if times else None


async def _now(tx: Tx) -> datetime:
    return (await tx.session.execute(sa.select(StoreNow()))).scalar_one()
