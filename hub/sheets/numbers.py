"""Phone numbers in cells: what spreadsheets did to them is undone where that is possible."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from phonenumbers import PhoneMetadata

from hub.text import digits

_EXPONENT = re.compile(r"\+?(\d+)(?:[.,٫](\d*))?[eE]\+?(\d{1,3})")
_FRACTION = re.compile(r"(\+?\d{6,})[.٫]0+")
_SPLIT = re.compile(r"[;؛,،|\r\n\t]+|\s+(?:و|or|and|یا)\s+|\s+[-–/\\]\s+|(?<=\d{7})/(?=\s*\+?\d{7})")
_NOISE = re.compile(r"[\s\-().\u200b-\u200f\u202a-\u202e\u2066-\u2069/]+")
_MOBILE = re.compile(r"(?:\+98|0098|98|0)?(9\d{9})")
_FEW = 7  # digits; less is a part of a number


def split_numbers(cell: str) -> list[str]:
    """The numbers in one cell. What would be cut into parts of numbers is left whole."""
    parts = [part.strip() for part in _SPLIT.split(cell)]
    parts = [part for part in parts if part]
    if len(parts) > 1 and any(_count(part) < _FEW for part in parts):
        return [cell.strip()]
    return parts


def _count(text: str) -> int:
    return sum(char.isdigit() for char in text)


def undo_spreadsheet(text: str) -> tuple[str, str | None]:
    """The number as it was typed, and ``exponent`` (all digits were there) or ``digits_lost`` (they were not)."""
    plain = digits(text).strip().lstrip("'’")
    if match := _FRACTION.fullmatch(plain):
        return match[1], None
    match = _EXPONENT.fullmatch(plain)
    if match is None:
        return plain, None
    whole, fraction, exponent = match[1], match[2] or "", int(match[3])
    if len(fraction.rstrip("0")) > exponent or len(fraction) < exponent or len(whole) + exponent > 20:
        return text.strip(), "digits_lost"
    return whole + fraction[:exponent], "exponent"


def read_mobile(text: str) -> str | None:
    """E.164 of a plain Iranian mobile, or None for the slower way. Forty times faster than parsing it."""
    match = _MOBILE.fullmatch(_NOISE.sub("", text))
    return f"+98{match[1]}" if match and _iranian_mobiles().fullmatch(match[1]) else None


def lacks_zero(text: str) -> bool:
    """True for an Iranian mobile of which a spreadsheet has taken the leading zero."""
    return len(text) == 10 and text[0] == "9" and text.isascii() and text.isdigit()


@cache
def _iranian_mobiles() -> re.Pattern[str]:
    mobile: Any = PhoneMetadata.metadata_for_region("IR")
    return re.compile(mobile.mobile.national_number_pattern)
