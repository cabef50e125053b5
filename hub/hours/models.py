"""Calendars of hours, their special days, and which lines and teams keep which."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from hub.db import Base, new_id


class HoursCalendar(Base):
    """Hours of the week in a time zone. ``week``: seven lists of [start, end] in minutes, Monday first.

    ``closed_from`` to ``closed_until`` it is closed by hand. At most one is the organisation's ``is_default``.
    """

    __tablename__ = "hours_calendar"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    name: Mapped[str] = mapped_column(sa.String(80))
    time_zone: Mapped[str] = mapped_column(sa.String(64))
    week: Mapped[list[Any]]
    is_default: Mapped[bool] = mapped_column(default=False)
    closed_from: Mapped[datetime | None]
    closed_until: Mapped[datetime | None]
    closed_reason: Mapped[str | None] = mapped_column(sa.String(120))
    closed_by: Mapped[UUID | None]
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]
    version: Mapped[int] = mapped_column(sa.BigInteger, default=1)


class HoursDay(Base):
    """A special day: ``on`` one date, or every year on ``month`` and ``day`` of the calendar it ``repeats`` in.

    ``key`` says which day that is: a calendar has each once. ``spans`` are its hours, none where it is closed.
    """

    __tablename__ = "hours_day"
    __table_args__ = (sa.UniqueConstraint("calendar_id", "key"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    calendar_id: Mapped[UUID] = mapped_column(sa.ForeignKey("hours_calendar.id", ondelete="CASCADE"))
    key: Mapped[str] = mapped_column(sa.String(20))
    name: Mapped[str] = mapped_column(sa.String(120))
    spans: Mapped[list[Any]]
    repeats: Mapped[str] = mapped_column(sa.String(10))  # once, gregorian, jalali
    on: Mapped[date | None]
    month: Mapped[int]
    day: Mapped[int]
    version: Mapped[int] = mapped_column(sa.BigInteger, default=1)


class HoursLine(Base):
    """The calendar that a line keeps."""

    __tablename__ = "hours_line"
    __table_args__ = (sa.Index("ix_hours_line_calendar_id", "calendar_id"),)

    line_id: Mapped[UUID] = mapped_column(sa.ForeignKey("line.id", ondelete="CASCADE"), primary_key=True)
    calendar_id: Mapped[UUID] = mapped_column(sa.ForeignKey("hours_calendar.id", ondelete="CASCADE"))


class HoursTeam(Base):
    """The calendar that a team keeps."""

    __tablename__ = "hours_team"
    __table_args__ = (sa.Index("ix_hours_team_calendar_id", "calendar_id"),)

    team_id: Mapped[UUID] = mapped_column(sa.ForeignKey("team.id", ondelete="CASCADE"), primary_key=True)
    calendar_id: Mapped[UUID] = mapped_column(sa.ForeignKey("hours_calendar.id", ondelete="CASCADE"))


class HoursImport(Base):
    """Special days out of a file. ``rows`` say what becomes of each; ``changes`` what was there before, for undoing."""

    __tablename__ = "hours_import"
    __table_args__ = (sa.Index("ix_hours_import_calendar_id", "calendar_id"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    calendar_id: Mapped[UUID] = mapped_column(sa.ForeignKey("hours_calendar.id", ondelete="CASCADE"))
    name: Mapped[str] = mapped_column(sa.String(200))
    state: Mapped[str] = mapped_column(sa.String(10))  # checked, done, undone
    rows: Mapped[list[Any]]
    changes: Mapped[list[Any]]
    counts: Mapped[dict[str, Any]]
    created_by: Mapped[UUID]
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]
