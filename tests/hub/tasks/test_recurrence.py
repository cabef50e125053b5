"""The days that rules name, against looking at every day, over leap years and changes of the clock."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from hub.jalali import from_jalali, month_length, to_jalali
from hub.tasks.recurrence import LAST_DAY, moment_of, next_day, start_of
from hub.tasks.rules import Rule, read_rule
from tests.hub.tasks.test_rules import rules

DAYS = st.dates(date(2020, 1, 1), date(2040, 12, 31))
ZONES = st.sampled_from(["Asia/Tehran", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "America/Sao_Paulo",
                         "Africa/Casablanca", "Pacific/Apia", "UTC"]).map(ZoneInfo)  # fmt: skip


def days(text: str, first: date, count: int) -> list[date]:
    """The first day and those that follow it."""
    rule = read_rule(text).anchored(first)
    found = [first]
    while len(found) < count and (day := next_day(rule, found[-1])):
        found.append(day)
    return found


def jalali(*number: int) -> date:
    day = from_jalali(*number)
    assert day
    return day


def test_every_second_saturday() -> None:
    first = date(2026, 12, 5)
    assert days("FREQ=WEEKLY;INTERVAL=2;BYDAY=SA", first, 4) == [first + timedelta(days=14 * n) for n in range(4)]
    assert days("FREQ=MONTHLY;BYDAY=2SA", date(2026, 12, 12), 3) == [
        date(2026, 12, 12), date(2027, 1, 9), date(2027, 2, 13)
    ]  # fmt: skip


def test_monthly_by_the_day_of_either_calendar() -> None:
    assert days("FREQ=MONTHLY", date(2027, 1, 31), 3) == [date(2027, 1, 31), date(2027, 3, 31), date(2027, 5, 31)]
    last = "RSCALE=GREGORIAN;FREQ=MONTHLY;BYMONTHDAY=31;SKIP=BACKWARD"
    assert days(last, date(2027, 1, 31), 4) == [
        date(2027, 1, 31), date(2027, 2, 28), date(2027, 3, 31), date(2027, 4, 30)
    ]  # fmt: skip
    found = days("RSCALE=PERSIAN;FREQ=MONTHLY;BYMONTHDAY=31;SKIP=BACKWARD", jalali(1405, 6, 31), 9)
    assert [to_jalali(day) for day in found] == [
        (1405, 6, 31), (1405, 7, 30), (1405, 8, 30), (1405, 9, 30), (1405, 10, 30), (1405, 11, 30), (1405, 12, 29),
        (1406, 1, 31), (1406, 2, 31),
    ]  # fmt: skip


def test_the_last_day_of_a_jalali_leap_year() -> None:
    found = days("RSCALE=PERSIAN;FREQ=YEARLY", jalali(1403, 12, 30), 3)
    assert [to_jalali(day) for day in found] == [(1403, 12, 30), (1408, 12, 30), (1412, 12, 30)]
    moved = days("RSCALE=PERSIAN;FREQ=YEARLY;SKIP=BACKWARD", jalali(1403, 12, 30), 6)
    assert [to_jalali(day) for day in moved][-3:] == [(1406, 12, 29), (1407, 12, 29), (1408, 12, 30)]


def test_a_rule_ends() -> None:
    first = date(2026, 12, 1)
    assert days("FREQ=DAILY;UNTIL=20261203", first, 9) == [first + timedelta(days=n) for n in range(3)]
    assert next_day(read_rule("FREQ=DAILY"), LAST_DAY) is None
    assert next_day(read_rule("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30"), first) is None  # it would never come


def fits(rule: Rule, day: date, anchor: date) -> bool:
    """What a rule means, looked at for one day; for rules that move nothing."""
    year, month, number = (to_jalali(day) if rule.jalali else None) or (day.year, day.month, day.day)
    first_year, first_month, _ = (to_jalali(anchor) if rule.jalali else None) or (anchor.year, anchor.month, anchor.day)
    length = month_length(year, month) if rule.jalali else (_next_month(day) - timedelta(days=1)).day
    if rule.freq == "DAILY":
        return (day - anchor).days % rule.interval == 0
    if rule.freq == "WEEKLY":
        weeks = (_week(day, rule.week_start) - _week(anchor, rule.week_start)).days // 7
        return weeks % rule.interval == 0 and (None, day.weekday()) in rule.by_day
    apart = year - first_year if rule.freq == "YEARLY" else (year - first_year) * 12 + month - first_month
    if apart % rule.interval or (rule.by_month and month not in rule.by_month):
        return False
    if rule.by_day:
        places = ((number - 1) // 7 + 1, -((length - number) // 7 + 1))
        return any((place, day.weekday()) in rule.by_day for place in places)
    return number in rule.by_month_day or number - length - 1 in rule.by_month_day


def _week(day: date, start: int) -> date:
    return day - timedelta(days=(day.weekday() - start) % 7)


def _next_month(day: date) -> date:
    return (day.replace(day=1) + timedelta(days=32)).replace(day=1)


@given(rules(), DAYS)
def test_the_next_day_is_the_first_that_fits(rule: Rule, anchor: date) -> None:
    assume(rule.skip == "OMIT")
    rule = rule.anchored(anchor)
    found = next_day(rule, anchor)
    looked = (anchor + timedelta(days=n) for n in range(1, 1_500))
    naive = next((day for day in looked if fits(rule, day, anchor)), None)
    if naive is not None and (rule.until is None or naive <= rule.until):
        assert found == naive
    else:
        assert found is None or (found - anchor).days >= 1_500


@given(rules(), DAYS)
def test_days_follow_each_other_and_keep_their_rule(rule: Rule, anchor: date) -> None:
    """Going on from each day found gives the same days as going on from the first."""
    rule = rule.anchored(anchor)
    found = [anchor]
    while len(found) < 6 and (day := next_day(rule, found[-1])):
        found.append(day)
    assert all(one < two for one, two in pairwise(found))
    assert all(next_day(rule, anchor, one) == two for one, two in pairwise(found))


@given(rules(), DAYS, st.integers(0, 4_000))
def test_days_that_are_past_are_skipped(rule: Rule, anchor: date, later: int) -> None:
    after = anchor + timedelta(days=later)
    found = next_day(rule.anchored(anchor), anchor, after)
    assert found is None or found > after


@given(DAYS, st.times(), ZONES)
def test_a_time_of_day_stays_what_the_clocks_show(day: date, at: time, zone: ZoneInfo) -> None:
    at = at.replace(second=0, microsecond=0)
    moment = moment_of(day, at, zone)
    assert moment.tzinfo is UTC
    shown = moment.astimezone(zone).replace(tzinfo=None)
    wanted = datetime.combine(day, at)
    assert shown == wanted or timedelta() < shown - wanted <= timedelta(hours=24)  # what clocks leap over comes after


@given(DAYS, ZONES)
def test_a_day_begins_after_the_one_before(day: date, zone: ZoneInfo) -> None:
    start, end = start_of(day, zone), start_of(day + timedelta(days=1), zone)
    assert timedelta(hours=22) <= end - start <= timedelta(hours=26)
    assert (start - timedelta(seconds=1)).astimezone(zone).date() < day


@pytest.mark.parametrize(
    ("zone", "day", "hours"),
    [("Europe/Berlin", date(2027, 3, 28), 23), ("Europe/Berlin", date(2027, 10, 31), 25),
     ("America/Sao_Paulo", date(2018, 11, 4), 23), ("Asia/Tehran", date(2027, 3, 21), 24)],
)  # fmt: skip
def test_days_on_which_clocks_change(zone: str, day: date, hours: int) -> None:
    there = ZoneInfo(zone)
    assert start_of(day + timedelta(days=1), there) - start_of(day, there) == timedelta(hours=hours)
