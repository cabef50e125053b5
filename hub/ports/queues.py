"""What a connector tells of the provider's queues, and what the hub asks of them.

All of it is state, not history: a fact that comes twice, or in place of three earlier ones, does no harm.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol, runtime_checkable


@dataclass(frozen=True, slots=True)
class QueueMember:
    """A phone in a queue. ``interface`` is the provider's own name for the membership ("Local/101@from-queue/n").

    Whose phone that is, ``endpoint`` says ("PJSIP/101") or, where the provider names none, ``number`` ("101").
    """

    queue: str
    interface: str
    endpoint: str | None
    number: str | None
    name: str = ""
    state_interface: str = ""
    static: bool = False  # the provider's configuration holds it: it cannot be removed
    penalty: int = 0
    paused: bool = False
    reason: str = ""  # of the pause, in the provider's words
    paused_at: datetime | None = None  # by the provider's clock
    wrap_up: int = 0  # seconds that the provider itself leaves after a call


@dataclass(frozen=True, slots=True)
class QueueFact:
    """Something about queues or phones, learnt at ``at`` (aware UTC, the connector's clock)."""

    at: datetime


@dataclass(frozen=True, slots=True)
class MemberSeen(QueueFact):
    """A member as it stands now. ``asked``: its pause is what the hub last asked for, and nobody else's doing."""

    member: QueueMember
    asked: bool = False


@dataclass(frozen=True, slots=True)
class MemberGone(QueueFact):
    """The phone left the queue."""

    queue: str
    interface: str


@dataclass(frozen=True, slots=True)
class QueuesSnapshot(QueueFact):
    """All queues and members; those that are not here are gone. ``boot`` changes when the provider restarts."""

    boot: str
    queues: tuple[str, ...]
    members: tuple[QueueMember, ...]


@dataclass(frozen=True, slots=True)
class PhoneSeen(QueueFact):
    """Whether the phone at ``endpoint`` can be reached: registered, in Asterisk's terms."""

    endpoint: str
    reachable: bool


@dataclass(frozen=True, slots=True)
class PauseMember:
    """Pause this interface in every queue (``reason`` for people), or end its pause."""

    interface: str
    paused: bool
    reason: str = ""


@dataclass(frozen=True, slots=True)
class JoinQueue:
    """Make the phone a dynamic member."""

    queue: str
    interface: str
    state_interface: str = ""
    name: str = ""
    penalty: int = 0
    paused: bool = False


@dataclass(frozen=True, slots=True)
class LeaveQueue:
    """End a dynamic membership."""

    queue: str
    interface: str


QueueCommand = PauseMember | JoinQueue | LeaveQueue


@runtime_checkable
class HearsQueues(Protocol):
    """A ``Host`` that follows the provider's queues."""

    async def receive_queues(self, facts: Sequence[QueueFact]) -> None:
        """Store these facts; returns after the commit. Raises ``RetryLater`` when the store is away."""


@runtime_checkable
class CommandsQueues(Protocol):
    """A ``Running`` account whose provider has queues."""

    async def execute_queue(self, command: QueueCommand) -> None:
        """Carry a command out, once. Raises a ``ConnectorError``; what is so already is no error."""
