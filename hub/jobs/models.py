"""The tables of jobs and of the cron."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from hub.db import Base, new_id

_PENDING = sa.text("dead_at IS NULL")


class Job(Base):
    """A piece of work. A finished job's row is gone; one that failed for good stays with ``dead_at``."""

    __tablename__ = "job"
    __table_args__ = (
        sa.Index("ix_job_lane_run_at_id", "lane", "run_at", "id", sqlite_where=_PENDING, postgresql_where=_PENDING),
        sa.Index("ix_job_expires_at", "expires_at", sqlite_where=_PENDING, postgresql_where=_PENDING),
        sa.Index("uq_job_key", "key", unique=True, sqlite_where=_PENDING, postgresql_where=_PENDING),
        sa.Index("ix_job_lease_owner", "lease_owner"),
        sa.Index("ix_job_dead_at", "dead_at"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    lane: Mapped[str] = mapped_column(sa.String(80))
    kind: Mapped[str] = mapped_column(sa.String(80))
    payload: Mapped[dict[str, Any]]
    run_at: Mapped[datetime]  # not before; while leased: when the lease ends and anybody may run it again
    attempts: Mapped[int] = mapped_column(default=0)  # counted when one begins
    max_attempts: Mapped[int]
    lease_owner: Mapped[str | None] = mapped_column(sa.String(160))  # names one attempt of one process
    expires_at: Mapped[datetime | None]  # of no use to anybody later
    key: Mapped[str | None] = mapped_column(sa.String(200))
    again: Mapped[bool] = mapped_column(default=False)  # enqueued anew while it ran
    last_error: Mapped[str | None] = mapped_column(sa.Text)
    dead_at: Mapped[datetime | None]
    dead_reason: Mapped[str | None] = mapped_column(sa.String(20))
    dead_cause: Mapped[str | None] = mapped_column(sa.String(20))  # what stood in the way the last time
    created_at: Mapped[datetime]


class Cron(Base):
    """When a repeated job is due next; whoever moves ``next_run_at`` on enqueues it."""

    __tablename__ = "cron"

    name: Mapped[str] = mapped_column(sa.String(80), primary_key=True)
    spec: Mapped[str] = mapped_column(sa.String(80))  # a change of it makes a new plan
    next_run_at: Mapped[datetime]
