"""What the entry point ``hub.simulators`` names: the simulated gateway as the demo and the command line use it."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from typing import Any

from aiohttp import web

from connectors.sms_http.simulator import cli
from connectors.sms_http.simulator.described import DEMO_HOOK_SECRET, DEMO_PORT, options
from connectors.sms_http.simulator.gateway import SimulatedGateway
from connectors.sms_http.simulator.server import serve

KIND = "gateway"
DEFAULT_PORT = DEMO_PORT


def add_arguments(actions: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Declare what ``peyvand simulate`` can let happen here."""
    cli.add_arguments(actions)


def create() -> DemoGateway:
    """A simulated gateway that is not started yet."""
    return DemoGateway()


class DemoGateway:
    """A simulated gateway, and the options with which the connector reaches it."""

    def __init__(self, gateway: SimulatedGateway | None = None) -> None:
        self.gateway = gateway or SimulatedGateway()
        self._runner: web.AppRunner | None = None
        self.port = 0

    async def start(self, port: int) -> None:
        """Listen on loopback (0: a free port). Raises ``OSError``."""
        self._runner, self.port = await serve(self.gateway, port)

    async def stop(self) -> None:
        """Take no more, and forget what was under way."""
        await self.gateway.close()
        if self._runner is not None:
            await self._runner.cleanup()

    def count_in(self, currency: str) -> None:
        """Prices and credit are in this currency."""
        self.gateway.count_in(currency)

    def options(self, account: str, lines: Sequence[str]) -> dict[str, Any]:
        """The connector's options of this account, which has these numbers."""
        return options(self.port, self.gateway.currency, lines[0], self.gateway.open(account, lines))

    def post_to(self, account: str, hooks: str) -> None:
        """The hub takes what is posted for the account below this address."""
        self.gateway.hubs[account].set(hooks, DEMO_HOOK_SECRET)
