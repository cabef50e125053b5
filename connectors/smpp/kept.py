"""What is answered and not stored yet: parts of messages, early receipts. The hub keeps it, so a restart loses none."""

from __future__ import annotations

import base64
import json
from datetime import datetime
from typing import Any, Final

from connectors.smpp.assemble import Part, Together
from connectors.smpp.receipts import Receipt
from connectors.smpp.slots import Slots
from hub.ports import Host

_PARTS: Final = "part"
_RECEIPTS: Final = "receipt"
Key = tuple[str, str, int, int, int, datetime]


class KeptParts:
    """One account's parts of messages that are not whole."""

    def __init__(self, host: Host) -> None:
        self._slots = Slots(host, _PARTS)
        self._known: dict[Key, int | None] = {}  # None while it is being kept

    async def load(self) -> list[tuple[Part, datetime]]:
        """The parts that were left, each with when its message began. Raises ``RetryLater``."""
        found: list[tuple[Part, datetime]] = []
        for slot, text in await self._slots.load():
            part, at = _part_of(text)
            self._known[_key(part, at)] = slot
            found.append((part, at))
        return sorted(found, key=lambda one: one[1])

    async def put(self, part: Part, at: datetime) -> None:
        """Keep a part; once. Raises ``RetryLater``, and then it is not kept."""
        if (key := _key(part, at)) in self._known:
            return
        self._known[key] = None
        try:
            slot = await self._slots.keep(_text_of(part, at))
        except BaseException:
            self._known.pop(key, None)
            raise
        if key in self._known:
            self._known[key] = slot
        else:  # the message was whole, and stored, meanwhile
            await self._slots.empty([slot])

    async def drop(self, together: Together) -> None:
        """The message is stored."""
        slots = [self._known.pop(_key(part, together.at), None) for part in together.parts.values()]
        await self._slots.empty(slot for slot in slots if slot is not None)


class KeptReceipts:
    """One account's receipts that were answered before their messages were known."""

    def __init__(self, host: Host) -> None:
        self._slots = Slots(host, _RECEIPTS)

    async def load(self) -> list[tuple[int, Receipt, datetime]]:
        """Those that were left, each with its slot and when it came. Raises ``RetryLater``."""
        found = [(slot, json.loads(text)) for slot, text in await self._slots.load()]
        return [(slot, Receipt(*given[1:]), datetime.fromisoformat(given[0])) for slot, given in found]

    async def put(self, receipt: Receipt, at: datetime) -> int:
        """Keep a receipt; its slot. Raises ``RetryLater``, and then it is not kept."""
        values = [at.isoformat(), receipt.id, receipt.state, receipt.reason, receipt.detail]
        return await self._slots.keep(json.dumps(values))

    async def drop(self, slots: list[int]) -> None:
        """They are reported."""
        await self._slots.empty(slots)


def _key(part: Part, at: datetime) -> Key:
    return (part.source, part.own, part.reference, part.total, part.index, at)


def _text_of(part: Part, at: datetime) -> str:
    values = [part.source, part.ton, part.own, part.coding, part.reference, part.total, part.index, at.isoformat()]
    return json.dumps([*values, base64.b64encode(part.octets).decode()])


def _part_of(text: str) -> tuple[Part, datetime]:
    given: list[Any] = json.loads(text)
    source, ton, own, coding, reference, total, index, at, octets = given
    part = Part(source, own, coding, base64.b64decode(octets), reference, index, total, ton)
    return part, datetime.fromisoformat(at)
