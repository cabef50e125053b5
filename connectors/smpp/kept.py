"""Parts of messages that are answered but not whole: the hub keeps each as a cursor, so that a restart loses none."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterable
from datetime import datetime
from typing import Any, Final

from connectors.smpp.assemble import Part, Together
from hub.ports import Host

SLOTS: Final = 500  # parts beyond that wait in memory alone
LONGEST: Final = 1_000  # letters of a cursor
_MARK: Final = "parts"  # how many slots were ever in use at once
Key = tuple[str, str, int, int, int, datetime]


class KeptParts:
    """One account's slots."""

    def __init__(self, host: Host) -> None:
        self._host = host
        self._slots: dict[Key, int] = {}
        self._mark = 0

    async def load(self) -> list[tuple[Part, datetime]]:
        """The parts that were left, each with when its message began. Raises ``RetryLater``."""
        self._mark = min(int(await self._host.cursor(_MARK) or 0), SLOTS)
        found: list[tuple[Part, datetime]] = []
        for slot in range(self._mark):
            if value := await self._host.cursor(_name(slot)):
                part, at = _unpacked(value)
                self._slots[_key(part, at)] = slot
                found.append((part, at))
        return sorted(found, key=lambda one: one[1])

    async def put(self, part: Part, at: datetime) -> None:
        """Keep a part; once. Raises ``RetryLater``, and then it is not kept."""
        value, key = _packed(part, at), _key(part, at)
        if key in self._slots or len(self._slots) >= SLOTS or len(value) > LONGEST:
            return
        slot = min(set(range(len(self._slots) + 1)).difference(self._slots.values()))
        self._slots[key] = slot
        try:
            if slot >= self._mark:
                self._mark = slot + 1
                await self._host.keep_cursor(_MARK, str(self._mark))
            await self._host.keep_cursor(_name(slot), value)
        except BaseException:
            self._slots.pop(key, None)
            raise

    async def drop(self, together: Together) -> None:
        """The message is stored. Raises ``RetryLater``; what is left then is stored again, and known by its key."""
        await self._empty(self._slots.pop(_key(part, together.at), None) for part in together.parts.values())

    async def _empty(self, slots: Iterable[int | None]) -> None:
        for slot in [slot for slot in slots if slot is not None]:
            await self._host.keep_cursor(_name(slot), "")


def _name(slot: int) -> str:
    return f"part.{slot}"


def _key(part: Part, at: datetime) -> Key:
    return (part.source, part.own, part.reference, part.total, part.index, at)


def _packed(part: Part, at: datetime) -> str:
    values = [part.source, part.ton, part.own, part.coding, part.reference, part.total, part.index, at.isoformat()]
    return json.dumps([*values, base64.b64encode(part.octets).decode()])


def _unpacked(value: str) -> tuple[Part, datetime]:
    given: list[Any] = json.loads(value)
    source, ton, own, coding, reference, total, index, at, octets = given
    part = Part(source, own, coding, base64.b64decode(octets), reference, index, total, ton)
    return part, datetime.fromisoformat(at)
