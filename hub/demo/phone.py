"""The simulated phone, found among the installed connectors by entry point."""

from __future__ import annotations

import errno
from collections.abc import Sequence
from importlib.metadata import entry_points
from typing import Any, Protocol

GROUP = "hub.simulators"


class Phone(Protocol):
    """A simulated telephone system."""

    @property
    def port(self) -> int:
        """Where it listens."""

    async def start(self, port: int) -> None:
        """Listen on loopback (0: a free port). Raises ``OSError``."""

    async def stop(self) -> None:
        """Break every connection and forget every call."""

    def options(self) -> dict[str, Any]:
        """The settings of the account that connects to it."""

    def set_callers(self, callers: Sequence[tuple[str, str | None]]) -> None:
        """Who calls: number and perhaps name."""

    def nudge(self, extension: str) -> None:
        """Somebody sits at ``extension`` now."""

    def release(self, extension: str) -> None:
        """Nobody sits there any more."""


class Simulator(Protocol):
    """What an entry point of ``hub.simulators`` names."""

    DEFAULT_PORT: int

    def create(self) -> Phone:
        """A phone that is not started yet."""


def find_simulator() -> Simulator | None:
    """The first simulator that is installed."""
    for point in sorted(entry_points(group=GROUP), key=lambda point: point.name):
        found: Simulator = point.load()
        return found
    return None


async def start_phone(simulator: Simulator) -> Phone:
    """A phone at its usual port, or at a free one where that is taken."""
    phone = simulator.create()
    try:
        await phone.start(simulator.DEFAULT_PORT)
    except OSError as error:
        if error.errno != errno.EADDRINUSE:
            raise
        await phone.start(0)
    return phone
