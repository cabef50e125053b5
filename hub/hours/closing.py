"""Closed today: from which moment to which."""

from __future__ import annotations

from datetime import UTC, datetime

from hub.hours.calendar import Calendar, Closure
from hub.hours.days import by_date
from hub.hours.schemas import CloseToday, minutes
from hub.hours.spans import DAY
from hub.hours.wall import end_moment, first_moment
from hub.web import Invalid


def closing(calendar: Calendar, wanted: CloseToday, now: datetime) -> Closure:
    """From now, or the time given, to the end of the day and of the night that begins in it. Raises ``Invalid``."""
    today, zone = now.astimezone(calendar.zone).date(), calendar.zone
    spans = calendar.spans_on(today, by_date(calendar.days, today, today))
    last = max([DAY, *(end for _, end in spans)])
    over = datetime.fromtimestamp(end_moment(today, minutes(wanted.end) if wanted.end else last, zone), UTC)
    begin = now
    if wanted.start is not None:
        begin = datetime.fromtimestamp(first_moment(today, minutes(wanted.start), zone), UTC)
    if over <= now:
        raise Invalid.field("body.end", "past", "This time is over.")
    if over <= begin:
        raise Invalid.field("body.end", "end_before_start", "It would end before it begins.")
    return Closure(begin, over, wanted.reason or None)
