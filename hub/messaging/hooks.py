"""What the application tells the area once, before anything is served."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from hub.db import Reader, Tx
from hub.messaging.pace import Paces
from hub.messaging.senders import Senders
from hub.messaging.shortening import Shortens
from hub.messaging.ways import (
    Accepted,
    Asked,
    Balance,
    Holds,
    OtherPrices,
    Reserve,
    RouteNames,
    Way,
    WaysOfMany,
    any_account,
    uncounted,
    unheld,
    unnamed,
    unpaid,
    unpriced,
)

Written = Callable[[Tx, Sequence[Mapping[str, Any]]], Awaitable[None]]


@dataclass
class Hooks:
    """``senders``: of this process. Until it is told, it is in the sandbox: nothing can leave by mistake.

    ``ways_of_many``: the ways of each message, in a fixed number of queries. ``hold``: before that, where they may be
    accepted in this transaction: whoever would be judged by the same counts waits for its end. ``accepted``: messages
    were, by their first way. ``reserve``: so many parts are about to go by a way; False where that may not be spent.
    Fewer than none did not go after all, on that day (None: today).
    ``route_names``: how routes are called, in one query; one that is gone is left out.
    ``priced``: providers told other prices. ``balance``: an account told what it has left; None: nobody wants to know.
    ``links``: makes short links; None: there are none, or nobody said with which address they begin.
    ``paces``: how fast this process sends by each way.
    ``written``: told of messages that are kept, in the transaction that keeps them.
    """

    senders: Senders = field(default_factory=lambda: Senders(sandbox=True))
    ways_of_many: WaysOfMany = any_account
    hold: Holds = unheld
    accepted: Accepted = uncounted
    reserve: Reserve = unpaid
    route_names: RouteNames = unnamed
    priced: OtherPrices = unpriced
    balance: Balance | None = None
    links: Shortens | None = None
    paces: Paces = field(default_factory=Paces)
    written: list[Written] = field(default_factory=list)

    async def ways(self, reader: Reader, asked: Asked) -> Sequence[Way]:
        """The ways of one message, best first. Raises ``NoWay``."""
        found = (await self.ways_of_many(reader, [asked]))[0]
        found.first()
        return found.ways


HOOKS = Hooks()
