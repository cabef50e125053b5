"""The routes of hours: calendars, how it stands, and closed today."""

from __future__ import annotations

from dataclasses import asdict, replace
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from hub.accounts import Permission, audit
from hub.db import Tx, utc_now
from hub.hours import store
from hub.hours.board import HOURS, open_now
from hub.hours.calendar import Calendar, Opening, open_at
from hub.hours.closing import closing
from hub.hours.schemas import (
    CloseToday,
    HoursCalendarChange,
    HoursCalendarIn,
    HoursCalendarOut,
    HoursState,
    HoursStateQuery,
    OpeningOut,
    TryMoment,
)
from hub.web import Context, Items, NotFound, Routes, given

routes = Routes("hours")
MANAGE = Permission.HOURS_MANAGE


@routes.get("/api/hours", permission=Permission.SESSION, summary="List calendars of hours")
async def list_hours(ctx: Context) -> Items[HoursCalendarOut]:
    """The organisation's first, then by name."""
    async with ctx.db.read() as session:
        return Items(items=await store.list_calendars(session))


@routes.post("/api/hours", permission=MANAGE, summary="Add a calendar of hours", status=201, errors=(409,))
async def create_hours(ctx: Context, body: HoursCalendarIn) -> HoursCalendarOut:
    """It holds at once for the lines that are given."""

    async def work(tx: Tx) -> HoursCalendarOut:
        made = await store.add_calendar(tx, body)
        audit.record(tx, "hours_added", subject_id=made.id, **_who(ctx), name=made.name)
        return made

    made = await ctx.db.write(work)
    await ctx.service(HOURS).changed()
    ctx.tag_answer(made.version)
    return made


@routes.get("/api/hours/now", permission=Permission.SESSION, summary="Open now? Until when, when next, and why")
async def get_hours_state(ctx: Context, query: HoursStateQuery) -> HoursState:
    """For a line or a team, or wherever nothing else holds; now, or at another moment."""
    hours = ctx.service(HOURS)
    opening = open_now(hours, line_id=query.line_id, team_id=query.team_id, at=query.at)
    return _state(query.line_id, query.team_id, hours.calendar_of(query.line_id, query.team_id), opening)


@routes.get("/api/hours/states", permission=Permission.SESSION, summary="How it stands everywhere")
async def list_hours_states(ctx: Context) -> Items[HoursState]:
    """First where nothing else holds; then each line and each team with a calendar of its own."""
    hours, now = ctx.service(HOURS), utc_now()
    places = [(None, None), *((line, None) for line in hours.lines), *((None, team) for team in hours.teams)]
    return Items(items=[
        _state(line, team, hours.calendar_of(line, team), open_now(hours, line_id=line, team_id=team, at=now))
        for line, team in places
    ])  # fmt: skip


@routes.get("/api/hours/{calendar_id}", permission=Permission.SESSION, summary="A calendar of hours", errors=(404,))
async def get_hours(ctx: Context, calendar_id: UUID) -> HoursCalendarOut:
    """Its week, and whether it is closed by hand."""
    async with ctx.db.read() as session:
        found = await store.show(session, calendar_id)
    ctx.tag_answer(found.version)
    return found


@routes.patch(
    "/api/hours/{calendar_id}", permission=MANAGE, summary="Change a calendar of hours", errors=(404,), if_match=True
)
async def change_hours(ctx: Context, calendar_id: UUID, body: HoursCalendarChange) -> HoursCalendarOut:
    """What is left out stays."""
    changes, version = given(body), ctx.if_match

    async def work(tx: Tx) -> HoursCalendarOut:
        changed = await store.change_calendar(tx, calendar_id, changes, version)
        audit.record(tx, "hours_changed", subject_id=calendar_id, **_who(ctx), changed=sorted(changes))
        return changed

    changed = await ctx.db.write(work)
    await ctx.service(HOURS).changed()
    ctx.tag_answer(changed.version)
    return changed


@routes.delete("/api/hours/{calendar_id}", permission=MANAGE, summary="Delete a calendar of hours", errors=(404,))
async def delete_hours(ctx: Context, calendar_id: UUID) -> None:
    """With its special days. Lines that kept it keep the organisation's calendar."""

    async def work(tx: Tx) -> None:
        name = await store.delete_calendar(tx, calendar_id)
        audit.record(tx, "hours_removed", subject_id=calendar_id, **_who(ctx), name=name)

    await ctx.db.write(work)
    await ctx.service(HOURS).changed()


@routes.post("/api/hours/{calendar_id}/try", permission=MANAGE, summary="Try a moment", errors=(404,))
async def try_hours(ctx: Context, calendar_id: UUID, body: TryMoment) -> OpeningOut:
    """Open then? Also by hours that are not saved yet."""
    calendar = await _calendar(ctx, calendar_id)
    week = store.week_of(store.checked_week(body.week)) if body.week else calendar.week
    zone = ZoneInfo(body.time_zone) if body.time_zone else calendar.zone
    if (week, zone) != (calendar.week, calendar.zone):
        calendar = replace(calendar, week=week, zone=zone, _windows={})
    return _opening(open_at(calendar, body.at))


@routes.put("/api/hours/{calendar_id}/closed", permission=MANAGE, summary="Closed today", errors=(404,))
async def close_today(ctx: Context, calendar_id: UUID, body: CloseToday) -> HoursCalendarOut:
    """From now, or a time, to the end of the day, or a time; taken back with DELETE."""
    closure = closing(await _calendar(ctx, calendar_id), body, utc_now())

    async def work(tx: Tx) -> HoursCalendarOut:
        calendar = await store.get_calendar(tx, calendar_id)
        store.close(tx, calendar, closure, ctx.user.id)
        begin, over = closure.start.isoformat(), closure.end.isoformat()
        audit.record(tx, "hours_closed_today", subject_id=calendar_id, **_who(ctx), start=begin, end=over)
        return await store.announce(tx, calendar_id)

    changed = await ctx.db.write(work)
    await ctx.service(HOURS).changed()
    ctx.tag_answer(changed.version)
    return changed


@routes.delete("/api/hours/{calendar_id}/closed", permission=MANAGE, summary="Take closed today back", errors=(404,))
async def open_again(ctx: Context, calendar_id: UUID) -> HoursCalendarOut:
    """Its hours hold again."""

    async def work(tx: Tx) -> HoursCalendarOut:
        calendar = await store.get_calendar(tx, calendar_id)
        if calendar.closed_until is not None:
            store.close(tx, calendar, None, None)
            audit.record(tx, "hours_reopened", subject_id=calendar_id, **_who(ctx))
        return await store.announce(tx, calendar_id)

    changed = await ctx.db.write(work)
    await ctx.service(HOURS).changed()
    ctx.tag_answer(changed.version)
    return changed


async def _calendar(ctx: Context, calendar_id: UUID) -> Calendar:
    """The calendar as it stands in memory, read again where this process does not know it yet. Raises ``NotFound``."""
    hours = ctx.service(HOURS)
    await hours.load()
    found = hours.calendar(calendar_id)
    if found is None:
        raise NotFound("There is no such calendar.")
    return found


def _who(ctx: Context) -> dict[str, Any]:
    return {"actor_id": ctx.user.id, "address": ctx.peer.address}


def _opening(found: Opening) -> OpeningOut:
    return OpeningOut(**asdict(found))


def _state(line_id: UUID | None, team_id: UUID | None, calendar: Calendar | None, opening: Opening) -> HoursState:
    return HoursState(
        line_id=line_id, team_id=team_id, opening=_opening(opening), calendar_id=calendar.id if calendar else None,
        calendar=calendar.name if calendar else None, time_zone=str(calendar.zone) if calendar else None,
    )  # fmt: skip
