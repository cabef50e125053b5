"""By which ways a message may go out: account, sender and price, in order of preference, or why there is none."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from hub.db import Reader, Tx
from hub.ports import Price


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A message that somebody would send: to whom, in how many parts. ``account``, ``line_id``: where it must go from.

    ``origin``: what makes it, as ``Wanted`` says; ``at``: when (None: now). ``begun``: it was accepted already, so that
    only its way is asked for, not whether there were too many.
    """

    channel: str
    purpose: str
    address: str
    parts: int
    line_id: UUID | None = None
    account: str | None = None
    origin: str = ""
    at: datetime | None = None
    begun: bool = False


@dataclass(frozen=True, slots=True)
class Way:
    """One of them. ``account`` None: whichever sends on the channel; ``sender``: the number or name it goes from.

    ``suffix`` is added to the text where it is not there; ``price`` is that of one part, where it is known;
    ``rate``: messages a second.
    """

    route_id: UUID | None = None
    account: str | None = None
    sender: str | None = None
    suffix: str | None = None
    price: Price | None = None
    rate: float | None = None

    @property
    def key(self) -> str:
        """What tells it from another."""
        return str(self.route_id or self.account or "")


class NoWay(Exception):
    """It cannot go out: ``reason`` is a stable word (``hub.messaging.reasons``), ``facts`` what it is held to."""

    def __init__(self, reason: str, facts: Mapping[str, Any] | None = None) -> None:
        super().__init__(reason)
        self.reason = reason
        self.facts: Mapping[str, Any] = facts or {}


@dataclass(frozen=True, slots=True)
class Ways:
    """The ways of one message, best first, or why there is none (``no_way``). ``at``: it waits until then."""

    ways: Sequence[Way] = field(default=())
    no_way: NoWay | None = None
    at: datetime | None = None

    def first(self) -> Way:
        """The best. Raises ``NoWay``."""
        if self.no_way is not None or not self.ways:
            raise self.no_way or NoWay("no_route")
        return self.ways[0]


@dataclass(frozen=True, slots=True)
class Priced:
    """A message that went by a route costs otherwise than was thought: millionths and currency, before and now.

    ``handed_at``: when it went, and so the day (UTC) whose sum it is in.
    """

    route_id: UUID
    was: tuple[int | None, str | None]
    now: tuple[int | None, str | None]
    handed_at: datetime | None


def day_of(at: datetime | None) -> date | None:
    """The day on which it counts."""
    return None if at is None else at.astimezone(UTC).date()


WaysOfMany = Callable[[Reader, Sequence[Asked]], Awaitable[list[Ways]]]
Holds = Callable[[Tx, Sequence[Asked]], Awaitable[None]]
Accepted = Callable[[Tx, Sequence[tuple[Asked, Way]]], Awaitable[None]]
Reserve = Callable[[Tx, Way, int, date | None], Awaitable[bool]]
OtherPrices = Callable[[Tx, Sequence[Priced]], Awaitable[None]]
Balance = Callable[[Tx, str, Price], Awaitable[None]]
RouteNames = Callable[[Reader, Collection[UUID]], Awaitable[Mapping[UUID, str]]]


async def any_account(reader: Reader, asked: Sequence[Asked]) -> list[Ways]:
    """The ways where nobody has made any: the account that was named, or whichever sends on the channel."""
    return [Ways((Way(account=one.account),)) for one in asked]


async def unheld(tx: Tx, asked: Sequence[Asked]) -> None:
    """Nothing is counted that two could pass at once."""


async def uncounted(tx: Tx, accepted: Sequence[tuple[Asked, Way]]) -> None:
    """Nobody counts what is accepted."""


async def unnamed(reader: Reader, ids: Collection[UUID]) -> Mapping[UUID, str]:
    """Nobody knows how routes are called."""
    return {}


async def unpriced(tx: Tx, changed: Sequence[Priced]) -> None:
    """Nobody adds up what messages cost."""


async def unpaid(tx: Tx, way: Way, parts: int, day: date | None = None) -> bool:
    """Nobody watches what is spent."""
    return True
