"""Dates as people write them, in the Gregorian or the Jalali calendar."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, timedelta
from functools import lru_cache
from typing import Literal

from hub.jalali import from_jalali, to_jalali
from hub.text import digits, fold

Calendar = Literal["auto", "gregorian", "jalali"]
Order = Literal["auto", "ymd", "dmy", "mdy"]
_JALALI, _GREGORIAN = range(1210, 1500), range(1800, 2200)
_NUMBERS = re.compile(r"(\d{1,4})\s*[/\-.،, ]\s*(\d{1,2})\s*[/\-.،, ]\s*(\d{1,4})(?:[T ,].*)?")
_WORDS = re.compile(r"(\d{1,4})\.?\s+([^\W\d]+)\.?,?\s+(\d{1,4})|([^\W\d]+)\.?\s+(\d{1,2}),?\s+(\d{4})")
_SERIAL = re.compile(r"(\d{5})(?:\.\d+)?")
_SERIALS = range(10_000, 80_000)  # days since Excel's epoch: 1927 to 2119
_EXCEL = date(1899, 12, 30)
_MONTHS: dict[str, tuple[str, int]] = {
    fold(name): (calendar, number)
    for calendar, names in {
        "jalali": "فروردین اردیبهشت خرداد تیر مرداد شهریور مهر آبان آذر دی بهمن اسفند",
        "gregorian": "january february march april may june july august september october november december",
        " gregorian": "jan feb mar apr may jun jul aug sep oct nov dec",
        "  gregorian": "ژانویه فوریه مارس آوریل مه ژوئن ژوئیه اوت سپتامبر اکتبر نوامبر دسامبر",
    }.items()
    for number, name in enumerate(names.split(), start=1)
}


@lru_cache(maxsize=20_000)
def read_date(text: str, calendar: str = "auto", order: str = "auto") -> date | None:
    """The date, or None when it is not one. ``order`` is for numbers whose year comes last; days first unless told."""
    plain = digits(text).strip()
    if match := _NUMBERS.fullmatch(plain):
        return _from_numbers(match[1], match[2], match[3], calendar, order)
    if match := _SERIAL.fullmatch(plain):
        serial = int(match[1])
        return _EXCEL + timedelta(serial) if serial in _SERIALS and calendar != "jalali" else None
    match = _WORDS.fullmatch(fold(plain))
    return _from_words(match, calendar) if match else None


def _from_numbers(first: str, second: str, third: str, calendar: str, order: str) -> date | None:
    if len(first) == 4:
        return make_date(int(first), int(second), int(third), calendar) if len(third) < 3 else None
    if len(third) != 4:
        return None  # of two digits nobody knows the century
    month_first = order == "mdy" and int(first) <= 12
    day, month = (second, first) if month_first else (first, second)
    return make_date(int(third), int(month), int(day), calendar)


def _from_words(match: re.Match[str], calendar: str) -> date | None:
    name, others = (match[2], (match[1], match[3])) if match[2] else (match[4], (match[5], match[6]))
    month = _MONTHS.get(name)
    year, day = (others if len(others[0]) == 4 else others[::-1]) if month else ("", "")
    if month is None or len(year) != 4 or len(day) > 2:
        return None
    named = month[0].strip()
    return make_date(int(year), month[1], int(day), named) if calendar in {"auto", named} else None


def make_date(year: int, month: int, day: int, calendar: str = "auto") -> date | None:
    """The day in this calendar; ``auto`` tells the calendars apart by the year."""
    if year in _JALALI and calendar != "gregorian":
        return from_jalali(year, month, day)
    if year not in _GREGORIAN or calendar == "jalali":
        return None
    try:
        return date(year, month, day)
    except ValueError:
        return None


def guess_order(cells: Iterable[str]) -> Order:
    """``dmy`` or ``mdy`` where a number above 12 gives it away, else ``auto``."""
    for cell in cells:
        match = _NUMBERS.fullmatch(digits(cell).strip())
        if match and len(match[3]) == 4 and len(match[1]) < 3:
            if int(match[1]) > 12:
                return "dmy"
            if int(match[2]) > 12:
                return "mdy"
    return "auto"


def in_jalali(day: date) -> str:
    """The day in the Jalali calendar, as 1405/01/01; in the Gregorian one where its rule does not hold."""
    found = to_jalali(day)
    return "{:04}/{:02}/{:02}".format(*found) if found else day.isoformat()
