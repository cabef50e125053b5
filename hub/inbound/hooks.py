"""Who follows messages that come in, within the transaction that stores them: ``hub.app`` says so once."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from hub.db import Tx
from hub.ports import InboundMessage


@dataclass(frozen=True, slots=True)
class Arrived:
    """A message that is new. ``users`` are who may have written it: (customer, root of their merged set)."""

    message: InboundMessage
    account: str
    line_id: UUID | None
    interaction_id: UUID
    identity_id: UUID
    users: Sequence[tuple[UUID, UUID]]


Follow = Callable[[Tx, Sequence[Arrived]], Awaitable[None]]


@dataclass
class Hooks:
    """``arrived``: told of all that is new of one transaction, in the order in which it came."""

    arrived: list[Follow] = field(default_factory=list)


HOOKS = Hooks()
