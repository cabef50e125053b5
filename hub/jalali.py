"""The Jalali calendar, by the 33-year rule, which holds from 1210 to 1634 (1831 to 2255)."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Final

FIRST: Final = 1210
BEYOND: Final = 1634  # the first year that the rule does not hold for
_EPOCH = date(1831, 3, 21)  # 1 Farvardin 1210


def new_year(year: int) -> date:
    """1 Farvardin of a Jalali year."""
    count = year - FIRST
    return _EPOCH + timedelta(365 * count + count // 33 * 8 + (count % 33 + 3) // 4)


def month_length(year: int, month: int) -> int:
    """Days of a Jalali month (1 to 12)."""
    if month < 12:
        return 31 if month < 7 else 30
    return (new_year(year + 1) - new_year(year)).days - 336


def from_jalali(year: int, month: int, day: int) -> date | None:
    """The day, or None where there is none."""
    if not (FIRST <= year < BEYOND and 1 <= month <= 12 and 1 <= day <= month_length(year, month)):
        return None
    before = 31 * (month - 1) - max(0, month - 7)
    return new_year(year) + timedelta(before + day - 1)


def to_jalali(day: date) -> tuple[int, int, int] | None:
    """Year, month and day; None where the rule does not hold."""
    year = day.year - 621
    if not FIRST < year < BEYOND:
        return None
    if day < new_year(year):
        year -= 1
    count = (day - new_year(year)).days
    month, rest = divmod(count, 31) if count < 186 else divmod(count - 186, 30)
    return year, month + (1 if count < 186 else 7), rest + 1
