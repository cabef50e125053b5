"""What others do when less is asked of agents."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from hub.db import Tx


async def _nobody(tx: Tx) -> None:
    return None


@dataclass
class Hooks:
    """``less_wanted`` is called in the transaction in which a queue or line wants no result any more, or one is
    archived: perhaps the last that could be chosen.
    """

    less_wanted: Callable[[Tx], Awaitable[None]] = _nobody


HOOKS = Hooks()
