"""Tasks, and what is left of those that went."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from hub.db import Base, new_id

NEVER = datetime(9999, 12, 31, tzinfo=UTC)


class Task(Base):
    """Something to be done for somebody, by somebody or a team.

    It is due on a day of ``zone``, at ``due_time`` or, without one, at any time of it. ``late_at`` is the first moment
    at which it is overdue, ``NEVER`` without a day, so that one index has all in order. ``entry_id`` is its own
    interaction: its line on the customer's timeline, and what its comments are notes about; ``about_id`` the
    interaction that it came from. ``uid``, ``sequence`` (day or state changed) and ``updated_at`` are a calendar's.

    Of one that comes again: ``rrule``, from which day on (``anchor_on``, which a moved due date leaves), whether the
    next is made when this is ``done`` or ``due``, and which of its series it is; ``ix_task_series`` makes each once.
    """

    __tablename__ = "task"
    __table_args__ = (
        sa.Index("ix_task_assignee_id_state_late_at_id", "assignee_id", "state", "late_at", "id"),
        sa.Index("ix_task_team_id_state_late_at_id", "team_id", "state", "late_at", "id"),
        sa.Index("ix_task_customer_id_state_late_at_id", "customer_id", "state", "late_at", "id"),
        sa.Index("ix_task_created_by_state_late_at_id", "created_by", "state", "late_at", "id"),
        sa.Index("ix_task_state_late_at_id", "state", "late_at", "id"),
        sa.Index("ix_task_state_closed_at_id", "state", "closed_at", "id"),
        sa.Index("ix_task_assignee_id_updated_at_id", "assignee_id", "updated_at", "id"),
        sa.Index("ix_task_remind_at", "remind_at"),
        sa.Index("ix_task_repeat_at", "repeat_at"),
        sa.Index("ix_task_series", "series_id", "occurrence", unique=True),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    uid: Mapped[str] = mapped_column(sa.String(255), unique=True)
    title: Mapped[str] = mapped_column(sa.String(200))
    text: Mapped[str] = mapped_column(sa.Text, default="")
    folded: Mapped[str] = mapped_column(sa.Text, default="")  # title and text as a search looks at them
    customer_id: Mapped[UUID | None] = mapped_column(sa.Uuid(), sa.ForeignKey("customer.id"))
    about_id: Mapped[UUID | None]
    entry_id: Mapped[UUID] = mapped_column(unique=True)
    done_entry_id: Mapped[UUID | None]  # the line that tells it was done, where that was on another day
    assignee_id: Mapped[UUID | None]
    team_id: Mapped[UUID | None] = mapped_column(sa.Uuid(), sa.ForeignKey("team.id"))
    promise: Mapped[bool] = mapped_column(default=False)
    priority: Mapped[str] = mapped_column(sa.String(8), default="normal")
    due_on: Mapped[date | None]
    due_time: Mapped[time | None]
    zone: Mapped[str] = mapped_column(sa.String(64), default="UTC")
    late_at: Mapped[datetime] = mapped_column(default=NEVER)
    remind_before: Mapped[int | None]  # minutes before it is due; of a whole day, before nine o'clock
    remind_at: Mapped[datetime | None]
    reminded_at: Mapped[datetime | None]
    rrule: Mapped[str | None] = mapped_column(sa.String(200))
    repeat_from: Mapped[str] = mapped_column(sa.String(8), default="done")
    anchor_on: Mapped[date | None]
    series_id: Mapped[UUID | None]
    occurrence: Mapped[int] = mapped_column(default=1)
    repeat_at: Mapped[datetime | None]  # when the next is made, should this not be done before
    followed: Mapped[bool] = mapped_column(default=False)  # the next was made
    state: Mapped[str] = mapped_column(sa.String(12), default="open")
    closed_at: Mapped[datetime | None]
    closed_by: Mapped[UUID | None]
    created_by: Mapped[UUID | None]
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]
    sequence: Mapped[int] = mapped_column(default=0)
    version: Mapped[int] = mapped_column(sa.BigInteger, default=1)


class TaskReminder(Base):
    """Somebody was reminded of a task, and has not put that away. What else tells them (a mail) goes by its id."""

    __tablename__ = "task_reminder"
    __table_args__ = (
        sa.UniqueConstraint("task_id", "user_id"),
        sa.Index("ix_task_reminder_user_id_id", "user_id", "id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    task_id: Mapped[UUID] = mapped_column(sa.Uuid(), sa.ForeignKey("task.id"))
    user_id: Mapped[UUID]
    remind_at: Mapped[datetime]


class TaskTombstone(Base):
    """A task that is gone from somebody's list: deleted, or given to somebody else. A calendar that syncs needs it."""

    __tablename__ = "task_tombstone"
    __table_args__ = (
        sa.UniqueConstraint("task_id", "user_id"),
        sa.Index("ix_task_tombstone_user_id_gone_at_id", "user_id", "gone_at", "id"),
        sa.Index("ix_task_tombstone_gone_at", "gone_at"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    task_id: Mapped[UUID]
    uid: Mapped[str] = mapped_column(sa.String(255), index=True)
    user_id: Mapped[UUID]
    version: Mapped[int] = mapped_column(sa.BigInteger)
    deleted: Mapped[bool]
    gone_at: Mapped[datetime]


class TaskFeed(Base):
    """A secret link by which a calendar reads somebody's tasks; the secret itself is nowhere kept.

    It ends with their ``access``. ``component``: tasks stand in it as events (VEVENT) or to-dos (VTODO).
    """

    __tablename__ = "task_feed"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    user_id: Mapped[UUID] = mapped_column(index=True)
    name: Mapped[str] = mapped_column(sa.String(80))
    digest: Mapped[bytes] = mapped_column(sa.LargeBinary(32), unique=True)
    created_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
    access: Mapped[int] = mapped_column(default=0, server_default="0")
    component: Mapped[str] = mapped_column(sa.String(8), default="VEVENT", server_default="VEVENT")
