"""Alphabets of short messages: GSM 7-bit, what data_coding 0 means at a provider, and UCS-2. Pure."""

from __future__ import annotations

from typing import Final, Literal

Alphabet = Literal["gsm7", "latin1", "ascii"]
"""What data_coding 0 is read as by a provider."""

ESCAPE: Final = 0x1B
BASIC: Final = (
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞ\x1bÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
EXTENDED: Final = {
    "\f": 0x0A, "^": 0x14, "{": 0x28, "}": 0x29, "\\": 0x2F, "[": 0x3C, "~": 0x3D, "]": 0x3E, "|": 0x40, "€": 0x65,
}  # fmt: skip
UCS2: Final = 0x08

_SEPTET: Final = {
    **{char: bytes((code,)) for code, char in enumerate(BASIC) if code != ESCAPE},
    **{char: bytes((ESCAPE, code)) for char, code in EXTENDED.items()},
}
_FROM_EXTENDED: Final = {code: char for char, code in EXTENDED.items()}
_CODECS: Final = {"latin1": "latin-1", "ascii": "ascii"}
_CODINGS: Final = {1: "ascii", 3: "latin-1", 5: "shift_jis", 6: "iso8859_5", 7: "iso8859_8", UCS2: "utf-16-be",
                   10: "iso2022_jp", 14: "euc_kr"}  # fmt: skip


class UndecodableError(Exception):
    """These octets are no text of that alphabet."""


def septets(char: str) -> bytes | None:
    """A character in GSM 7-bit, an octet each: two for those of the extension, None for what it lacks."""
    return _SEPTET.get(char)


def encode(char: str, alphabet: Alphabet) -> bytes | None:
    """A character as the provider's default alphabet has it; None where it, or a telephone, would not."""
    in_gsm = _SEPTET.get(char)
    if in_gsm is None or alphabet == "gsm7":
        return in_gsm
    try:
        return char.encode(_CODECS[alphabet])
    except UnicodeEncodeError:
        return None


def decode(octets: bytes, coding: int, alphabet: Alphabet) -> str:
    """The text of a message. Raises ``UndecodableError`` for binary ones and for octets that are no such text."""
    codec = _codec(coding, alphabet)
    if codec is None:
        raise UndecodableError(f"data_coding {coding:#04x} is no text")
    if codec == "gsm7":
        return _decode_gsm7(octets)
    try:
        return octets.decode(codec).rstrip("\0")
    except UnicodeDecodeError as error:
        raise UndecodableError(f"no {codec}: {error.reason}") from None


def _codec(coding: int, alphabet: Alphabet) -> str | None:
    if coding in _CODINGS:
        return _CODINGS[coding]
    default = "gsm7" if alphabet == "gsm7" else _CODECS[alphabet]
    if coding == 0:
        return default
    if coding & 0xF0 == 0xF0:  # with a class, as a message that shows at once
        return default if not coding & 0x04 else None
    if coding & 0xE0 == 0 and coding & 0x10:
        return {0x00: default, 0x08: "utf-16-be"}.get(coding & 0x0C)
    return None


def _decode_gsm7(octets: bytes) -> str:
    found: list[str] = []
    escaped = False
    for code in octets:
        if code > 0x7F:
            raise UndecodableError(f"{code:#04x} is not in GSM 7-bit")
        if escaped:
            found.append(_FROM_EXTENDED.get(code, BASIC[code]))
            escaped = False
        elif code == ESCAPE:
            escaped = True
        else:
            found.append(BASIC[code])
    return "".join(found)
