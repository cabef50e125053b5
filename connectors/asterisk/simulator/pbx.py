"""The whole simulated phone in one object: exchange, AMI listener and demo traffic."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from connectors.asterisk.simulator.actions import Credentials
from connectors.asterisk.simulator.calls import Behaviour, Plan
from connectors.asterisk.simulator.dialplan import place_call
from connectors.asterisk.simulator.exchange import Exchange, Habits
from connectors.asterisk.simulator.server import AmiServer
from connectors.asterisk.simulator.switchboard import Switchboard, demo_switchboard
from connectors.asterisk.simulator.traffic import Caller, DemoTraffic, Rhythm

DEMO_HOST = "127.0.0.1"
DEMO_PORT = 5039
DEMO_USER = "peyvand"
DEMO_SECRET = "simulated"  # noqa: S105 - public: it opens a simulation on loopback, nothing else


@dataclass(frozen=True, slots=True)
class SimulatedCall:
    """A call that was started: its first channel, and the task that ends with it."""

    channel: str
    uniqueid: str
    ended: asyncio.Task[None]


class SimulatedPbx:
    """A PBX that is none: an AMI server over simulated phones. Use from one event loop."""

    def __init__(
        self,
        switchboard: Switchboard | None = None,
        *,
        host: str = DEMO_HOST,
        port: int = DEMO_PORT,
        username: str = DEMO_USER,
        secret: str = DEMO_SECRET,
        habits: Habits | None = None,
        rhythm: Rhythm | None = None,
    ) -> None:
        self.exchange = Exchange(switchboard or demo_switchboard(), habits or Habits())
        self.traffic = DemoTraffic(self.exchange, rhythm or Rhythm())
        self.host = host
        self.port = port
        self._server = AmiServer(self.exchange, Credentials(username, secret))

    async def start(self) -> None:
        """Listen on ``host`` and ``port`` (0: a free one, then read ``port``). Raises ``OSError``."""
        self.port = await self._server.start(self.host, self.port)
        self.exchange.started_at = datetime.now(UTC)

    async def stop(self) -> None:
        """End as a killed PBX does: connections break, calls are not told to be over."""
        await self.traffic.stop()
        await self.exchange.stop()
        await self._server.stop()

    def set_callers(self, callers: Sequence[Caller]) -> None:
        """Who calls in the demo, each as likely as the next. Unknown and withheld callers come by themselves."""
        self.traffic.set_callers(callers)

    def nudge(self, extension: str) -> None:
        """An agent sits at ``extension`` now: call there within 5 s, and every 20–40 s from then on."""
        self.traffic.nudge(extension)

    def release(self, extension: str) -> None:
        """Nobody sits at ``extension`` any more: no further demo calls there."""
        self.traffic.release(extension)

    async def call(
        self,
        from_: str,
        to: str,
        *,
        name: str | None = None,
        behaviour: Behaviour | str = Behaviour.ANSWER,
        ring_seconds: float = 6.0,
        talk_seconds: float = 20.0,
        transfer_to: str = "",
        answered_by: str | None = None,
    ) -> SimulatedCall:
        """Start a call; ``from_`` empty is a withheld number. Raises ``CallRefusedError``."""
        plan = Plan(Behaviour(behaviour), ring_seconds, talk_seconds, transfer_to, answered_by)
        channel, task = place_call(self.exchange, from_, to, name, plan)
        return SimulatedCall(channel.name, channel.uniqueid, task)
