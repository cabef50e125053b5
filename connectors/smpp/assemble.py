"""Messages that come in parts, put together. Pure; the caller tells the time."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from connectors.smpp.alphabets import Alphabet, decode
from connectors.smpp.fields import MalformedError
from connectors.smpp.messages import SAR_INDEX, SAR_REFERENCE, SAR_TOTAL, UDHI, ShortMessage

MOST: Final = 1_000  # messages whose parts are waited for
GAP: Final = "[…]"
_CONCATENATED: Final = {0x00: 1, 0x08: 2}  # information elements, and octets of their reference


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a message: which, of how many; ``total`` is 1 for a whole one."""

    source: str
    own: str
    coding: int
    octets: bytes
    reference: int = 0
    index: int = 1
    total: int = 1
    ton: int = 0  # type of number of the source


@dataclass(slots=True)
class Together:
    """The parts of one message that have come."""

    first: Part
    at: datetime
    parts: dict[int, Part] = field(default_factory=dict)

    @property
    def key(self) -> str:
        """The same for the same message, also after a restart."""
        first = self.first
        return f"{first.source}:{first.own}:{first.reference}:{first.total}:{self.at.timestamp():.6f}"

    @property
    def whole(self) -> bool:
        """Whether nothing is missing."""
        return len(self.parts) == self.first.total

    def text(self, alphabet: Alphabet) -> str:
        """What can be read of it. Raises ``UndecodableError``."""
        return "".join(
            GAP if octets is None else decode(octets, coding, alphabet) for octets, coding in self._stretches()
        )

    def _stretches(self) -> Iterator[tuple[bytes | None, int]]:
        """Parts that follow one another, joined first: a sender may have split a character."""
        octets, coding = b"", self.first.coding
        for index in range(1, self.first.total + 1):
            part = self.parts.get(index)
            if part is not None and part.coding == coding:
                octets += part.octets
                continue
            if octets:
                yield octets, coding
            octets, coding = (part.octets, part.coding) if part else (b"", coding)
            if part is None:
                yield None, coding
        if octets:
            yield octets, coding


def part_of(message: ShortMessage) -> Part:
    """The message as a part, its user data header read. Raises ``MalformedError``."""
    octets, reference, total, index = message.octets, 0, 1, 1
    if message.esm_class & UDHI:
        elements, octets = _header(octets)
        for kind, size in _CONCATENATED.items():
            value = elements.get(kind, b"")
            if len(value) == size + 2:
                reference, total, index = int.from_bytes(value[:size], "big"), value[-2], value[-1]
    elif SAR_REFERENCE in message.optional:
        reference, total, index = (
            int.from_bytes(message.optional.get(tag, b""), "big") for tag in (SAR_REFERENCE, SAR_TOTAL, SAR_INDEX)
        )
    if not 1 <= index <= total:
        total = index = 1  # says nothing that makes sense: it stands for itself
    source = message.source
    return Part(
        source.value, message.destination.value, message.data_coding, octets, reference, index, total, source.ton
    )


class Assembler:
    """What has come of messages that are not whole; those whose parts stay away are given up after ``patience``."""

    def __init__(self, patience: float) -> None:
        self._patience = timedelta(seconds=patience)
        self._waiting: OrderedDict[tuple[str, str, int, int], Together] = OrderedDict()

    def __len__(self) -> int:
        return len(self._waiting)

    def add(self, part: Part, at: datetime) -> list[Together]:
        """The messages that are to be kept now: the one that is whole, and before it one that will never be."""
        key = (part.source, part.own, part.reference, part.total)
        known, ready = self._waiting.get(key), list[Together]()
        if known and part.index in known.parts:
            if known.parts[part.index].octets == part.octets:
                return []  # the same once more
            ready.append(self._waiting.pop(key))  # its reference is used anew
            known = None
        if known is None:
            known = self._waiting[key] = Together(part, at)
        known.parts[part.index] = part
        if known.whole:
            ready.append(self._waiting.pop(key))
        elif len(self._waiting) > MOST:
            ready.append(self._waiting.popitem(last=False)[1])
        return ready

    def put_back(self, together: Together, without: Part) -> bool:
        """It could not be stored, so its last part will be delivered again; False where another has its place now."""
        first = together.first
        del together.parts[without.index]
        return self._waiting.setdefault((first.source, first.own, first.reference, first.total), together) is together

    def take_out(self, part: Part) -> None:
        """It could not be kept, so it will be delivered again."""
        key = (part.source, part.own, part.reference, part.total)
        known = self._waiting.get(key)
        if known is not None and known.parts.get(part.index) is part:
            del known.parts[part.index]
            if not known.parts:
                del self._waiting[key]

    def began(self, part: Part) -> datetime | None:
        """When the message began that this is a part of; None where none is waited for."""
        known = self._waiting.get((part.source, part.own, part.reference, part.total))
        return known.at if known else None

    def overdue(self, now: datetime) -> list[Together]:
        """Those that are given up, and all that are left for the far ``datetime.max``."""
        found: list[Together] = []
        while self._waiting:
            key = next(iter(self._waiting))
            if now - self._patience < self._waiting[key].at:
                break
            found.append(self._waiting.pop(key))
        return found


def _header(octets: bytes) -> tuple[dict[int, bytes], bytes]:
    if not octets or octets[0] >= len(octets) + 1 or 1 + octets[0] > len(octets):
        raise MalformedError("the user data header is longer than the message")
    rest, elements = octets[1 : 1 + octets[0]], dict[int, bytes]()
    while len(rest) >= 2:
        kind, length = rest[0], rest[1]
        if length > len(rest) - 2:
            raise MalformedError("an element of the user data header is cut off")
        elements[kind] = rest[2 : 2 + length]
        rest = rest[2 + length :]
    return elements, octets[1 + octets[0] :]
