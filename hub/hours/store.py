"""Create, change and delete calendars, and close and open them by hand."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from hub import events
from hub.accounts import UserRef, user_refs
from hub.db import Tx, new_id
from hub.events import Kind
from hub.hours.calendar import Calendar, Closure
from hub.hours.days import SpecialDay
from hub.hours.models import HoursCalendar, HoursDay, HoursLine, HoursTeam
from hub.hours.schemas import (
    MOST_KEEPERS,
    ClosureOut,
    HoursCalendarIn,
    HoursCalendarOut,
    HoursSpan,
    HoursSpanIn,
    clock_of,
)
from hub.hours.spans import DAY, Week, overlap, overnight_overlap
from hub.lines import Line
from hub.teams import Team
from hub.web import Conflict, FieldError, Invalid, NotFound, Stale

MOST = 50  # calendars
ROOM = "hours"
_NEEDED = frozenset({"name", "time_zone", "week", "lines", "teams"})
_KEEPERS: dict[str, tuple[Any, Any]] = {"lines": (HoursLine, Line.id), "teams": (HoursTeam, Team.id)}


async def list_calendars(session: AsyncSession, only: Collection[UUID] | None = None) -> list[HoursCalendarOut]:
    """All calendars by name, the organisation's first; or these."""
    query = sa.select(HoursCalendar).order_by(HoursCalendar.is_default.desc(), HoursCalendar.name, HoursCalendar.id)
    if only is not None:
        query = query.where(HoursCalendar.id.in_(only))
    rows = (await session.scalars(query.limit(MOST))).all()
    ids = [row.id for row in rows]
    count = sa.select(HoursDay.calendar_id, sa.func.count()).group_by(HoursDay.calendar_id)
    days = dict((await session.execute(count.where(HoursDay.calendar_id.in_(ids)))).all())
    lines, teams = await _kept(session, HoursLine, ids), await _kept(session, HoursTeam, ids)
    users = await user_refs(session, {row.closed_by for row in rows if row.closed_by})
    return [
        _present(row, users, days=days.get(row.id, 0), lines=lines.get(row.id, []), teams=teams.get(row.id, []))
        for row in rows
    ]


async def _kept(session: AsyncSession, keeper: Any, ids: Sequence[UUID]) -> dict[UUID, list[UUID]]:
    """Who keeps each calendar."""
    table, found = keeper.__table__, dict[UUID, list[UUID]]()
    by = table.primary_key.columns[0]
    query = sa.select(table.c.calendar_id, by).where(table.c.calendar_id.in_(ids)).order_by(by)
    for calendar, each in await session.execute(query.limit(MOST * MOST_KEEPERS)):
        found.setdefault(calendar, []).append(each)
    return found


async def show(session: AsyncSession, calendar_id: UUID) -> HoursCalendarOut:
    """One calendar. Raises ``NotFound``."""
    for found in await list_calendars(session, [calendar_id]):
        return found
    raise _missing()


async def get_calendar(tx: Tx, calendar_id: UUID) -> HoursCalendar:
    """The calendar, to be changed. Raises ``NotFound``."""
    found = await tx.session.get(HoursCalendar, calendar_id, with_for_update=True)
    if found is None:
        raise _missing()
    return found


def _missing() -> NotFound:
    return NotFound("There is no such calendar.")


async def add_calendar(tx: Tx, wanted: HoursCalendarIn) -> HoursCalendarOut:
    """Add a calendar. Raises ``Invalid`` or ``Conflict``."""
    count = await tx.session.scalar(sa.select(sa.func.count()).select_from(HoursCalendar)) or 0
    if count >= MOST:
        raise Conflict(f"There may be {MOST} calendars at most.", code="too_many_calendars")
    calendar = HoursCalendar(
        id=new_id(), name=wanted.name, time_zone=wanted.time_zone, week=checked_week(wanted.week), is_default=False,
        created_at=tx.now, updated_at=tx.now, version=1,
    )  # fmt: skip
    await _check_name(tx, calendar.id, wanted.name)
    tx.session.add(calendar)
    await tx.session.flush()
    await _keep(tx, calendar, "lines", wanted.lines)
    await _keep(tx, calendar, "teams", wanted.teams)
    if wanted.is_default or not count:
        await _make_default(tx, calendar)
    return await announce(tx, calendar.id)


async def change_calendar(tx: Tx, calendar_id: UUID, changes: dict[str, Any], version: int | None) -> HoursCalendarOut:
    """Change a calendar. Raises ``NotFound``, ``Invalid``, or ``Stale`` where ``version`` is an old one."""
    calendar = await get_calendar(tx, calendar_id)
    if version is not None and version != calendar.version:
        shown = await show(tx.session, calendar_id)
        raise Stale(shown, sorted(changes), version=calendar.version)
    if missing := [name for name in _NEEDED & changes.keys() if changes[name] is None]:
        raise Invalid([FieldError(field=f"body.{name}", code="missing", detail="Give a value.") for name in missing])
    if "name" in changes:
        await _check_name(tx, calendar.id, changes["name"])
        calendar.name = changes["name"]
    if "week" in changes:
        calendar.week = checked_week(changes["week"])
    if "time_zone" in changes:
        calendar.time_zone = changes["time_zone"]
    for kind in _KEEPERS.keys() & changes.keys():
        await _keep(tx, calendar, kind, changes[kind])
    if changes.get("is_default"):
        await _make_default(tx, calendar)
    elif "is_default" in changes:
        calendar.is_default = False
    touch(tx, calendar)
    return await announce(tx, calendar.id)


async def delete_calendar(tx: Tx, calendar_id: UUID) -> str:
    """Forget a calendar and its special days; its name. Raises ``NotFound``."""
    calendar = await get_calendar(tx, calendar_id)
    name, version = calendar.name, calendar.version
    await tx.session.delete(calendar)
    await events.append(tx, ROOM, Kind.HOURS, calendar_id, version + 1, None)
    return name


def touch(tx: Tx, calendar: HoursCalendar) -> None:
    """The calendar, or one of its days, was changed."""
    calendar.version, calendar.updated_at = calendar.version + 1, tx.now


async def announce(tx: Tx, calendar_id: UUID) -> HoursCalendarOut:
    """Tell everybody how the calendar stands."""
    await tx.session.flush()
    shown = await show(tx.session, calendar_id)
    await events.append(tx, ROOM, Kind.HOURS, calendar_id, shown.version, shown)
    return shown


def close(tx: Tx, calendar: HoursCalendar, closure: Closure | None, user: UUID | None) -> None:
    """Closed by hand, or no longer."""
    calendar.closed_from = closure.start if closure else None
    calendar.closed_until = closure.end if closure else None
    calendar.closed_reason = closure.reason if closure else None
    calendar.closed_by = user if closure else None
    touch(tx, calendar)


def checked_week(week: Sequence[Sequence[HoursSpanIn]]) -> list[list[list[int]]]:
    """The week as it is kept. Raises ``Invalid`` for hours that overlap, and for a week without any."""
    for day, spans in enumerate(week):
        checked_spans(spans, f"body.week.{day}")
    plain = [sorted(list(span.span) for span in spans) for spans in week]
    if not any(plain):
        raise Invalid.field("body.week", "no_hours", "Give the hours of one day at least.")
    day_over = overnight_overlap([[(start, end) for start, end in spans] for spans in plain])
    if day_over is not None:
        first = min(range(len(week[day_over])), key=lambda place: week[day_over][place].span)
        raise _overlaps(f"body.week.{day_over}.{first}")
    return plain


def checked_spans(spans: Sequence[HoursSpanIn], field: str) -> list[list[int]]:
    """A day's hours as they are kept. Raises ``Invalid`` where some overlap."""
    place = overlap([span.span for span in spans])
    if place is not None:
        raise _overlaps(f"{field}.{place}")
    return sorted(list(span.span) for span in spans)


def _overlaps(field: str) -> Invalid:
    return Invalid.field(f"{field}.start", "overlap", "These hours begin before others have ended.")


def compiled(row: Any, days: Sequence[Any] = ()) -> Calendar:
    """A stored calendar (a mapping of its columns) with its days, ready for questions."""
    closure = None
    if row["closed_from"] is not None and row["closed_until"] is not None:
        closure = Closure(row["closed_from"], row["closed_until"], row["closed_reason"])
    return Calendar(
        ZoneInfo(row["time_zone"]), week_of(row["week"]), tuple(special_day(day) for day in days), closure,
        row["id"], row["name"],
    )  # fmt: skip


def special_day(row: Any) -> SpecialDay:
    """A stored special day (a mapping of its columns) as it is worked with."""
    spans = tuple((start, end) for start, end in row["spans"])
    return SpecialDay(row["name"], spans, row["repeats"], row["on"], row["month"], row["day"])


def week_of(stored: Sequence[Any]) -> Week:
    """The week as it is worked with."""
    monday, tuesday, wednesday, thursday, friday, saturday, sunday = (
        tuple((start, end) for start, end in spans) for spans in stored
    )
    return monday, tuesday, wednesday, thursday, friday, saturday, sunday


def span_out(start: int, end: int) -> HoursSpan:
    """A span as the API gives it."""
    over = end > DAY
    return HoursSpan(start=clock_of(start), end=clock_of(end - DAY if over else end), next_day=over)


def _present(row: HoursCalendar, users: dict[UUID, UserRef], **more: Any) -> HoursCalendarOut:
    return HoursCalendarOut(
        id=row.id, name=row.name, time_zone=row.time_zone, is_default=row.is_default, **more,
        week=[[span_out(start, end) for start, end in spans] for spans in row.week],
        closure=_closure(row, users), created_at=row.created_at, updated_at=row.updated_at, version=row.version,
    )  # fmt: skip


def _closure(row: HoursCalendar, users: dict[UUID, UserRef]) -> ClosureOut | None:
    if row.closed_from is None or row.closed_until is None or row.closed_until <= datetime.now(row.closed_until.tzinfo):
        return None
    by = users.get(row.closed_by) if row.closed_by else None
    return ClosureOut(start=row.closed_from, end=row.closed_until, reason=row.closed_reason, by=by)


async def _check_name(tx: Tx, calendar_id: UUID, name: str) -> None:
    query = sa.select(HoursCalendar.id).where(HoursCalendar.name == name, HoursCalendar.id != calendar_id)
    with tx.session.no_autoflush:
        if (await tx.session.execute(query.limit(1))).first():
            raise Invalid.field("body.name", "name_taken", "Another calendar has this name.")


async def _make_default(tx: Tx, calendar: HoursCalendar) -> None:
    """The organisation's calendar is this one, and no other."""
    query = sa.select(HoursCalendar).where(HoursCalendar.is_default.is_(True), HoursCalendar.id != calendar.id)
    for other in (await tx.session.scalars(query.limit(MOST))).all():
        other.is_default = False
        touch(tx, other)
        await announce(tx, other.id)
    calendar.is_default = True


async def _keep(tx: Tx, calendar: HoursCalendar, kind: str, ids: Sequence[UUID]) -> None:
    """These lines (or teams) keep the calendar, and no others do. Raises ``Invalid`` for one that is not there."""
    keeper, known_ids = _KEEPERS[kind]
    known = set((await tx.session.scalars(sa.select(known_ids).where(known_ids.in_(ids)))).all())
    unknown = [place for place, each in enumerate(ids) if each not in known]
    if unknown:
        raise Invalid.field(f"body.{kind}.{unknown[0]}", "not_there", "It is not there any more.")
    table: Any = keeper.__table__
    own, by = table.c.calendar_id, table.primary_key.columns[0]
    query = sa.select(own).where(by.in_(known), own != calendar.id)
    others = set((await tx.session.scalars(query)).all())
    await tx.session.execute(sa.delete(table).where(sa.or_(own == calendar.id, by.in_(known))))
    if known:
        await tx.session.execute(sa.insert(table), [{by.name: each, "calendar_id": calendar.id} for each in known])
    moved = sa.select(HoursCalendar).where(HoursCalendar.id.in_(others)).with_for_update()
    for other in (await tx.session.scalars(moved)).all():
        touch(tx, other)
        await announce(tx, other.id)
