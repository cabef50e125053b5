"""What the entry point ``hub.simulators`` names: the simulated phone as the demo and the command line use it."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from typing import Any

from connectors.asterisk.simulator import cli
from connectors.asterisk.simulator.pbx import DEMO_HOST, DEMO_PORT, DEMO_SECRET, DEMO_USER, SimulatedPbx
from connectors.asterisk.simulator.traffic import Caller

KIND = "phone"
DEFAULT_PORT = DEMO_PORT
WRAP_UP = 45  # seconds after a call of a queue


def add_arguments(actions: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Declare what ``peyvand simulate`` can let happen here."""
    cli.add_arguments(actions)


def create() -> DemoPhone:
    """A simulated phone that is not started yet."""
    return DemoPhone()


class DemoPhone:
    """A simulated PBX, and the options with which the connector reaches it."""

    def __init__(self) -> None:
        self._pbx = SimulatedPbx()
        self._pbx.exchange.installation.write |= {"system"}  # for hold from the page
        for queue in self._pbx.exchange.switchboard.queues.values():
            for member in queue.members.values():
                member.wrap_up = WRAP_UP

    async def start(self, port: int) -> None:
        """Listen on loopback (0: a free port). Raises ``OSError``."""
        self._pbx.port = port
        await self._pbx.start()

    async def stop(self) -> None:
        """Break every connection and forget every call."""
        await self._pbx.stop()

    @property
    def port(self) -> int:
        """The port it listens on."""
        return self._pbx.port

    def options(self) -> dict[str, Any]:
        """The connector's options."""
        return {
            "connector": "asterisk",
            "host": DEMO_HOST,
            "port": self.port,
            "username": DEMO_USER,
            "secret": DEMO_SECRET,
            "trunks": ["trunk"],
            "remote_hold": True,
        }

    def set_callers(self, callers: Sequence[tuple[str, str | None]]) -> None:
        """Who calls: the number as a line shows it, and perhaps a name; each as likely as the next."""
        self._pbx.set_callers([Caller(number, name) for number, name in callers])

    def nudge(self, extension: str) -> None:
        """Somebody sits at ``extension`` now: call there soon, and go on."""
        self._pbx.nudge(extension)

    def release(self, extension: str) -> None:
        """Call ``extension`` no more."""
        self._pbx.release(extension)
