"""What the checks ask of an exchange, be it the real Asterisk or the simulator.

Every exchange has phones 101–103, a trunk, and these numbers as the trunk dials them: 1001 rings 101,
1000 is the queue ``support`` (101), 1003 is the queue ``sales`` (101 and 102 at once).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Protocol

PHONES = ("101", "102", "103")
OUTSIDE = "trunk"


@dataclass(frozen=True, slots=True)
class Answers:
    """Rings for ``after`` seconds and is picked up."""

    after: float = 0.2


@dataclass(frozen=True, slots=True)
class Rings:
    """Rings until the caller gives up."""


@dataclass(frozen=True, slots=True)
class Busy:
    """Refuses every call."""


Behaviour = Answers | Rings | Busy


class PlacedCall(Protocol):
    """The caller's side of a call."""

    async def hang_up(self) -> None:
        """Give up, or end the talk."""


class Pbx(Protocol):
    """An exchange that the checks may use, break and restart."""

    name: str

    @property
    def ami_port(self) -> int:
        """Where AMI listens on the loopback interface."""

    def options(self, port: int) -> dict[str, Any]:
        """The connector's options for this exchange, reached at ``port`` of the loopback interface."""

    async def phone(self, extension: str, behaviour: Behaviour) -> None:
        """Say how a phone (or ``OUTSIDE``) treats calls from now on."""

    async def call(self, to: str, *, number: str | None = "09121234567", name: str | None = None) -> PlacedCall:
        """Let somebody outside call ``to`` through the trunk. ``number`` None: withheld."""

    async def call_from(self, extension: str, to: str) -> PlacedCall:
        """Let the person at a phone dial ``to``."""

    async def kill(self) -> None:
        """End it without a word, as a power cut does."""

    async def start(self) -> None:
        """Start it again, at the same address."""
