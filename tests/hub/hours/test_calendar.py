"""Open then? Held against the wall clock itself, minute by minute, where the clocks change."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hub.hours import Calendar, Closure, Opening, SpecialDay, Why, open_at
from hub.hours.days import by_date
from hub.hours.spans import Spans, Week, overlap, overnight_overlap

MINUTE = timedelta(minutes=1)
TEHRAN, BERLIN = ZoneInfo("Asia/Tehran"), ZoneInfo("Europe/Berlin")
CHANGES = {  # days around which the clocks change, by half an hour at Lord Howe, at midnight in Tehran
    "Europe/Berlin": (date(2026, 3, 29), date(2026, 10, 25)),
    "America/New_York": (date(2026, 3, 8), date(2026, 11, 1)),
    "Asia/Tehran": (date(2021, 3, 22), date(2021, 9, 22), date(2022, 9, 22), date(1979, 5, 27), date(1977, 10, 21)),
    "Australia/Lord_Howe": (date(2026, 4, 5), date(2026, 10, 4)),
    "Pacific/Apia": (date(2011, 12, 30),),  # a day that was left out
}


@st.composite
def spans(draw: st.DrawFn) -> Spans:
    """A day's hours, apart from each other; the last may go on into the night."""
    cuts = sorted(draw(st.lists(st.integers(0, 96), min_size=2, max_size=6, unique=True)))
    found = [(start * 15, end * 15) for start, end in zip(cuts[::2], cuts[1::2], strict=False)]
    if draw(st.booleans()):
        found[-1] = found[-1][0], 1440 + draw(st.integers(0, 24)) * 15
    return tuple(found)


WEEKS = st.tuples(*[st.just(()) | spans() for _ in range(7)])
MOMENTS = st.sampled_from([(zone, day) for zone, days in CHANGES.items() for day in days])


def by_the_wall(calendar: Calendar, first: datetime, minutes: int) -> list[bool]:
    """Open at each minute: within a span from the first to the last minute at which the wall shows a time in it."""
    shown: dict[date, list[tuple[int, int]]] = {}
    for place in range(-3 * 1440, minutes + 3 * 1440):
        wall = (first + place * MINUTE).astimezone(calendar.zone)
        for ahead in (0, 1):
            day = wall.date() - timedelta(ahead)
            shown.setdefault(day, []).append((place, wall.hour * 60 + wall.minute + ahead * 1440))
    special = by_date(calendar.days, min(shown), max(shown))
    opened = [False] * minutes
    for day, times in shown.items():
        for start, end in special[day].spans if day in special else calendar.week[day.weekday()]:
            inside = [place for place, minute in times if start <= minute < end]
            for place in range(max(inside[0], 0), min(inside[-1] + 1, minutes)) if inside else ():
                opened[place] = True
    closure = calendar.closure
    return [
        one and not (closure and closure.start <= first + place * MINUTE < closure.end)
        for place, one in enumerate(opened)
    ]


SOME_DAYS, MINUTES = st.lists(spans() | st.just(()), max_size=3), st.integers(0, 2000)


@settings(max_examples=40, deadline=None)
@given(MOMENTS, WEEKS, SOME_DAYS, st.none() | MINUTES, st.integers(1, 900))
def test_as_the_wall_clock_says_around_every_change(
    moment: tuple[str, date], week: Week, days: list[Spans], closed_at: int | None, length: int
) -> None:
    zone, day = ZoneInfo(moment[0]), moment[1]
    first, minutes = datetime(day.year, day.month, day.day, tzinfo=UTC) - timedelta(hours=20), 64 * 60
    special = tuple(SpecialDay("x", hours, on=day + timedelta(place - 1)) for place, hours in enumerate(days))
    closing = None if closed_at is None else first + closed_at * MINUTE
    closure = Closure(closing, closing + length * MINUTE) if closing else None
    calendar = Calendar(zone, week, special, closure)
    expected = by_the_wall(calendar, first, minutes)
    for place in range(0, minutes, 5):
        at = first + place * MINUTE
        found = open_at(calendar, at)
        assert found.open == expected[place], (at, found)
        until = minutes if found.until is None else min((found.until - first) // MINUTE, minutes)
        assert all(one == found.open for one in expected[place:until])
        assert until == minutes or expected[until] != found.open


@settings(max_examples=120, deadline=None)
@given(st.sampled_from(sorted(CHANGES)), WEEKS, st.integers(1975 * 366, 2090 * 365))
def test_what_comes_next_agrees_with_what_is_then(zone: str, week: Week, days: int) -> None:
    calendar = Calendar(ZoneInfo(zone), week)
    at = datetime(1, 1, 1, tzinfo=UTC) + timedelta(days, 60 * days % 86_400)
    found = open_at(calendar, at)
    assert (found.next_open is None) == (not any(week) or all_of(found))
    for moment, is_open in ((found.next_open, True), (found.next_close, False)):
        if moment is not None:
            assert moment > at
            assert open_at(calendar, moment).open is is_open
            assert open_at(calendar, moment - MINUTE / 60).open is not is_open
    assert found.until == (found.next_close if found.open else found.next_open)


def all_of(found: Opening) -> bool:
    return found.open and found.next_close is None


LEAP = (1375, 1379, 1383, 1387, 1391, 1395, 1399, 1403, 1408, 1412, 1416, 1420)


def jalali(first: date, last: date, month: int, day: int) -> Iterator[date]:
    return SpecialDay("x", (), "jalali", month=month, day=day).dates(first, last)


def test_the_last_of_esfand_comes_in_leap_years_only() -> None:
    found = [day.year for day in jalali(date(1997, 1, 1), date(2042, 12, 31), 12, 30)]
    assert found == [year + 622 for year in LEAP]
    assert list(jalali(date(2025, 1, 1), date(2025, 12, 31), 12, 30)) == [date(2025, 3, 20)]


def new_year_of(year: int) -> date:
    return next(jalali(date(year + 621, 3, 15), date(year + 621, 3, 25), 1, 1))


@given(st.integers(1330, 1470), st.integers(1, 12), st.integers(1, 29))
def test_a_yearly_day_comes_once_in_every_jalali_year(year: int, month: int, day: int) -> None:
    new_year, next_year = (new_year_of(one) for one in (year, year + 1))
    found = list(jalali(new_year, next_year - timedelta(1), month, day))
    assert len(found) == 1
    before = 31 * (month - 1) if month < 8 else 186 + 30 * (month - 7)
    assert (found[0] - new_year).days == before + day - 1
    if year in range(1375, 1424):
        assert (next_year - new_year).days == (366 if year in LEAP else 365)


def test_nowruz_and_christmas_from_year_to_year() -> None:
    days = (*(SpecialDay("Nowruz", (), "jalali", month=1, day=day) for day in range(1, 5)),
            SpecialDay("Christmas", (), "gregorian", month=12, day=25),
            SpecialDay("Sizdah", ((540, 720),), "once", on=date(2027, 4, 2)))  # fmt: skip
    found = by_date(days, date(2025, 3, 1), date(2027, 12, 31))
    assert sorted(found) == [
        *(date(2025, 3, 21) + timedelta(day) for day in range(4)), date(2025, 12, 25),
        *(date(2026, 3, 21) + timedelta(day) for day in range(4)), date(2026, 12, 25),
        *(date(2027, 3, 21) + timedelta(day) for day in range(4)), date(2027, 4, 2), date(2027, 12, 25),
    ]  # fmt: skip


def test_a_single_date_goes_before_a_yearly_one_and_closed_before_half_a_day() -> None:
    yearly = SpecialDay("Nowruz", (), "jalali", month=1, day=1)
    half = SpecialDay("Spring", ((540, 720),), "gregorian", month=3, day=21)
    once = SpecialDay("Open all the same", ((600, 660),), on=date(2027, 3, 21))
    for days in ((yearly, half, once), (once, half, yearly)):
        assert by_date(days, date(2027, 3, 21), date(2027, 3, 21)) == {date(2027, 3, 21): once}
        assert by_date(days, date(2026, 3, 21), date(2026, 3, 21)) == {date(2026, 3, 21): yearly}


WEEK: Week = (((540, 1020),), ((540, 1020),), ((540, 1020),), ((540, 780),), (), ((540, 1020),), ((540, 1020),))


def at(zone: ZoneInfo, *parts: int) -> datetime:
    year, month, day, *clock = parts
    hour, minute = [*clock, 0, 0][:2]
    return datetime(year, month, day, hour, minute, tzinfo=zone)


@pytest.mark.parametrize(
    ("moment", "is_open", "until", "why", "name"),
    [((2026, 11, 30, 10), True, (2026, 11, 30, 17), Why.HOURS, None),
     ((2026, 11, 30, 17), False, (2026, 12, 1, 9), Why.OUTSIDE, None),
     ((2026, 12, 3, 13), False, (2026, 12, 5, 9), Why.OUTSIDE, None),  # Thursday afternoon, until Saturday
     ((2026, 12, 4, 11), False, (2026, 12, 5, 9), Why.DAY_OFF, None),
     ((2027, 3, 21, 11), False, (2027, 3, 22, 9), Why.HOLIDAY, "Nowruz"),
     ((2027, 4, 3, 11), True, (2027, 4, 3, 12), Why.SPECIAL, "Half"),
     ((2027, 4, 3, 12), False, (2027, 4, 4, 9), Why.HOLIDAY, "Half")],
)  # fmt: skip
def test_an_iranian_week(
    moment: tuple[int, ...], is_open: bool, until: tuple[int, ...], why: Why, name: str | None
) -> None:
    days = (SpecialDay("Nowruz", (), "jalali", month=1, day=1), SpecialDay("Half", ((540, 720),), on=date(2027, 4, 3)))
    found = open_at(Calendar(TEHRAN, WEEK, days), at(TEHRAN, *moment))
    assert (found.open, found.until, found.why, found.name) == (is_open, at(TEHRAN, *until), why, name)


def test_closed_today_until_the_next_days_hours() -> None:
    closure = Closure(at(TEHRAN, 2026, 11, 30, 14), at(TEHRAN, 2026, 12, 1), "Power cut")
    calendar = Calendar(TEHRAN, WEEK, closure=closure)
    assert open_at(calendar, at(TEHRAN, 2026, 11, 30, 10)).until == at(TEHRAN, 2026, 11, 30, 14)
    found = open_at(calendar, at(TEHRAN, 2026, 11, 30, 15))
    assert (found.open, found.until, found.why, found.name) == (
        False, at(TEHRAN, 2026, 12, 1, 9), Why.CLOSED_TODAY, "Power cut")  # fmt: skip


def test_always_never_and_over_the_years_end() -> None:
    always, never = Calendar(BERLIN, (((0, 1440),),) * 7), Calendar(BERLIN)
    assert open_at(always, at(BERLIN, 2026, 12, 31, 23, 59)) == Opening(True, None, None, None, Why.HOURS)
    assert open_at(never, at(BERLIN, 2026, 5, 1)) == Opening(False, None, None, None, Why.DAY_OFF)
    night = Calendar(BERLIN, (((1320, 1800),),) * 7)  # 22:00 to 6:00
    for moment in (at(BERLIN, 2026, 12, 31, 23), at(BERLIN, 2027, 1, 1, 1)):
        assert open_at(night, moment).until == at(BERLIN, 2027, 1, 1, 6)


@given(st.lists(st.tuples(st.integers(0, 1439), st.integers(1, 900)), max_size=5))
def test_overlaps_are_found(drawn: list[tuple[int, int]]) -> None:
    some = [(start, start + length) for start, length in drawn]
    naive = any(a[0] < b[1] and b[0] < a[1] for n, a in enumerate(some) for b in some[n + 1 :])
    assert (overlap(some) is not None) == naive


def test_a_night_that_runs_into_the_next_days_hours_is_found() -> None:
    week: list[Spans] = [()] * 7
    week[6] = ((1320, 1800),)
    week[0] = ((300, 600),)
    assert overnight_overlap(week) == 0
    week[0] = ((360, 600),)
    assert overnight_overlap(week) is None
