"""The days that a rule names, one after the other, and their moments in a zone. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

from dateutil import rrule

from hub.jalali import BEYOND, FIRST, from_jalali, month_length, to_jalali
from hub.tasks.rules import Rule

FIRST_DAY: Final = date(2000, 1, 1)
LAST_DAY: Final = date(2199, 12, 31)
_FREQ: Final[dict[str, Any]] = {
    "DAILY": rrule.DAILY,
    "WEEKLY": rrule.WEEKLY,
    "MONTHLY": rrule.MONTHLY,
    "YEARLY": rrule.YEARLY,
}
_MONTHS_AHEAD: Final = 12 * 100  # a rule that names no day in so many months names none


def next_day(rule: Rule, anchor: date, after: date | None = None) -> date | None:
    """The first day of the rule behind ``anchor``, which is one of its days, and behind ``after``; None at its end.

    ``rule`` is an anchored one. Its COUNT is the caller's matter: days before ``anchor`` are not known here.
    """
    beyond = max(anchor, after or anchor)
    if rule.skip != "OMIT" or rule.jalali:
        found = next((day for day in _by_months(rule, anchor) if day > beyond), None)
    else:
        moment = _plain(rule, anchor).after(datetime.combine(beyond, time()))
        found = moment.date() if moment else None
    return found if found and found <= (rule.until or LAST_DAY) and found <= LAST_DAY else None


def _plain(rule: Rule, anchor: date) -> rrule.rrule:
    """A Gregorian rule as dateutil's; times of day play no part in it."""
    options: dict[str, Any] = {
        "bymonthday": rule.by_month_day or None,
        "bymonth": rule.by_month or None,
        "byweekday": [rrule.weekday(day, place) for place, day in rule.by_day] or None,
    }
    return rrule.rrule(
        _FREQ[rule.freq], dtstart=datetime.combine(anchor, time()), interval=rule.interval, wkst=rule.week_start,
        until=datetime.combine(min(rule.until or LAST_DAY, LAST_DAY), time()), cache=False, **options,
    )  # fmt: skip


def _by_months(rule: Rule, anchor: date) -> Iterator[date]:
    """Monthly and yearly rules in either calendar, with days that a month lacks moved as SKIP says."""
    year, month, _ = _numbers_of(rule, anchor)
    seen = anchor
    for step in range(_MONTHS_AHEAD):
        if rule.freq == "YEARLY":
            at, months = year + step * rule.interval, rule.by_month or (month,)
        else:
            index = year * 12 + month - 1 + step * rule.interval
            at, months = index // 12, (index % 12 + 1,)
        if at >= (BEYOND if rule.jalali else LAST_DAY.year + 1):
            return
        for day in sorted({day for one in months for day in _of_month(rule, at, one)}):
            if day > seen:  # two days of a short month may have been moved onto one
                seen = day
                yield day


def _numbers_of(rule: Rule, day: date) -> tuple[int, int, int]:
    return (to_jalali(day) if rule.jalali else None) or (day.year, day.month, day.day)


def _of_month(rule: Rule, year: int, month: int) -> Iterator[date]:
    first = _day(rule, year, month, 1)
    if first is None:
        return
    length = month_length(year, month) if rule.jalali else _length(year, month)
    for place, weekday in rule.by_day:
        number = _placed(first, length, weekday, place or 1)
        if number:
            yield first + timedelta(number - 1)
    for wanted in rule.by_month_day:
        number = wanted if wanted > 0 else length + 1 + wanted
        if number <= length:
            yield first + timedelta(number - 1)
        elif rule.skip == "BACKWARD":
            yield first + timedelta(length - 1)


def _placed(first: date, length: int, weekday: int, place: int) -> int | None:
    """The number of the month's nth weekday, from its end where ``place`` is below nought."""
    start = (weekday - first.weekday()) % 7 + 1
    days = range(start, length + 1, 7)
    index = place - 1 if place > 0 else len(days) + place
    return days[index] if 0 <= index < len(days) else None


def _day(rule: Rule, year: int, month: int, day: int) -> date | None:
    if rule.jalali:
        return from_jalali(year, month, day) if year >= FIRST else None
    return date(year, month, day)


def _length(year: int, month: int) -> int:
    return (date(year + month // 12, month % 12 + 1, 1) - date(year, month, 1)).days


def moment_of(day: date, at: time, zone: ZoneInfo) -> datetime:
    """When the clocks of ``zone`` show that time, in UTC: the first time of two, and after a leap forward as late."""
    return datetime.combine(day, at, zone).astimezone(UTC)


def start_of(day: date, zone: ZoneInfo) -> datetime:
    """The first moment of a day in ``zone``: midnight, or what comes first where clocks leap over it."""
    return moment_of(day, time(), zone)
