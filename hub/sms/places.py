"""Where a number is, as far as its digits say."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import phonenumbers
from phonenumbers import PhoneNumberType


@dataclass(frozen=True, slots=True)
class Place:
    """``region``: the ISO country; ``code``: how many digits its code has; ``landline``: surely no mobile."""

    region: str | None
    code: int
    landline: bool


@lru_cache(maxsize=65_536)
def place_of(address: str) -> Place | None:
    """Of an E.164 number; None where no network has such a number."""
    try:
        parsed = phonenumbers.parse(address)
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_possible_number(parsed):
        return None
    kind = phonenumbers.number_type(parsed)
    region = phonenumbers.region_code_for_number(parsed)
    return Place(region, len(str(parsed.country_code)), kind == PhoneNumberType.FIXED_LINE)
