"""Recorded calls to be played again, each time with channels, phones and a caller of its own."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

RECORDINGS = Path(__file__).parents[1] / "connectors/asterisk/recordings"
# What a hundred calls of a day are: 49 packets each on the average.
MIX = {
    "queue_answered": 30, "anonymous_answered": 18, "direct_missed": 12, "desk_phone_outbound": 12,
    "ringall_answered": 8, "hold_resume": 6, "blind_transfer": 4, "queue_abandoned": 4, "attended_transfer": 3,
    "queue_local_members_prefix": 3,
}  # fmt: skip
_VARIABLE = re.compile(
    rb"\d{10}\.\d+|[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}|(?<=-)[0-9a-f]{8}\b|(?<=PJSIP/)1\d\d\b"
    rb"|(?<!\d)(?:00982188881234|02188881234|0?9\d{9})(?!\d)|anonymous"
)
_PAUSE_AFTER = (b"Event: DialBegin", b"Event: BridgeEnter", b"Event: QueueCallerJoin", b"Event: Hold",
                b"Event: BridgeLeave")  # fmt: skip
OUTSIDE = 10  # digits: who calls or is called from outside
NAMES = 32  # channels or bridges of one call at most


@dataclass(frozen=True, slots=True)
class Shape:
    """One recorded call: its packets, in parts between which people speak, wait or dial."""

    name: str
    parts: tuple[tuple[bytes, ...], ...]

    @property
    def packets(self) -> int:
        """How many there are."""
        return sum(map(len, self.parts))

    def played(self, call: int, number: str, phones: tuple[str, str]) -> Iterator[list[bytes]]:
        """The parts as call ``call`` from (or to) ``number`` at these phones, each packet without its empty line."""
        names: dict[bytes, bytes] = {b"": number.encode()}
        for part in self.parts:
            yield [_VARIABLE.sub(lambda found: _renamed(found[0], names, call, phones), packet) for packet in part]


def _renamed(old: bytes, names: dict[bytes, bytes], call: int, phones: tuple[str, str]) -> bytes:
    if old in names:
        return names[old]
    if old == b"anonymous" or (old.isdigit() and len(old) >= OUTSIDE):
        return names[b""]
    place = call * NAMES + len(names)
    if len(old) == 3:
        made = phones[old == b"102"].encode()
    elif b"." in old:
        made = b"1795343080.%d" % place
    else:
        made = b"%08x-0000-4000-8000-%012x" % (place, place) if len(old) > 8 else b"%08x" % place
    names[old] = made
    return made


def read(name: str) -> Shape:
    """The call of one recording."""
    packets = (RECORDINGS / f"{name}.raw").read_bytes().split(b"\r\n\r\n")
    parts: list[list[bytes]] = [[]]
    for packet in packets:
        if packet.startswith(b"Event: ") and not packet.startswith(b"Event: FullyBooted"):
            parts[-1].append(packet + b"\r\n")
            if packet.startswith(_PAUSE_AFTER):
                parts.append([])
    return Shape(name, tuple(tuple(part) for part in parts if part))


class Mix:
    """Endless calls as a day brings them, the same ones every time."""

    def __init__(self, shares: Mapping[str, int] = MIX) -> None:
        self._dice = random.Random(11)
        self._shapes = [read(name) for name in shares]
        self._shares = list(shares.values())

    @property
    def packets(self) -> float:
        """Of one call on the average."""
        return sum(share * one.packets for share, one in zip(self._shares, self._shapes, strict=True)) / sum(
            self._shares
        )

    def next(self) -> Shape:
        """One call."""
        return self._dice.choices(self._shapes, self._shares)[0]

    def pause(self) -> float:
        """Seconds until a call goes on: the PBX at once, or a person after a while."""
        return self._dice.choice((0.005, 0.02, 0.3, 1.0))
