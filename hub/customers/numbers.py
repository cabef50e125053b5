"""Read a number as it was received: E.164 where it is one, a sender's name or service line where it is not."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

import phonenumbers
from phonenumbers import PhoneMetadata, PhoneNumber, PhoneNumberFormat

from hub.text import digits, small

_NOISE = re.compile(r"[\s\-().\u200e\u200f\u202a-\u202e\u2066-\u2069/]+")
_LOCAL_LENGTH = range(6, 9)  # landline numbers without an area code
_SERVICE_LINE = re.compile(r"(?:\+98|0098|98(?=\d{8}))?([123]000\d*)")  # Iranian lines that send messages: never E.164
_OLD_MEXICAN = (re.compile(r"(\+52)1(\d{10})"), re.compile(r"(?:04[45]|01|1)(\d{10})"))  # as written until 2019
_OLD_BRAZILIAN = re.compile(r"([1-9]\d)([6-9]\d{7})")  # mobiles: each area put a 9 before them by 2016
_BRAZIL = 55
_LENGTH = 80
MAIL_LENGTH = 320


@dataclass(frozen=True, slots=True)
class Address:
    """Where an identity's key comes from.

    ``value`` is E.164 for a phone, the cleaned text for a sender, and a mail address in small letters: providers do not
    tell ``Sara@`` from ``sara@``.
    """

    kind: str  # phone or sender
    value: str
    region: str | None
    display: str  # international form for people
    national: str
    namespace: str = ""  # of a visitor or an outside id

    @property
    def written(self) -> str | None:
        """A mail address as it was written, where its capitals make a difference to people."""
        return self.display if self.kind == "email" and self.display != self.value else None


@lru_cache(maxsize=20_000)
def read_number(raw: str, region: str = "IR", area_code: str | None = None) -> Address | None:
    """The address behind a received number, or None when there is nothing to read.

    ``region`` is the ISO country that numbers without a country code belong to; ``area_code`` completes local ones.
    """
    cleaned = tidy(raw)
    if not any(char.isalnum() for char in cleaned):
        return None
    if any(char.isalpha() for char in cleaned):
        return Address("sender", cleaned, None, cleaned, cleaned)
    line = _SERVICE_LINE.fullmatch(cleaned)
    if line and (region == "IR" or line[1] != cleaned):
        return Address("sender", line[1], None, line[1], line[1])
    for candidate in _candidates(cleaned, region, area_code):
        parsed = _parse(candidate, region)
        if parsed is not None:
            return _phone(parsed)
    return Address("sender", cleaned, None, cleaned, cleaned)


def tidy(raw: str) -> str:
    """What was received, in ASCII digits and without what only parts them; a name keeps its spaces."""
    text = " ".join(digits(raw).split())[:_LENGTH].strip()
    return text if any(char.isalpha() for char in text) else _NOISE.sub("", text)


def dial_number(value: str, region: str, form: str) -> str:
    """An E.164 number as it is dialled in ``region``: ``national`` where it is one, ``international`` or ``e164``."""
    parsed = phonenumbers.parse(value)
    if form == "e164":
        return value
    if form == "national" and parsed.country_code == phonenumbers.country_code_for_region(region):
        return re.sub(r"\D", "", phonenumbers.format_number(parsed, PhoneNumberFormat.NATIONAL))
    return _way_out(region) + value.removeprefix("+")


@lru_cache(maxsize=300)
def _way_out(region: str) -> str:
    """What is dialled before a country's code."""
    known = PhoneMetadata.metadata_for_region(region, None)
    ways = (known.preferred_international_prefix, known.international_prefix) if known else ()
    return next((way for way in ways if way and way.isdigit()), "00")


def read_email(raw: str) -> Address | None:
    """The mail address, or None when it cannot be one; shown as it is written, but for its domain."""
    text = raw.strip()
    local, _, domain = text.rpartition("@")
    whole = local and "@" not in local and "." in domain
    if not whole or len(text) > MAIL_LENGTH or any(char.isspace() for char in text):
        return None
    written = f"{local}@{domain.lower()}"
    return Address("email", small(written), None, written, written)


def is_extension(number: str) -> bool:
    """True for a short internal number."""
    return number.isascii() and number.isdigit() and len(number) < 7


@lru_cache(maxsize=4096)
def display(value: str) -> str:
    """The international form of an E.164 number; anything else unchanged."""
    address = read_number(value) if value.startswith("+") else None
    return address.display if address else value


def _candidates(cleaned: str, region: str, area_code: str | None) -> list[str]:
    if cleaned.startswith("00"):
        cleaned = "+" + cleaned[2:]
    if cleaned.startswith("+"):
        return [_OLD_MEXICAN[0].sub(r"\1\2", cleaned)]
    if region == "MX":
        cleaned = _OLD_MEXICAN[1].sub(r"\1", cleaned)
    lengths = _LOCAL_LENGTH if region != "BR" else range(8, 10)
    if area_code and cleaned.isascii() and cleaned.isdigit() and len(cleaned) in lengths and cleaned[0] != "0":
        return [f"{area_code}{cleaned}", f"0{area_code}{cleaned}", cleaned]
    return [cleaned]


def _parse(number: str, region: str) -> PhoneNumber | None:
    try:
        parsed = phonenumbers.parse(number, region)
    except phonenumbers.NumberParseException:
        return None
    old = _OLD_BRAZILIAN.fullmatch(str(parsed.national_number)) if parsed.country_code == _BRAZIL else None
    if old:
        newer = PhoneNumber(country_code=_BRAZIL, national_number=int(f"{old[1]}9{old[2]}"))
        parsed = newer if phonenumbers.is_valid_number(newer) else parsed
    return parsed if phonenumbers.is_valid_number(parsed) else None


def _phone(parsed: PhoneNumber) -> Address:
    return Address(
        "phone",
        phonenumbers.format_number(parsed, PhoneNumberFormat.E164),
        phonenumbers.region_code_for_number(parsed),
        phonenumbers.format_number(parsed, PhoneNumberFormat.INTERNATIONAL),
        phonenumbers.format_number(parsed, PhoneNumberFormat.NATIONAL),
    )
