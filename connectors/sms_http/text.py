"""What may be sent and what may be kept of a text: control characters, alphabets, and the ways to write a number."""

from __future__ import annotations

import re

import phonenumbers

# C0 but tab and line end, DEL, C1, and lone surrogates (no charset and no store takes those).
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
_LINES = re.compile("[\t\n\u2028\u2029]+")
_GSM7 = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§"
    "¿abcdefghijklmnopqrstuvwxyzäöñüà^{}\\[~]|€"
)


def sendable(text: str) -> str:
    """The text as it may be sent: lines end by LF, and nothing in it controls anything."""
    return _CONTROL.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def line(text: str, length: int = 200) -> str:
    """One clean line of at most this many characters, for people and headers."""
    return _LINES.sub(" ", sendable(text[: length * 4])).strip()[:length].rstrip()


def alphabet(text: str) -> str:
    """``gsm7`` where each character is in the GSM alphabet, else ``ucs2``."""
    return "gsm7" if _GSM7.issuperset(text) else "ucs2"


def ways_to_write(number: str) -> dict[str, str]:
    """The number as gateways want it: ``to`` as it is, ``to_international`` without plus, ``to_national`` as it is
    dialled within its country, ``to_subscriber`` without the leading zero. One that is none is the same in each."""
    plain = line(number, 80)
    digits = plain.removeprefix("+")
    try:
        parsed = phonenumbers.parse(plain, None)
    except phonenumbers.NumberParseException:
        return {"to": plain, "to_international": digits, "to_national": digits, "to_subscriber": digits}
    national = phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.NATIONAL)
    return {
        "to": plain,
        "to_international": digits,
        "to_national": re.sub(r"\D", "", national),
        "to_subscriber": phonenumbers.national_significant_number(parsed),
    }
