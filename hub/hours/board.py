"""The hours held in memory: whoever asks whether it is open needs no query."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from aiohttp import web

from hub.db import Database, utc_now
from hub.db.held import Held
from hub.hours.calendar import ALWAYS, Calendar, Opening, open_at
from hub.hours.models import HoursCalendar, HoursDay, HoursLine, HoursTeam
from hub.hours.store import MOST, compiled

MOST_KEPT = 10_000  # lines, and teams, with a calendar of their own
MOST_DAYS = 500  # of one calendar
Keepers = Mapping[UUID, UUID]  # of calendars
NOBODY: Keepers = MappingProxyType({})
_CALENDARS: Any = HoursCalendar.__table__
_DAYS: Any = HoursDay.__table__
_LINES = sa.select(HoursLine.line_id, HoursLine.calendar_id).limit(MOST_KEPT)
_TEAMS = sa.select(HoursTeam.team_id, HoursTeam.calendar_id).limit(MOST_KEPT)


class Hours(Held):
    """The organisation's calendars, compiled; kept up to date by ``start``."""

    channel = "hours"

    def __init__(self, db: Database) -> None:
        super().__init__(db)
        self._versions: dict[UUID, int] = {}
        self._calendars: dict[UUID, Calendar] = {}
        self.lines: dict[UUID, UUID] = {}  # the calendars of those that keep one of their own
        self.teams: dict[UUID, UUID] = {}
        self._default: UUID | None = None

    async def read(self) -> None:
        """Read the calendars as they stand; those that are as before stay compiled."""
        async with self._db.read() as session:
            rows = (await session.execute(sa.select(_CALENDARS).limit(MOST))).mappings().all()
            lines = dict((await session.execute(_LINES)).all())
            teams = dict((await session.execute(_TEAMS)).all())
            changed = [row for row in rows if self._versions.get(row["id"]) != row["version"]]
            wanted = sa.select(_DAYS).where(_DAYS.c.calendar_id.in_([row["id"] for row in changed]))
            days: dict[UUID, list[Any]] = {}
            for day in (await session.execute(wanted.limit(MOST * MOST_DAYS))).mappings() if changed else ():
                days.setdefault(day["calendar_id"], []).append(day)
        fresh = {row["id"]: compiled(row, days.get(row["id"], ())) for row in changed}
        await asyncio.to_thread(_compile, fresh)
        default = next((row["id"] for row in rows if row["is_default"]), None)
        self._versions = {row["id"]: row["version"] for row in rows}
        calendars = {each: fresh.get(each) or self._calendars[each] for each in self._versions}
        self.hold(calendars, default=default, lines=lines, teams=teams)

    def hold(
        self, calendars: Mapping[UUID, Calendar], *, default: UUID | None = None, lines: Keepers = NOBODY,
        teams: Keepers = NOBODY,
    ) -> None:  # fmt: skip
        """Work with these calendars."""
        self._calendars, self._default = dict(calendars), default
        self.lines = {line: calendar for line, calendar in lines.items() if calendar in calendars}
        self.teams = {team: calendar for team, calendar in teams.items() if calendar in calendars}

    def calendar(self, calendar_id: UUID) -> Calendar | None:
        """The calendar of this id."""
        return self._calendars.get(calendar_id)

    def calendar_of(self, line_id: UUID | None = None, team_id: UUID | None = None) -> Calendar | None:
        """The calendar that holds there: the line's, else the team's, else the organisation's; None without any."""
        found = (line_id and self.lines.get(line_id)) or (team_id and self.teams.get(team_id)) or self._default
        return self._calendars[found] if found else None


HOURS: web.AppKey[Hours] = web.AppKey("hours")


def open_now(
    hours: Hours, *, line_id: UUID | None = None, team_id: UUID | None = None, at: datetime | None = None
) -> Opening:
    """Open now, or at another moment? Until when, when next, and why. Without any calendar it is always open."""
    calendar = hours.calendar_of(line_id, team_id)
    return ALWAYS if calendar is None else open_at(calendar, at or utc_now())


def _compile(calendars: Mapping[UUID, Calendar]) -> None:
    year = utc_now().year
    for calendar in calendars.values():
        calendar.window(year)
