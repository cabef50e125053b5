"""Pure: how many parts an SMS is sent in. ``webui/src/lib/sms`` is the same; one file of examples holds both."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

BASIC: Final = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿"
    "abcdefghijklmnopqrstuvwxyzäöñüà"
)
EXTENSION: Final = frozenset("\f^{}\\[~]|€")  # an escape goes before each
ONE: Final = {"gsm7": 160, "ucs2": 70}
EACH: Final = {"gsm7": 153, "ucs2": 67}  # of several: the rest is the header that joins them
MOST_SHOWN = 10


@dataclass(frozen=True, slots=True)
class SmsCount:
    """``units``: septets or UTF-16 code units; ``left`` before another part; ``unusual``: what forces UCS-2."""

    alphabet: Literal["gsm7", "ucs2"]
    units: int
    parts: int
    left: int
    unusual: list[str]


def count_sms(text: str) -> SmsCount:
    """Count by the real alphabet."""
    unusual = [char for char in dict.fromkeys(text) if char not in BASIC and char not in EXTENSION]
    alphabet: Literal["gsm7", "ucs2"] = "ucs2" if unusual else "gsm7"
    if not _doubles(text, alphabet):  # nearly every text: nothing in it can be cut in two
        return _evenly(alphabet, len(text), unusual[:MOST_SHOWN])
    sizes = [_size(char, alphabet) for char in text]
    units = sum(sizes)
    if units <= ONE[alphabet]:
        return SmsCount(alphabet, units, 1 if text else 0, ONE[alphabet] - units, unusual[:MOST_SHOWN])
    parts, filled = _fill(sizes, EACH[alphabet])
    return SmsCount(alphabet, units, parts, EACH[alphabet] - filled, unusual[:MOST_SHOWN])


def _doubles(text: str, alphabet: str) -> bool:
    """Whether something in it counts two units."""
    return max(text, default="") > "\uffff" if alphabet == "ucs2" else not EXTENSION.isdisjoint(text)


def _evenly(alphabet: Literal["gsm7", "ucs2"], units: int, unusual: list[str]) -> SmsCount:
    """The count of a text in which everything counts one unit."""
    if units <= ONE[alphabet]:
        return SmsCount(alphabet, units, 1 if units else 0, ONE[alphabet] - units, unusual)
    parts = -(-units // EACH[alphabet])
    return SmsCount(alphabet, units, parts, parts * EACH[alphabet] - units, unusual)


def split_sms(text: str) -> list[str]:
    """The text of each part; what counts two units is never cut in two."""
    found = count_sms(text)
    if found.parts <= 1:
        return [text] if text else []
    parts, filled = [""], 0
    for char in text:
        size = _size(char, found.alphabet)
        if filled + size > EACH[found.alphabet]:
            parts.append("")
            filled = 0
        parts[-1] += char
        filled += size
    return parts


def with_suffix(text: str, suffix: str | None) -> str:
    """The text with the suffix on a line of its own, unless it ends so already."""
    return text if not suffix or text.rstrip().endswith(suffix) else f"{text.rstrip()}\n{suffix}"


def suffixed(text: str, suffix: str | None) -> tuple[str, str | None]:
    """The same, and the suffix where it was added now."""
    made = with_suffix(text, suffix)
    return made, None if made == text else suffix


def without_suffix(text: str, added: str | None) -> str:
    """The text before that."""
    return text.removesuffix(f"\n{added}") if added else text


def _size(char: str, alphabet: str) -> int:
    if alphabet == "ucs2":
        return 2 if ord(char) > 0xFFFF else 1
    return 2 if char in EXTENSION else 1


def _fill(sizes: list[int], most: int) -> tuple[int, int]:
    """How many parts, and how full the last one is."""
    parts, filled = 1, 0
    for size in sizes:
        if filled + size > most:
            parts, filled = parts + 1, 0
        filled += size
    return parts, filled
