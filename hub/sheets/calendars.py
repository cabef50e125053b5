"""The days of an iCalendar file. Runs in the process for it: rules that repeat may take long."""

from __future__ import annotations

import contextlib
import itertools
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from dateutil import rrule
from icalendar import Calendar, Event

from hub.sheets.refusal import Refusal

Item = dict[str, Any]
MAX_EVENTS, MAX_ITEMS, MAX_TIMES, MAX_DAYS = 2_000, 1_000, 400, 60
SECONDS = 10  # of processor time
YEARS_BEFORE, YEARS_AHEAD = 1, 5  # of what comes every year on no fixed date
_PLAIN = frozenset({"FREQ", "INTERVAL", "BYMONTH", "BYMONTHDAY", "WKST"})
_SLOW = frozenset({"DAILY", "WEEKLY", "MONTHLY", "YEARLY"})
_DAY = timedelta(days=1)


_NONSENSE = (ValueError, TypeError, AttributeError, OverflowError, LookupError)  # what the libraries make of it


class Wrong(Exception):
    """The event is not taken; the argument is a code."""


def read_events(data: bytes, zone: str, year: int) -> list[Item]:
    """Each day: ``row`` (of the event, from 1), ``name``, and one of ``date`` (with ``start`` and ``end`` minutes where
    it is a part of a day), ``yearly`` [month, day], ``error`` or ``skip``. Raises ``Refusal``.
    """  # fmt: skip
    events = _open(data)
    moved = {one for event in events for one in _moved(event)}
    items: list[Item] = []
    for row, event in enumerate(events, start=1):
        name = " ".join(str(event.get("SUMMARY", "")).split())[:120]
        try:
            items += [{"row": row, "name": name, **item} for item in _items(event, ZoneInfo(zone), year, moved)]
        except Wrong as wrong:
            items.append({"row": row, "name": name, "error": wrong.args[0]})
        except _NONSENSE:
            items.append({"row": row, "name": name, "error": "unreadable"})
        if len(items) > MAX_ITEMS:
            raise Refusal("too_many_days")
    return items


def _open(data: bytes) -> list[Any]:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Refusal("not_a_calendar") from None
    if "BEGIN:VCALENDAR" not in text[:1_000].upper():
        raise Refusal("not_a_calendar")
    if text.upper().count("BEGIN:VEVENT") > MAX_EVENTS:
        raise Refusal("too_many_events")
    try:
        found = Calendar.from_ical(text)
        events = [event for event in found.walk("VEVENT") if isinstance(event, Event)]
    except _NONSENSE:
        raise Refusal("broken_calendar") from None
    if not events:
        raise Refusal("no_events")
    return events


def _moved(event: Any) -> Iterator[tuple[str, date]]:
    """Which time of what repeats this event stands for."""
    with contextlib.suppress(Wrong, *_NONSENSE):
        if "RECURRENCE-ID" in event:
            yield str(event.get("UID")), _day(event["RECURRENCE-ID"].dt)


def _items(event: Any, zone: ZoneInfo, year: int, moved: set[tuple[str, date]]) -> Iterator[Item]:
    if str(event.get("STATUS", "")).upper() == "CANCELLED":
        yield {"skip": "cancelled"}
        return
    if "DTSTART" not in event:
        raise Wrong("no_date")
    start, end = _bounds(event, zone)
    rule, days = event.get("RRULE"), _days(start, end)
    if isinstance(rule, list):
        raise Wrong("rule")
    whole = not any(_part(start, end, day) for day in days)
    if rule and whole and len(days) <= 7 and _comes_yearly(rule, start) and not {"EXDATE", "RDATE"} & event.keys():
        yield from ({"yearly": [day.month, day.day]} for day in days)
        return
    left_out = {*_listed(event.get("EXDATE")), *(on for uid, on in moved if uid == str(event.get("UID")))}
    times = {*_times(rule, start, year)} if rule else {start.date()}
    for first in sorted(
        (times | {*_listed(event.get("RDATE"))}) - (left_out if "RECURRENCE-ID" not in event else set())
    ):
        for day in days:
            yield _part(start, end, day) | {"date": (first + (day - start.date())).isoformat()}


def _bounds(event: Any, zone: ZoneInfo) -> tuple[datetime, datetime]:
    """Beginning and end by the wall clock of the zone."""
    given = event["DTSTART"].dt
    start = _wall(given, zone)
    if "DTEND" in event:
        end = _wall(event["DTEND"].dt, zone)
    elif "DURATION" in event:
        end = start + event["DURATION"].dt
    else:
        end = start if isinstance(given, datetime) else start + _DAY
    if not isinstance(given, datetime) and end <= start:
        end = start + _DAY  # some write the same day as the end
    if end <= start:
        raise Wrong("no_duration")
    if end - start > MAX_DAYS * _DAY:
        raise Wrong("too_long")
    return start, end


def _wall(value: date | datetime, zone: ZoneInfo) -> datetime:
    if not isinstance(value, datetime):
        return datetime(value.year, value.month, value.day)  # noqa: DTZ001 - the wall clock
    return value.astimezone(zone).replace(tzinfo=None) if value.tzinfo else value


def _days(start: datetime, end: datetime) -> list[date]:
    last = (end - timedelta(microseconds=1)).date()
    return [start.date() + place * _DAY for place in range((last - start.date()).days + 1)]


def _part(start: datetime, end: datetime, day: date) -> Item:
    """The minutes of the day that it takes, where these are not all."""
    first = start.hour * 60 + start.minute if day == start.date() else 0
    last = end.hour * 60 + end.minute if day == end.date() else 1440
    return {} if (first, last) == (0, 1440) else {"start": first, "end": last}


def _comes_yearly(rule: Any, start: datetime) -> bool:
    """True for every year on the day that it begins on, without an end."""
    return (
        _word(rule, "FREQ") == "YEARLY" and rule.keys() <= _PLAIN and rule.get("INTERVAL", [1]) == [1]
        and [int(month) for month in rule.get("BYMONTH", [start.month])] == [start.month]
        and rule.get("BYMONTHDAY", [start.day]) == [start.day]
        and (start.month, start.day) != (2, 29)
    )  # fmt: skip


def _times(rule: Any, start: datetime, year: int) -> list[date]:
    """The dates on which it begins. Raises ``Wrong`` for what has no end, or far too many of them."""
    frequency = _word(rule, "FREQ")
    if frequency not in _SLOW:
        raise Wrong("too_often")
    endless = not rule.keys() & {"COUNT", "UNTIL"}
    if endless and frequency != "YEARLY":
        raise Wrong("endless")
    text = rule.to_ical().decode()
    if "UNTIL" in rule:  # the wall clock's day, whichever zone it was given in
        until = _day(rule["UNTIL"][0])
        kept = ";".join(part for part in text.split(";") if not part.startswith("UNTIL="))
        text = f"{kept};UNTIL={until:%Y%m%d}T235959"
    found = iter(rrule.rrulestr(text, dtstart=start))
    if endless:
        limits = date(year - YEARS_BEFORE, 1, 1), date(year + YEARS_AHEAD, 12, 31)
        within = itertools.takewhile(lambda day: day <= limits[1], (each.date() for each in found))
        return [day for day in within if day >= limits[0]]
    times = [each.date() for each in itertools.islice(found, MAX_TIMES + 1)]
    if len(times) > MAX_TIMES:
        raise Wrong("too_many_times")
    return times


def _word(rule: Any, name: str) -> str:
    return str((rule.get(name) or [""])[0]).upper()


def _listed(value: Any) -> Iterator[date]:
    for some in value if isinstance(value, list) else [value] if value else []:
        for each in some.dts:
            yield _day(each.dt)


def _day(value: Any) -> date:
    if isinstance(value, tuple):
        value = value[0]
    if isinstance(value, datetime):
        return value.date()
    if not isinstance(value, date):
        raise Wrong("unreadable")
    return value
