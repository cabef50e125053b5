"""When marketing may reach somebody: pure."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import phonenumbers
from phonenumbers import timezone

from hub.sms.schemas import LimitsOut


@lru_cache(maxsize=65_536)
def zones_of(address: str) -> tuple[ZoneInfo, ...]:
    """Where the clock of a number may stand; several where its digits do not say."""
    try:
        names = timezone.time_zones_for_number(phonenumbers.parse(address))
        return tuple(ZoneInfo(name) for name in names)
    except (phonenumbers.NumberParseException, ZoneInfoNotFoundError):
        return ()


def may_reach(hour: int, limits: LimitsOut) -> bool:
    """Whether an hour of the day is not quiet."""
    first, last = limits.quiet_to % 24, limits.quiet_from % 24
    return first <= hour < last if first < last else not last <= hour < first


def not_before(address: str, at: datetime, limits: LimitsOut) -> datetime | None:
    """When a marketing text that would go ``at`` may go: None where then it may. Every clock that it may be counts."""
    zones = zones_of(address) if limits.quiet else ()
    moment = at
    for _ in range(96):  # quarters of a day: zones differ by quarters of an hour
        if all(may_reach(moment.astimezone(zone).hour, limits) for zone in zones):
            return None if moment == at else moment
        quarter = moment.replace(minute=moment.minute - moment.minute % 15, second=0, microsecond=0)
        moment = quarter + timedelta(minutes=15)
    return None  # no hour suits all of them
