"""Pure: numbers, money, dates and times in a language's own form."""

from __future__ import annotations

from datetime import date, datetime
from functools import lru_cache
from typing import Final

from hub.sheets.dates import in_jalali
from hub.text import digits as ascii_digits

_PERSIAN: Final = str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹")
_MONTHS: Final[dict[tuple[str, str], tuple[str, ...]]] = {
    ("fa", "jalali"): (
        "فروردین", "اردیبهشت", "خرداد", "تیر", "مرداد", "شهریور", "مهر", "آبان", "آذر", "دی", "بهمن", "اسفند",
    ),
    ("en", "jalali"): (
        "Farvardin", "Ordibehesht", "Khordad", "Tir", "Mordad", "Shahrivar", "Mehr", "Aban", "Azar", "Dey", "Bahman",
        "Esfand",
    ),
    ("fa", "gregorian"): (
        "ژانویه", "فوریه", "مارس", "آوریل", "مه", "ژوئن", "ژوئیه", "اوت", "سپتامبر", "اکتبر", "نوامبر", "دسامبر",
    ),
    ("en", "gregorian"): (
        "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
        "December",
    ),
}  # fmt: skip
_DAYS: Final[dict[str, tuple[str, ...]]] = {  # from Monday
    "fa": ("دوشنبه", "سه‌شنبه", "چهارشنبه", "پنجشنبه", "جمعه", "شنبه", "یکشنبه"),
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
}
_UNITS: Final[dict[str, dict[str, str]]] = {
    "fa": {"rial": "ریال", "toman": "تومان"}, "en": {"rial": "rials", "toman": "tomans"},
}  # fmt: skip
CALENDAR_OF: Final[dict[str, str]] = {"fa": "jalali", "en": "gregorian"}


def write_digits(text: str, language: str) -> str:
    """The text with digits of the language: Persian ones, or ASCII."""
    return text.translate(_PERSIAN) if language == "fa" else ascii_digits(text)


def write_number(value: float, language: str) -> str:
    """With separators: ``1,904.5`` or «۱٬۹۰۴٫۵»; at most two places after the point."""
    text = f"{value:,}" if isinstance(value, int) else f"{value:,.2f}".rstrip("0").rstrip(".")
    if language != "fa":
        return text
    return text.replace(",", "٬").replace(".", "٫").translate(_PERSIAN)


def write_money(value: float, language: str, unit: str, kept: str) -> str:
    """An amount that is kept in one unit, written in another; ten rials are a toman."""
    if unit != kept:
        value = value * 10 if unit == "rial" else value / 10
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return f"{write_number(value, language)} {_UNITS[language][unit]}"


@lru_cache(maxsize=4_096)
def write_date(day: date, language: str, style: str, calendar: str | None = None) -> str:
    """A day in the calendar of the language unless another is named: short, long, with its weekday, without a year."""
    calendar = calendar or CALENDAR_OF[language]
    year, month, number = _parts(day, calendar)
    if style == "short" and language == "fa":
        return write_digits(f"{year}/{month:02}/{number:02}", language)
    name = _MONTHS[language, calendar][month - 1]
    if style == "short":
        name = name[:3] if calendar == "gregorian" else name
    text = f"{number} {name}" if style == "day" else f"{number} {name} {year}"
    return write_digits(f"{_DAYS[language][day.weekday()]} {text}" if style == "weekday" else text, language)


def write_time(moment: datetime, language: str) -> str:
    """The clock, 24 hours."""
    return write_digits(f"{moment:%H:%M}", language)


def _parts(day: date, calendar: str) -> tuple[int, int, int]:
    if calendar == "jalali" and "/" in (text := in_jalali(day)):
        year, month, number = text.split("/")
        return int(year), int(month), int(number)
    return day.year, day.month, day.day
