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
_PERIODS: Final[dict[str, tuple[Any, int]]] = {"DAILY": (rrule.DAILY, 1), "WEEKLY": (rrule.WEEKLY, 7)}  # with days
_MONTHS_AHEAD: Final = 12 * 200  # steps from the first day on: none is later than 2199


def next_day(rule: Rule, anchor: date, after: date | None = None) -> date | None:
    """The first day of the rule behind ``anchor``, which is one of its days, and behind ``after``; None at its end.

    ``rule`` is an anchored one. Its COUNT is the caller's matter: days before ``anchor`` are not known here.
    """
    beyond = max(anchor, after or anchor)
    if rule.freq in _PERIODS:
        moment = _plain(rule, _ahead(rule, anchor, beyond)).after(datetime.combine(beyond, time()))
        found = moment.date() if moment else None
    else:
        found = next((day for day in _by_months(rule, anchor, beyond) if day > beyond), None)
    return found if found and found <= (rule.until or LAST_DAY) and found <= LAST_DAY else None


def _ahead(rule: Rule, anchor: date, beyond: date) -> date:
    """A day of the same rhythm shortly before ``beyond``: years of days are not gone through one by one."""
    period = _PERIODS[rule.freq][1] * rule.interval
    return anchor + timedelta(days=(beyond - anchor).days // period * period)


def _plain(rule: Rule, anchor: date) -> rrule.rrule:
    """A rule by days or weeks as dateutil's; times of day play no part in it."""
    return rrule.rrule(
        _PERIODS[rule.freq][0], dtstart=datetime.combine(anchor, time()), interval=rule.interval,
        wkst=rule.week_start, byweekday=[rrule.weekday(day) for _, day in rule.by_day] or None,
        until=datetime.combine(min(rule.until or LAST_DAY, LAST_DAY), time()), cache=False,
    )  # fmt: skip


def _by_months(rule: Rule, anchor: date, beyond: date) -> Iterator[date]:
    """Monthly and yearly rules in either calendar from ``beyond``'s month or one before it on.

    Days that a month lacks are moved as SKIP says. Between days there are steps of arithmetic only: dateutil looks at
    each day of each year, which takes the better part of a second for a rule that names none.
    """
    year, month, _ = _numbers_of(rule, anchor)
    for step in range(_steps_to(rule, anchor, beyond), _MONTHS_AHEAD):
        if rule.freq == "YEARLY":
            at, months = year + step * rule.interval, rule.by_month or (month,)
        else:
            index = year * 12 + month - 1 + step * rule.interval
            at, months = index // 12, (index % 12 + 1,)
        if at >= (BEYOND if rule.jalali else LAST_DAY.year + 1):
            return
        yield from sorted({day for one in months for day in _of_month(rule, at, one)})


def _steps_to(rule: Rule, anchor: date, beyond: date) -> int:
    """How many times the rule may be stepped on from ``anchor`` without leaving ``beyond``'s month behind."""
    year, month, _ = _numbers_of(rule, anchor)
    there, month_there, _ = _numbers_of(rule, beyond)
    apart = there - year if rule.freq == "YEARLY" else (there - year) * 12 + month_there - month
    return apart // rule.interval


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
