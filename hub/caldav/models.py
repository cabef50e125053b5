"""Calendars that people's tasks are kept in step with, and what is there of each task."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from hub.db import Base, new_id


class CalendarLink(Base):
    """Somebody's calendar; its password is sealed elsewhere, under the link's id.

    ``state``: ``new`` (nothing read yet), ``ok``, ``trouble`` (tried again), or ``stopped`` until its owner mends it;
    ``problem`` is why. ``sync_token`` (RFC 6578) and ``ctag`` are how far it was read.
    """

    __tablename__ = "caldav_link"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    user_id: Mapped[UUID] = mapped_column(unique=True)
    name: Mapped[str] = mapped_column(sa.String(120))
    url: Mapped[str] = mapped_column(sa.String(1000))  # of the calendar itself
    username: Mapped[str] = mapped_column(sa.String(200))
    component: Mapped[str] = mapped_column(sa.String(8))  # VTODO or VEVENT
    take_new: Mapped[bool] = mapped_column(default=False)
    state: Mapped[str] = mapped_column(sa.String(8), default="new")
    problem: Mapped[str | None] = mapped_column(sa.String(40))
    failures: Mapped[int] = mapped_column(default=0)
    since: Mapped[datetime]
    synced_at: Mapped[datetime | None]
    next_at: Mapped[datetime | None]
    sync_token: Mapped[str | None] = mapped_column(sa.String(2000))
    ctag: Mapped[str | None] = mapped_column(sa.String(500))
    access: Mapped[int] = mapped_column(default=0, server_default="0")  # the owner's, when they last said so
    left_out: Mapped[int] = mapped_column(default=0)  # tasks beyond what one calendar holds, or that it did not take
    version: Mapped[int] = mapped_column(sa.BigInteger, default=1)
    created_at: Mapped[datetime]


class CalendarEntry(Base):
    """A task in that calendar. ``base`` are its values as both sides last had them, ``etag`` the entry's of then.

    ``touched`` says when which value was changed here since. ``removed_at``: it was deleted there, and the task is not
    sent again.
    """

    __tablename__ = "caldav_entry"
    __table_args__ = (sa.UniqueConstraint("link_id", "task_id"), sa.Index("ix_caldav_entry_task_id", "task_id"))

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    link_id: Mapped[UUID] = mapped_column(sa.Uuid(), sa.ForeignKey("caldav_link.id", ondelete="CASCADE"))
    task_id: Mapped[UUID]
    href: Mapped[str] = mapped_column(sa.String(1000))
    etag: Mapped[str] = mapped_column(sa.String(300), default="")
    base: Mapped[dict[str, Any]]
    touched: Mapped[dict[str, Any]]
    removed_at: Mapped[datetime | None]


class CalendarRecord(Base):
    """What was decided about a task where it and a calendar did not agree; told on the task."""

    __tablename__ = "caldav_record"
    __table_args__ = (sa.Index("ix_caldav_record_task_id_at", "task_id", "at"), sa.Index("ix_caldav_record_at", "at"))

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    task_id: Mapped[UUID]
    user_id: Mapped[UUID]
    at: Mapped[datetime]
    kind: Mapped[str] = mapped_column(sa.String(12))  # conflict, refused, removed
    field: Mapped[str | None] = mapped_column(sa.String(12))
    kept: Mapped[str | None] = mapped_column(sa.String(8))  # whose value stays: hub or calendar
    kept_value: Mapped[str | None] = mapped_column(sa.String(200))
    lost_value: Mapped[str | None] = mapped_column(sa.String(200))
