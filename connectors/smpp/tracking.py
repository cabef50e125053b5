"""Which parts make up a message, so that it is delivered once all of them are. Pure; the caller tells the time."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from connectors.smpp.receipts import Receipt

Sent = tuple[list[str], list[str]]
"""The ids of a message's parts, and of those that arrived."""
MOST: Final = 20_000  # parts that are remembered, the newest


@dataclass(slots=True)
class _Message:
    id: str
    parts: frozenset[str]
    delivered: set[str] = field(default_factory=set)


class Parts:
    """The messages of several parts that were sent since the account began."""

    def __init__(self) -> None:
        self._by_part: OrderedDict[str, _Message] = OrderedDict()

    def know(self, ids: Sequence[str], delivered: Sequence[str] = ()) -> None:
        """These are the parts of one message; it is called as the first of them."""
        message = _Message(ids[0], frozenset(ids), {*delivered})
        for one in ids:
            self._by_part[one] = message
        while len(self._by_part) > MOST:
            self._by_part.popitem(last=False)

    def waiting(self) -> list[Sent]:
        """The messages of several parts that are not delivered yet, the newest first."""
        messages = {id(one): one for one in reversed(self._by_part.values()) if len(one.parts) > 1}
        return [
            ([one.id, *sorted(one.parts - {one.id})], sorted(one.delivered))
            for one in messages.values()
            if not one.delivered >= one.parts
        ]

    def has(self, part: str) -> bool:
        """Whether it is known which message this is a part of."""
        return part in self._by_part

    def settle(self, receipt: Receipt) -> Receipt:
        """What the receipt of a part says of its message; that of any other message stays as it is."""
        message = self._by_part.get(receipt.id)
        if message is None:
            return receipt
        if receipt.state != "delivered":
            return replace(receipt, id=message.id)
        message.delivered.add(receipt.id)
        if message.delivered >= message.parts:
            return replace(receipt, id=message.id)
        told = f"{len(message.delivered)}/{len(message.parts)}"
        return Receipt(message.id, "sent", None, told)
