"""Who hears of a call's end is known to another area; ``hub.app`` wires it once."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from hub.calls.machine import Call
from hub.db import Tx
from hub.lines import LineRules


@dataclass(frozen=True, slots=True)
class EndedCall:
    """A call with somebody outside that has just ended. ``record`` is the consent of its line to recordings."""

    id: UUID
    account: str
    ended_at: datetime
    answered: bool
    voicemail: str | None
    record: str


@dataclass
class Hooks:
    """``ended`` is called in the transaction that stores a call's end."""

    ended: Callable[[Tx, EndedCall], Awaitable[None]] | None = None


HOOKS = Hooks()


async def tell_ended(tx: Tx, call: Call, line: Callable[[Call], LineRules]) -> None:
    """Tell of a call that is over, unless it was among colleagues."""
    if HOOKS.ended is None or call.ended_at is None or call.joined_into or call.direction == "internal":
        return
    ended = EndedCall(
        call.id, call.account, call.ended_at, call.answered_at is not None, call.voicemail, line(call).record
    )
    await HOOKS.ended(tx, ended)
