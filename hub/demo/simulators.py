"""The demo's simulated phone and SMS gateway, found among the installed connectors by entry point."""

from __future__ import annotations

import errno
from collections.abc import Sequence
from importlib.metadata import entry_points
from typing import Any, Protocol, TypeVar

GROUP = "hub.simulators"


class Simulated(Protocol):
    """A simulation of what a connector talks to."""

    @property
    def port(self) -> int:
        """Where it listens."""

    async def start(self, port: int) -> None:
        """Listen on loopback (0: a free port). Raises ``OSError``."""

    async def stop(self) -> None:
        """Break every connection and forget everything."""


class Phone(Simulated, Protocol):
    """A simulated telephone system."""

    def options(self) -> dict[str, Any]:
        """The settings of the account that connects to it."""

    def set_callers(self, callers: Sequence[tuple[str, str | None]]) -> None:
        """Who calls: number and perhaps name."""

    def nudge(self, extension: str) -> None:
        """Somebody sits at ``extension`` now."""

    def release(self, extension: str) -> None:
        """Nobody sits there any more."""


class Gateway(Simulated, Protocol):
    """A simulated SMS gateway, which any number of accounts may send by."""

    def count_in(self, currency: str) -> None:
        """Prices and credit are in this currency; said before ``options``."""

    def options(self, account: str, lines: Sequence[str]) -> dict[str, Any]:
        """The settings of an account that has these numbers; messages go from the first where no route says another."""

    def post_to(self, account: str, hooks: str) -> None:
        """The hub takes what is posted for the account below this address."""


Kind_co = TypeVar("Kind_co", bound=Simulated, covariant=True)


class Simulator(Protocol[Kind_co]):
    """What an entry point of ``hub.simulators`` names. ``KIND``: phone or gateway."""

    KIND: str
    DEFAULT_PORT: int

    def create(self) -> Kind_co:
        """A simulation that is not started yet."""


def find_phone() -> Simulator[Phone] | None:
    """The first simulated phone that is installed."""
    found: Simulator[Phone] | None = _find("phone")
    return found


def find_gateway() -> Simulator[Gateway] | None:
    """The first simulated SMS gateway that is installed."""
    found: Simulator[Gateway] | None = _find("gateway")
    return found


def _find(kind: str) -> Any:
    points = sorted(entry_points(group=GROUP), key=lambda point: point.name)
    return next((found for point in points if kind == (found := point.load()).KIND), None)


async def start(simulator: Simulator[Kind_co]) -> Kind_co:
    """One of these at its usual port, or at a free one where that is taken."""
    made = simulator.create()
    try:
        await made.start(simulator.DEFAULT_PORT)
    except OSError as error:
        if error.errno != errno.EADDRINUSE:
            raise
        await made.start(0)
    return made
