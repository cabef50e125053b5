"""The Jalali calendar, against days that are known."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.jalali import from_jalali, month_length, to_jalali

KNOWN = {
    (1403, 12, 30): date(2025, 3, 20),  # a leap year
    (1404, 1, 1): date(2025, 3, 21),
    (1405, 9, 9): date(2026, 11, 30),
    (1408, 12, 30): date(2030, 3, 20),  # five years after the leap year before
    (1357, 11, 22): date(1979, 2, 11),
}


@pytest.mark.parametrize(("jalali", "day"), KNOWN.items())
def test_known_days(jalali: tuple[int, int, int], day: date) -> None:
    assert from_jalali(*jalali) == day
    assert to_jalali(day) == jalali


@given(st.dates(date(1900, 1, 1), date(2254, 1, 1)))
def test_there_and_back_and_one_day_on(day: date) -> None:
    here, following = to_jalali(day), to_jalali(day + timedelta(days=1))
    assert here is not None
    assert from_jalali(*here) == day
    year, month, number = here
    if number < month_length(year, month):
        assert following == (year, month, number + 1)
    else:
        assert following == ((year, month + 1, 1) if month < 12 else (year + 1, 1, 1))


@pytest.mark.parametrize("wrong", [(1404, 12, 30), (1404, 7, 31), (1404, 13, 1), (1404, 1, 0), (1209, 1, 1)])
def test_days_that_are_none(wrong: tuple[int, int, int]) -> None:
    assert from_jalali(*wrong) is None
