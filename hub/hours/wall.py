"""When the clock on the wall shows a time: through the gaps and repeats of daylight saving time."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, tzinfo

_EPOCH = date(1970, 1, 1).toordinal()
_SECOND = timedelta(seconds=1)


def first_moment(day: date, minutes: int, zone: tzinfo) -> int:
    """When the wall clock first shows ``minutes`` after the day's midnight, or more; seconds since 1970."""
    seconds = minutes * 60
    before, after = _offsets(day, seconds, zone)
    plain = _plain(day, seconds)
    return plain - before if before >= after else _change(plain, before, after, zone)


def end_moment(day: date, minutes: int, zone: tzinfo) -> int:
    """When the wall clock has shown less than that for the last time; seconds since 1970."""
    seconds = minutes * 60 - 1  # the last second of it: what begins twice has ended before the first time
    before, after = _offsets(day, seconds, zone)
    plain = _plain(day, seconds)
    return plain - after + 1 if before >= after else _change(plain, before, after, zone)


def _plain(day: date, seconds: int) -> int:
    return (day.toordinal() - _EPOCH) * 86_400 + seconds


def _offsets(day: date, seconds: int, zone: tzinfo) -> tuple[int, int]:
    """The zone's offset then: the earlier and the later one where the time comes twice, or never."""
    ahead, rest = divmod(seconds, 86_400)
    wall = datetime.fromordinal(day.toordinal() + ahead).replace(tzinfo=zone) + timedelta(seconds=rest)
    first, second = wall.utcoffset(), wall.replace(fold=1).utcoffset()
    return (first or timedelta(0)) // _SECOND, (second or timedelta(0)) // _SECOND


def _change(plain: int, before: int, after: int, zone: tzinfo) -> int:
    """The moment at which the clock is put forward over this time: it shows more from there on."""
    low, high, held = plain - after, plain - before, timedelta(seconds=before)
    while low < high:
        middle = (low + high) // 2
        if datetime.fromtimestamp(middle, UTC).astimezone(zone).utcoffset() == held:
            low = middle + 1
        else:
            high = middle
    return low
