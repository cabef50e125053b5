"""Read a number as it was received: E.164 where it is one, a sender's name or service line where it is not."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

import phonenumbers
from phonenumbers import PhoneNumberFormat

from hub.text import digits

_NOISE = re.compile(r"[\s\-().\u200e\u200f\u202a-\u202e/]+")
_LOCAL_LENGTH = range(6, 9)  # landline numbers without an area code


@dataclass(frozen=True, slots=True)
class Address:
    """Where an identity's key comes from. ``value`` is E.164 for a phone and the cleaned text for a sender."""

    kind: str  # phone or sender
    value: str
    region: str | None
    display: str  # international form for people
    national: str


@lru_cache(maxsize=20_000)
def read_number(raw: str, region: str = "IR", area_code: str | None = None) -> Address | None:
    """The address behind a received number, or None when there is nothing to read.

    ``region`` is the ISO country that numbers without a country code belong to; ``area_code`` completes local ones.
    """
    cleaned = _NOISE.sub("", digits(raw))[:80]
    if not cleaned:
        return None
    for candidate in _candidates(cleaned, region, area_code):
        parsed = _parse(candidate, region)
        if parsed is not None:
            return _phone(parsed)
    return Address("sender", cleaned, None, cleaned, cleaned)


def is_extension(number: str) -> bool:
    """True for a short internal number."""
    return number.isascii() and number.isdigit() and len(number) < 7


def display(value: str) -> str:
    """The international form of an E.164 number; anything else unchanged."""
    address = read_number(value) if value.startswith("+") else None
    return address.display if address else value


def _candidates(cleaned: str, region: str, area_code: str | None) -> list[str]:
    if region == "IR" and re.fullmatch(r"[123]000\d*", cleaned):
        return []  # a service line: never E.164
    found = [cleaned]
    if cleaned.startswith("00"):
        found = ["+" + cleaned[2:]]
    elif area_code and cleaned.isdigit() and len(cleaned) in _LOCAL_LENGTH and not cleaned.startswith("0"):
        found = [f"0{area_code}{cleaned}", cleaned]
    return found


def _parse(number: str, region: str) -> phonenumbers.PhoneNumber | None:
    try:
        parsed = phonenumbers.parse(number, region)
    except phonenumbers.NumberParseException:
        return None
    return parsed if phonenumbers.is_valid_number(parsed) else None


def _phone(parsed: phonenumbers.PhoneNumber) -> Address:
    return Address(
        "phone",
        phonenumbers.format_number(parsed, PhoneNumberFormat.E164),
        phonenumbers.region_code_for_number(parsed),
        phonenumbers.format_number(parsed, PhoneNumberFormat.INTERNATIONAL),
        phonenumbers.format_number(parsed, PhoneNumberFormat.NATIONAL),
    )
