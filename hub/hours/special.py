"""Create, change and delete special days."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from hub.db import Tx, new_id
from hub.hours.board import MOST_DAYS
from hub.hours.days import SpecialDay, by_date
from hub.hours.models import HoursCalendar, HoursDay
from hub.hours.schemas import SpecialDayIn, SpecialDayOn, SpecialDayOut
from hub.hours.store import announce, checked_spans, get_calendar, show, span_out, special_day, touch
from hub.web import Conflict, Invalid, NotFound, Stale

_DAYS: Any = HoursDay.__table__


async def list_days(session: AsyncSession, calendar_id: UUID, first: date, last: date) -> list[SpecialDayOn]:
    """The special days of these dates in order, also those that another one goes before. Raises ``NotFound``."""
    await show(session, calendar_id)
    rows = (await session.execute(days_query(calendar_id))).mappings().all()
    known = {day: present(row) for day, row in ((special_day(row), row) for row in rows)}
    counting = by_date(known, first, last)
    found = [(on, day) for day in known for on in day.dates(first, last)]
    found.sort(key=lambda each: (each[0], counting[each[0]] is not each[1], each[1].key))
    return [SpecialDayOn(date=on, counts=counting[on] is day, day=known[day]) for on, day in found]


def days_query(calendar_id: UUID) -> Any:
    """The stored special days of a calendar."""
    return sa.select(_DAYS).where(_DAYS.c.calendar_id == calendar_id).order_by(_DAYS.c.key).limit(MOST_DAYS)


async def add_day(tx: Tx, calendar_id: UUID, wanted: SpecialDayIn) -> SpecialDayOut:
    """Add a special day. Raises ``NotFound``, ``Invalid`` or ``Conflict``."""
    calendar = await get_calendar(tx, calendar_id)
    await check_room(tx, calendar_id, 1)
    day = HoursDay(id=new_id(), calendar_id=calendar_id, version=1, **columns_of(wanted))
    await _check_free(tx, day)
    tx.session.add(day)
    await _changed(tx, calendar)
    return _out(day)


async def change_day(
    tx: Tx, calendar_id: UUID, day_id: UUID, wanted: SpecialDayIn, version: int | None
) -> SpecialDayOut:
    """Make it this day. Raises ``NotFound``, ``Invalid``, or ``Stale`` where ``version`` is an old one."""
    calendar = await get_calendar(tx, calendar_id)
    day = await _get(tx, calendar_id, day_id)
    values = columns_of(wanted)
    if version is not None and version != day.version:
        differing = [name for name, value in values.items() if getattr(day, name) != value]
        raise Stale(_out(day), differing, version=day.version)
    for name, value in values.items():
        setattr(day, name, value)
    await _check_free(tx, day)
    day.version += 1
    await _changed(tx, calendar)
    return _out(day)


async def delete_day(tx: Tx, calendar_id: UUID, day_id: UUID) -> str:
    """Forget a special day; its name. Raises ``NotFound``."""
    calendar = await get_calendar(tx, calendar_id)
    day = await _get(tx, calendar_id, day_id)
    await tx.session.delete(day)
    await _changed(tx, calendar)
    return day.name


async def check_room(tx: Tx, calendar_id: UUID, more: int) -> None:
    """Raises ``Conflict`` where so many more would be too many."""
    query = sa.select(sa.func.count()).select_from(HoursDay).where(HoursDay.calendar_id == calendar_id)
    if (await tx.session.scalar(query) or 0) + more > MOST_DAYS:
        raise Conflict(f"A calendar may have {MOST_DAYS} special days at most.", code="too_many_days")


def columns_of(wanted: SpecialDayIn) -> dict[str, Any]:
    """The columns that a day fills. Raises ``Invalid`` for hours that overlap."""
    spans = checked_spans(wanted.hours, "body.hours")
    day = SpecialDay(wanted.name, (), wanted.repeats, wanted.date, wanted.month or 0, wanted.day or 0)
    return {
        "name": day.name, "spans": spans, "repeats": day.repeats, "on": day.on, "month": day.month, "day": day.day,
        "key": day.key,
    }  # fmt: skip


def present(row: Mapping[Any, Any]) -> SpecialDayOut:
    """A stored day (its columns) as the API gives it."""
    return SpecialDayOut(
        id=row["id"], name=row["name"], hours=[span_out(start, end) for start, end in row["spans"]],
        repeats=row["repeats"], date=row["on"], month=row["month"] or None, day=row["day"] or None,
        version=row["version"],
    )  # fmt: skip


def _out(day: HoursDay) -> SpecialDayOut:
    return present({column.name: getattr(day, column.name) for column in _DAYS.columns})


async def _get(tx: Tx, calendar_id: UUID, day_id: UUID) -> HoursDay:
    day = await tx.session.get(HoursDay, day_id, with_for_update=True)
    if day is None or day.calendar_id != calendar_id:
        raise NotFound("There is no such day.")
    return day


async def _check_free(tx: Tx, day: HoursDay) -> None:
    query = sa.select(HoursDay.name).where(
        HoursDay.calendar_id == day.calendar_id, HoursDay.key == day.key, HoursDay.id != day.id
    )
    with tx.session.no_autoflush:
        taken = await tx.session.scalar(query.limit(1))
    if taken is not None:
        field = "body.date" if day.on else "body.day"
        raise Invalid.field(field, "day_taken", f"There is {taken} on this day already.")


async def _changed(tx: Tx, calendar: HoursCalendar) -> None:
    touch(tx, calendar)
    await announce(tx, calendar.id)
