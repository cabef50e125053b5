"""A text in as many parts as it needs, none of which splits a character. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from connectors.smpp.alphabets import UCS2, Alphabet, encode, septets

ONE_GSM, EACH_GSM = 160, 153  # septets
ONE_UCS2, EACH_UCS2 = 140, 134  # octets
MOST: Final = 255  # parts that a header can count


@dataclass(frozen=True, slots=True)
class Segments:
    """The parts of a text, and their data_coding."""

    coding: int
    parts: tuple[bytes, ...]

    @property
    def whole(self) -> bytes:
        """All of it, where somebody else splits."""
        return b"".join(self.parts)


def split(text: str, alphabet: Alphabet) -> Segments:
    """The text in the provider's default alphabet where that has every character, else in UCS-2."""
    pairs = [(encode(char, alphabet), len(septets(char) or b"")) for char in text]
    if all(octets is not None for octets, _ in pairs):
        known = [(octets or b"", cost) for octets, cost in pairs]
        return Segments(0, tuple(_fill(known, ONE_GSM, EACH_GSM)))
    units = [char.encode("utf-16-be", "replace") for char in text]
    return Segments(UCS2, tuple(_fill([(unit, len(unit)) for unit in units], ONE_UCS2, EACH_UCS2)))


def header(reference: int, total: int, index: int) -> bytes:
    """The user data header of a part; ``index`` counts from 1."""
    return bytes((5, 0, 3, reference & 0xFF, total, index))


def _fill(pieces: list[tuple[bytes, int]], one: int, each: int) -> Iterator[bytes]:
    room = one if sum(cost for _, cost in pieces) <= one else each
    part, used = bytearray(), 0
    for octets, cost in pieces:
        if used + cost > room:
            yield bytes(part)
            part, used = bytearray(), 0
        part += octets
        used += cost
    yield bytes(part)
