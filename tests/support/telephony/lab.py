"""The connector at work on an exchange, with a host that writes down all that it is told."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from typing import TypeVar

from connectors.asterisk import CONNECTOR
from hub.network import GuardedNetwork
from hub.ports import CallEvent, Connection, ConnectorState, LegRef, LegsSnapshot, Network, Running
from tests.support.telephony.cable import Cable
from tests.support.telephony.ledger import Ledger, Leg
from tests.support.telephony.pbx import Pbx

T = TypeVar("T")
QUICK = {"reconnect_min": 0.2, "reconnect_max": 1.0, "trunks": ["trunk"]}
PATIENCE = 30.0  # seconds; far more than anything here takes


@dataclass
class RecordingHost:
    """A hub that stores nothing and remembers everything."""

    account: str = "pbx"
    network: Network = field(default_factory=GuardedNetwork)
    ledger: Ledger = field(default_factory=Ledger)
    states: list[ConnectorState] = field(default_factory=list)
    _news: asyncio.Condition = field(default_factory=asyncio.Condition)

    async def receive(self, events: Sequence[CallEvent | LegsSnapshot]) -> None:
        """Write these facts down."""
        async with self._news:
            for event in events:
                self.ledger.apply(event)
            self._news.notify_all()

    async def report(self, state: ConnectorState) -> None:
        """Write the connector's state down."""
        async with self._news:
            self.states.append(state)
            self._news.notify_all()

    async def wait(self, look: Callable[[], T], what: str) -> T:
        """The first true answer of ``look``; fails with ``what`` and all that was heard."""
        try:
            async with asyncio.timeout(PATIENCE), self._news:
                while not (found := look()):
                    await self._news.wait()
                return found
        except TimeoutError:
            heard = "\n".join(str(event) for event in [*self.ledger.events, *self.states[-3:]])
            raise AssertionError(f"never came: {what}; heard:\n{heard}") from None


@dataclass
class Lab:
    """One exchange, one running connector account, and the cable between them."""

    pbx: Pbx
    cable: Cable
    host: RecordingHost
    running: Running

    @property
    def ledger(self) -> Ledger:
        """What the connector has told so far."""
        return self.host.ledger

    async def leg(self, endpoint: str, *, index: int = 0) -> LegRef:
        """Wait for the ``index``-th leg at an endpoint such as ``PJSIP/101``."""
        found = await self.host.wait(
            lambda: [ref for ref, _ in self.ledger.at(endpoint)][index : index + 1], f"leg {index} at {endpoint}"
        )
        return found[0]

    async def sees(self, ref: LegRef, condition: Callable[[Leg], object], what: str) -> Leg:
        """Wait until a leg fulfils ``condition``."""
        await self.host.wait(lambda: condition(self.ledger.legs[ref]), f"{what} at {ref}")
        return self.ledger.legs[ref]

    async def talking(self, one: LegRef, other: LegRef) -> None:
        """Wait until both legs are answered and hear each other."""
        legs = self.ledger.legs
        await self.sees(one, lambda leg: leg.answered, "an answer")
        await self.sees(other, lambda leg: leg.answered, "an answer")
        await self.sees(one, lambda leg: leg.bridge and leg.bridge == legs[other].bridge, f"a bridge with {other}")

    async def quiet(self) -> None:
        """Wait until every leg has ended."""
        await self.host.wait(lambda: self.ledger.legs and not self.ledger.open_legs(), "the end of every leg")

    async def connection(self, wanted: Connection) -> ConnectorState:
        """Wait until the account stands so with its exchange."""
        states = self.host.states
        await self.host.wait(lambda: states and states[-1].connection is wanted, f"connection {wanted}")
        return states[-1]


@asynccontextmanager
async def open_lab(pbx: Pbx) -> AsyncIterator[Lab]:
    """Run the connector on ``pbx``, connected, until the block ends."""
    cable = Cable(pbx.ami_port)
    await cable.mend()
    host = RecordingHost()
    running = CONNECTOR.create(CONNECTOR.options(**QUICK, **pbx.options(cable.port)), host)
    task = asyncio.create_task(running.run())
    lab = Lab(pbx, cable, host, running)
    try:
        await lab.connection(Connection.CONNECTED)
        await host.wait(lambda: host.ledger.snapshots, "the first snapshot")
        yield lab
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task
        await cable.cut()
