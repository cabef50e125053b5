"""By which ways a message may go out: account, sender and price, in order of preference, or why there is none."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from hub.db import Reader
from hub.ports import Price


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A message that somebody would send: to whom, in how many parts. ``account``, ``line_id``: where it must go from.

    ``origin``: what makes it, as ``Wanted`` says.
    """

    channel: str
    purpose: str
    address: str
    parts: int
    line_id: UUID | None = None
    account: str | None = None
    origin: str = ""


@dataclass(frozen=True, slots=True)
class Way:
    """One of them. ``account`` None: whichever sends on the channel; ``sender``: the number or name it goes from.

    ``suffix`` is added to the text where it is not there; ``price`` is that of one part, where it is known.
    """

    route_id: UUID | None = None
    account: str | None = None
    sender: str | None = None
    suffix: str | None = None
    price: Price | None = None


class NoWay(Exception):
    """It cannot go out: ``reason`` is a stable word (``hub.messaging.reasons``), ``facts`` what it is held to."""

    def __init__(self, reason: str, facts: Mapping[str, Any] | None = None) -> None:
        super().__init__(reason)
        self.reason = reason
        self.facts: Mapping[str, Any] = facts or {}


@dataclass(frozen=True, slots=True)
class Ways:
    """The ways of one message, best first, or why there is none (``no_way``)."""

    ways: Sequence[Way] = field(default=())
    no_way: NoWay | None = None

    def first(self) -> Way:
        """The best. Raises ``NoWay``."""
        if self.no_way is not None or not self.ways:
            raise self.no_way or NoWay("no_route")
        return self.ways[0]


WaysOfMany = Callable[[Reader, Sequence[Asked]], Awaitable[list[Ways]]]


async def any_account(reader: Reader, asked: Sequence[Asked]) -> list[Ways]:
    """The ways where nobody has made any: the account that was named, or whichever sends on the channel."""
    return [Ways((Way(account=one.account),)) for one in asked]
