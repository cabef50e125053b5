"""When a task is due, late, and to be reminded of."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from functools import lru_cache
from typing import Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from hub.tasks.models import NEVER, Task
from hub.tasks.recurrence import moment_of, start_of

NINE: Final = time(9)  # of a whole day, what a reminder counts back from
_DAY: Final = timedelta(days=1)


@lru_cache(maxsize=512)
def zone_of(name: str) -> ZoneInfo:
    """The zone; UTC for one that this machine does not know any more."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        return ZoneInfo("UTC")


def due_moment(task: Task) -> datetime | None:
    """When it is due, of one that is due at a time."""
    if task.due_on is None or task.due_time is None:
        return None
    return moment_of(task.due_on, task.due_time, zone_of(task.zone))


def set_moments(task: Task, now: datetime) -> None:
    """Make ``late_at`` and ``remind_at`` follow day, time and zone; a reminder that moved ahead is told again."""
    zone, due = zone_of(task.zone), due_moment(task)
    if task.due_on is None:
        task.late_at, task.remind_at = NEVER, None
        return
    task.late_at = due or start_of(task.due_on + _DAY, zone)
    before = task.remind_before
    remind = None if before is None else (due or moment_of(task.due_on, NINE, zone)) - timedelta(minutes=before)
    if remind != task.remind_at and remind is not None and remind > now:
        task.reminded_at = None
    task.remind_at = remind


def day_starts(now: datetime, zone: ZoneInfo) -> tuple[datetime, datetime, datetime]:
    """The beginning of today, of tomorrow, and of the day after the seven that follow, where the reader is."""
    today = now.astimezone(zone).date()
    today_at, tomorrow, later = (start_of(today + timedelta(days=days), zone) for days in (0, 1, 8))
    return today_at.astimezone(UTC), tomorrow, later
