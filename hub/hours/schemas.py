"""What the API says of hours, and what it takes."""

from __future__ import annotations

import datetime as dt
from datetime import datetime
from typing import Annotated, Literal, Self
from uuid import UUID

from pydantic import (
    AfterValidator,
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
    ValidationInfo,
    field_validator,
    model_validator,
)
from pydantic_core import PydanticCustomError

from hub import web
from hub.accounts import UserRef, Zone
from hub.hours.calendar import FIRST_YEAR, LAST_YEAR, Why
from hub.hours.days import Repeats
from hub.hours.spans import DAY
from hub.sheets.dates import make_date
from hub.text import digits
from hub.web import UtcTime

MOST_SPANS = 8  # a day
MOST_KEEPERS = 200
_LEAP = {"gregorian": 2024, "jalali": 1403}


def _ascii(value: object) -> object:
    return digits(value.strip()) if isinstance(value, str) else value


def _known_year(value: dt.date) -> dt.date:
    if not FIRST_YEAR <= value.year <= LAST_YEAR:
        raise PydanticCustomError("year", "Give a year from 1970 to 2100.")
    return value


def _known_moment(value: datetime) -> datetime:
    _known_year(value.date())
    return value


Clock = Annotated[str, BeforeValidator(_ascii), StringConstraints(pattern=r"^([01]\d|2[0-3]):[0-5]\d$|^24:00$")]
Day = Annotated[dt.date, AfterValidator(_known_year)]
Moment = Annotated[UtcTime, AfterValidator(_known_moment)]
Name = Annotated[str, StringConstraints(min_length=1, max_length=80)]
DayName = Annotated[str, StringConstraints(min_length=1, max_length=120)]


def minutes(clock: str) -> int:
    """``09:30`` as minutes of the day."""
    return int(clock[:2]) * 60 + int(clock[3:])


def clock_of(value: int) -> str:
    """Minutes of the day as ``09:30``; the end of a day is 24:00."""
    return f"{value // 60:02}:{value % 60:02}"


class Input(web.Input):
    """A request body whose text is trimmed."""

    model_config = ConfigDict(str_strip_whitespace=True)


class HoursSpanIn(Input):
    """Open from ``start`` to ``end`` (`09:00`, `24:00`); with ``next_day`` the end lies on the day after."""

    start: Clock
    next_day: bool = False
    end: Clock

    @field_validator("end")
    @classmethod
    def _after_the_start(cls, value: str, info: ValidationInfo) -> str:
        start, over = info.data.get("start"), info.data.get("next_day", False)
        if start is None:
            return value
        if start == "24:00":
            raise PydanticCustomError("end_before_start", "A day's hours begin before 24:00.")
        if value == start and not over:
            raise PydanticCustomError("empty_span", "The hours end when they begin.")
        if value < start and not over:
            raise PydanticCustomError("end_before_start", "The hours end before they begin.")
        if value > start and over:
            raise PydanticCustomError("span_too_long", "The hours are longer than a day.")
        return value

    @property
    def span(self) -> tuple[int, int]:
        """As minutes."""
        return minutes(self.start), minutes(self.end) + (DAY if self.next_day else 0)


Spans = Annotated[list[HoursSpanIn], Field(max_length=MOST_SPANS)]
WeekIn = Annotated[list[Spans], Field(min_length=7, max_length=7, description="Hours of each weekday, Monday first.")]
Ids = Annotated[list[UUID], Field(max_length=MOST_KEEPERS)]


class HoursCalendarIn(Input):
    """A calendar; the first one becomes the organisation's. Lines and teams keep one: this, from now on."""

    name: Name
    time_zone: Zone
    week: WeekIn
    lines: Ids = Field(default_factory=list)
    teams: Ids = Field(default_factory=list)
    is_default: bool = False


class HoursCalendarChange(Input):
    """What to change; what is left out stays. ``is_default`` is taken from the calendar that had it."""

    name: Name | None = None
    time_zone: Zone | None = None
    week: WeekIn | None = None
    lines: Ids | None = None
    teams: Ids | None = None
    is_default: bool | None = None


class HoursSpan(web.Output):
    """Open from ``start`` to ``end``, which may lie on the day after."""

    start: str
    end: str
    next_day: bool


class ClosureOut(web.Output):
    """Closed by hand."""

    start: datetime
    end: datetime
    reason: str | None
    by: UserRef | None


class HoursCalendarOut(web.Output):
    """A calendar. ``week``: Monday first; ``days``: how many special days it has; ``closure``: not over yet."""

    id: UUID
    name: str
    time_zone: str
    week: list[list[HoursSpan]]
    lines: list[UUID]
    teams: list[UUID]
    is_default: bool
    days: int
    closure: ClosureOut | None
    created_at: datetime
    updated_at: datetime
    version: int


class OpeningOut(web.Output):
    """How it stands at a moment, and what comes next; null: not within a year.

    ``until``: when that ends; ``name``: the holiday's, or the reason given for closing.
    """

    open: bool
    until: datetime | None
    next_open: datetime | None
    next_close: datetime | None
    why: Why
    name: str | None


class HoursState(web.Output):
    """How it stands for a line or a team, or with neither wherever nothing else holds; and by which calendar."""

    line_id: UUID | None
    team_id: UUID | None
    calendar_id: UUID | None
    calendar: str | None
    time_zone: str | None
    opening: OpeningOut


class HoursStateQuery(Input):
    """Which line or team, when; left out: wherever nothing else holds, now. A line's calendar goes before a team's."""

    line_id: UUID | None = None
    team_id: UUID | None = None
    at: Moment | None = None


class TryMoment(Input):
    """A moment to try, also with hours that are not saved yet."""

    at: Moment
    week: WeekIn | None = None
    time_zone: Zone | None = None


class CloseToday(Input):
    """Closed from now, or ``start``, to the day's end, or ``end``; with a reason."""

    start: Clock | None = None
    end: Clock | None = None
    reason: str | None = Field(None, max_length=120)


class SpecialDayIn(Input):
    """A special day: closed, or open in its own ``hours``.

    ``once`` on ``date``, or every year on ``month`` and ``day`` of the Gregorian or the Jalali calendar.
    """

    name: DayName
    hours: Spans = Field(default_factory=list)
    repeats: Repeats = "once"
    date: Day | None = None
    month: int | None = Field(None, ge=1, le=12)
    day: int | None = Field(None, ge=1, le=31)

    @model_validator(mode="after")
    def _one_day(self) -> Self:
        if self.repeats == "once":
            if self.date is None or self.month is not None or self.day is not None:
                raise PydanticCustomError("one_date", "Give the date, and neither month nor day.")
        elif self.date is not None or self.month is None or self.day is None:
            raise PydanticCustomError("month_and_day", "Give month and day, and no date.")
        elif make_date(_LEAP[self.repeats], self.month, self.day, self.repeats) is None:
            raise PydanticCustomError("no_such_day", "The month has no such day.")
        return self


class SpecialDayOut(web.Output):
    """A special day; ``hours`` is empty where it is closed."""

    id: UUID
    name: str
    hours: list[HoursSpan]
    repeats: Repeats
    date: dt.date | None
    month: int | None
    day: int | None
    version: int


class SpecialDayOn(web.Output):
    """A date, and the special day that falls on it; ``counts`` unless another one goes before it."""

    date: dt.date
    counts: bool
    day: SpecialDayOut


class SpecialDaysQuery(Input):
    """From which date to which, at most 400 days."""

    first: Day
    last: Day

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if not 0 <= (self.last - self.first).days <= 400:
            raise PydanticCustomError("range", "Give the first date and the last one, at most 400 days apart.")
        return self


Outcome = Literal["add", "change", "skip", "error"]


class HoursImportRow(web.Output):
    """What becomes of a date in the file. ``code`` says why it is skipped or wrong; ``was``: how it stands before."""

    row: int
    outcome: Outcome
    code: str | None
    text: str
    name: str
    date: dt.date | None
    repeats: Repeats
    month: int | None
    day: int | None
    hours: list[HoursSpan]
    was: str | None
    was_hours: list[HoursSpan] | None


class HoursImportCounts(web.Output):
    """How many of each; ``kept``: changed by somebody since, so that undoing left them alone."""

    add: int
    change: int
    skip: int
    error: int
    kept: int


class HoursImportOut(web.Output):
    """An import of special days: ``checked`` (nothing is changed yet), ``done`` or ``undone``."""

    id: UUID
    calendar_id: UUID
    name: str
    state: str
    counts: HoursImportCounts
    by: UserRef | None
    created_at: datetime
    updated_at: datetime
