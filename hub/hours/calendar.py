"""Pure: a calendar compiled for questions, and the one function that answers them: open now? until when? why?"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta, tzinfo
from enum import StrEnum
from uuid import UUID

from hub.hours.days import SpecialDay, by_date
from hub.hours.spans import NO_WEEK, Spans, Week
from hub.hours.wall import end_moment, first_moment

WINDOWS = 4  # spans of two years that are kept compiled
FIRST_YEAR, LAST_YEAR = 1970, 2100  # what is asked for
_DAY = timedelta(days=1)


class Why(StrEnum):
    """What makes it open or closed."""

    HOURS = "hours"  # open by the week's hours
    SPECIAL = "special"  # open by a special day's own hours
    ALWAYS = "always"  # open: no calendar says otherwise
    OUTSIDE = "outside"  # closed before, between or after the day's hours
    DAY_OFF = "day_off"  # closed: the weekday has no hours
    HOLIDAY = "holiday"  # closed on this date
    CLOSED_TODAY = "closed_today"  # closed by hand


@dataclass(frozen=True, slots=True)
class Opening:
    """How it stands at a moment.

    ``until``: when that ends, the closing where it is open and the opening where it is closed. ``next_open`` and
    ``next_close`` are the next of each. None: not within a year. ``name`` is the holiday's, or the reason given.
    """

    open: bool
    until: datetime | None
    next_open: datetime | None
    next_close: datetime | None
    why: Why
    name: str | None = None


ALWAYS = Opening(open=True, until=None, next_open=None, next_close=None, why=Why.ALWAYS)


@dataclass(frozen=True, slots=True)
class Closure:
    """Closed by hand from one moment to another."""

    start: datetime
    end: datetime
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Window:
    """Open from each start to the end beside it, in seconds since 1970, up to the horizon; what its dates are."""

    starts: Sequence[int]
    ends: Sequence[int]
    horizon: int
    special: dict[date, SpecialDay]


@dataclass(slots=True, eq=False)
class Calendar:
    """Hours of the week, special days, and a closure by hand, in a time zone.

    What follows from them is compiled for two years when first asked for.
    """

    zone: tzinfo
    week: Week = NO_WEEK
    days: tuple[SpecialDay, ...] = ()
    closure: Closure | None = None
    id: UUID | None = None
    name: str = ""
    _windows: dict[int, Window] = field(default_factory=dict)

    def window(self, year: int) -> Window:
        """What holds from the year's beginning to the end of the next."""
        found = self._windows.get(year)
        if found is None:
            while len(self._windows) >= WINDOWS:
                self._windows.pop(next(iter(self._windows)), None)
            found = self._windows[year] = _compile(self, year)
        return found

    def spans_on(self, day: date, special: dict[date, SpecialDay]) -> Spans:
        """The hours that begin on this date."""
        found = special.get(day)
        return self.week[day.weekday()] if found is None else found.spans


def open_at(calendar: Calendar, at: datetime) -> Opening:
    """Open then? Until when, when next, and why. ``at`` is aware, of the years 1970 to 2100."""
    utc = at.astimezone(UTC)
    window = calendar.window(utc.year)
    now = utc.timestamp()
    place = bisect_right(window.starts, now)
    is_open = place > 0 and now < window.ends[place - 1]
    next_open = _moment(window.starts, place)
    next_close = _closing(window, place - 1 if is_open else place)
    why, name = _reason(calendar, window, utc, is_open)
    return Opening(is_open, next_close if is_open else next_open, next_open, next_close, why, name)


def _moment(seconds: Sequence[int], place: int) -> datetime | None:
    return datetime.fromtimestamp(seconds[place], UTC) if place < len(seconds) else None


def _closing(window: Window, place: int) -> datetime | None:
    found = _moment(window.ends, place)
    return found if found is None or window.ends[place] < window.horizon else None


def _reason(calendar: Calendar, window: Window, utc: datetime, is_open: bool) -> tuple[Why, str | None]:
    closure = calendar.closure
    if closure is not None and not is_open and closure.start <= utc < closure.end:
        return Why.CLOSED_TODAY, closure.reason
    today = utc.astimezone(calendar.zone).date()
    special = window.special.get(today)
    if special is not None and (special.spans or not is_open):
        return (Why.SPECIAL if is_open else Why.HOLIDAY), special.name
    if is_open:
        return Why.HOURS, None
    return (Why.OUTSIDE if calendar.week[today.weekday()] else Why.DAY_OFF), None


def _compile(calendar: Calendar, year: int) -> Window:
    first, last = date(year, 1, 1) - 4 * _DAY, date(year + 2, 1, 1) + 2 * _DAY
    special = by_date(calendar.days, first, last)
    horizon = first_moment(last, 0, calendar.zone)
    starts: list[int] = []
    ends: list[int] = []
    for start, end in _less(_intervals(calendar, first, last, special), calendar.closure):
        if ends and start <= ends[-1]:
            ends[-1] = max(ends[-1], end)
        elif start < end:
            starts.append(start)
            ends.append(end)
    return Window(starts, ends, horizon, special)


def _intervals(
    calendar: Calendar, first: date, last: date, special: dict[date, SpecialDay]
) -> Iterator[tuple[int, int]]:
    """The hours of each day, in order; those of one day may reach into the next one's."""
    zone, waiting = calendar.zone, list[tuple[int, int]]()
    for ordinal in range(first.toordinal(), last.toordinal()):
        day = date.fromordinal(ordinal)
        spans = calendar.spans_on(day, special)
        waiting += [(first_moment(day, start, zone), end_moment(day, end, zone)) for start, end in spans]
    yield from sorted(waiting)


def _less(intervals: Iterator[tuple[int, int]], closure: Closure | None) -> Iterator[tuple[int, int]]:
    """The hours less what is closed by hand."""
    if closure is None:
        yield from intervals
        return
    begin, over = int(closure.start.timestamp()), int(closure.end.timestamp())
    for start, end in intervals:
        if start < begin:
            yield start, min(end, begin)
        if over < end:
            yield max(start, over), end
