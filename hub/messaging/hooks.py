"""What the application tells the area once, before anything is served."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from hub.db import Reader
from hub.messaging.senders import Senders
from hub.messaging.ways import Asked, Way, WaysOfMany, any_account


@dataclass
class Hooks:
    """``senders``: of this process. Until it is told, it is in the sandbox: nothing can leave by mistake.

    ``ways_of_many``: the ways of each message, in a fixed number of queries.
    """

    senders: Senders = field(default_factory=lambda: Senders(sandbox=True))
    ways_of_many: WaysOfMany = any_account

    async def ways(self, reader: Reader, asked: Asked) -> Sequence[Way]:
        """The ways of one message, best first. Raises ``NoWay``."""
        found = (await self.ways_of_many(reader, [asked]))[0]
        found.first()
        return found.ways


HOOKS = Hooks()
