"""The simulated phone as an exchange of the checks."""

from __future__ import annotations

import time
from typing import Any

from connectors.asterisk.simulator import Behaviour as Simulated
from connectors.asterisk.simulator import Habits, SimulatedCall, SimulatedPbx, Switchboard
from connectors.asterisk.simulator.calls import HangUp, Plan
from tests.support.telephony.pbx import OUTSIDE, PHONES, Answers, Behaviour, Busy, Rings
from tests.support.waiting import until

LONG = 600.0  # seconds: longer than any test
HABITS = Habits(desk_ring=0.3, plan=Plan(ring_seconds=0.3, talk_seconds=LONG))
REACHED = {"1000": ("101",), "1001": ("101",), "1003": ("101", "102")}


def switchboard() -> Switchboard:
    """The phones, numbers and queues that every exchange of the checks has."""
    board = Switchboard()
    for extension in PHONES:
        board.add_station(extension, f"Agent {extension}")
    board.add_number("1000", board.add_queue("support", "Support", ["101"]))
    board.add_number("1001", board.stations["101"])
    board.add_number("1003", board.add_queue("sales", "Sales", ["101", "102"]))
    return board


class CallerOfSimulation:
    """The caller's side of a simulated call."""

    def __init__(self, pbx: SimulatedPbx, call: SimulatedCall) -> None:
        self._pbx = pbx
        self._call = call

    async def hang_up(self) -> None:
        """Give up, or end the talk."""
        if channel := self._pbx.exchange.channels.get(self._call.channel):
            channel.call.post(HangUp(channel))
        await until(lambda: self._call.channel not in self._pbx.exchange.channels, what="the caller's end")


class SimulatedExchange:
    """``Pbx`` over the simulator."""

    name = "simulator"

    def __init__(self) -> None:
        self._pbx = SimulatedPbx(switchboard(), port=0, habits=HABITS)
        self._pbx.exchange.installation.write |= {"system"}
        self._phones: dict[str, Behaviour] = {}

    @property
    def ami_port(self) -> int:
        """Where AMI listens, once it was started."""
        return self._pbx.port

    def options(self, port: int) -> dict[str, Any]:
        """The connector's options for it."""
        return {"host": "127.0.0.1", "port": port, "username": "peyvand", "secret": "simulated", "remote_hold": True}

    async def phone(self, extension: str, behaviour: Behaviour) -> None:
        """Say how a phone treats calls that are placed from now on."""
        self._phones[extension] = behaviour

    async def call(self, to: str, *, number: str | None = "09121234567", name: str | None = None) -> CallerOfSimulation:
        """Let somebody outside call."""
        return await self._place(number or "", to, name, REACHED[to])

    async def call_from(self, extension: str, to: str) -> CallerOfSimulation:
        """Let the person at a phone dial."""
        return await self._place(extension, to, None, (to if to in PHONES else OUTSIDE,))

    async def kill(self) -> None:
        """End it without a word."""
        await self._pbx.stop()

    async def start(self) -> None:
        """Start it, with nothing known of an earlier life."""
        if killed_at := self._pbx.port:
            # AMI tells a start to the second: no real exchange is up twice within one.
            started_at = int(self._pbx.exchange.started_at.timestamp())
            await until(lambda: int(time.time()) > started_at)
            self._pbx = SimulatedPbx(switchboard(), port=killed_at, habits=HABITS)
        await self._pbx.start()

    async def _place(self, from_: str, to: str, name: str | None, reached: tuple[str, ...]) -> CallerOfSimulation:
        phones = {phone: self._phones.get(phone, Rings()) for phone in reached}
        plan: dict[str, Any] = {"behaviour": Simulated.MISS, "ring_seconds": LONG}
        for phone, behaviour in phones.items():
            if isinstance(behaviour, Busy):
                plan = {"behaviour": Simulated.BUSY, "ring_seconds": 0.1}
            elif isinstance(behaviour, Answers):
                plan = {"ring_seconds": behaviour.after, "answered_by": phone if phone in PHONES else None}
        call = await self._pbx.call(from_, to, name=name, talk_seconds=LONG, **plan)
        return CallerOfSimulation(self._pbx, call)
