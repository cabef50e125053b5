"""A believable rhythm of calls, so that a newcomer's page lives."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from connectors.asterisk.simulator.calls import Behaviour, Plan
from connectors.asterisk.simulator.dialplan import place_call
from connectors.asterisk.simulator.model import Queue

if TYPE_CHECKING:
    from connectors.asterisk.simulator.exchange import Exchange


class Caller(NamedTuple):
    """Somebody who calls in the demo: a number as the trunk shows it, and perhaps a name."""

    number: str
    name: str | None = None


Range = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Rhythm:
    """How often and how long, in seconds; shares between 0 and 1."""

    first: Range = (2.0, 4.0)  # after a nudge
    pause: Range = (20.0, 40.0)
    ring: Range = (6.0, 10.0)
    talk: Range = (15.0, 45.0)
    at_once: int = 3  # calls over all extensions
    unknown: float = 0.15
    withheld: float = 0.07
    missed: float = 0.15
    abandoned: float = 0.08
    over_queue: float = 0.4


UNKNOWN_CALLERS = tuple(Caller(f"0990000{number:04d}") for number in range(1, 10))
WITHHELD = Caller("")


class DemoTraffic:
    """Calls extensions at which somebody sits. Choices come from ``chance``, which a test may seed."""

    def __init__(self, exchange: Exchange, rhythm: Rhythm, chance: random.Random | None = None) -> None:
        self._exchange = exchange
        self._rhythm = rhythm
        self._chance = chance or random.Random()  # noqa: S311 - a demo's dice
        self._callers: tuple[Caller, ...] = ()
        self._seats: dict[str, asyncio.Task[None]] = {}
        self._running: set[asyncio.Task[None]] = set()

    def set_callers(self, callers: Sequence[Caller]) -> None:
        """Who calls."""
        self._callers = tuple(callers)

    def nudge(self, extension: str) -> None:
        """Begin to call ``extension``, soon; an extension that the switchboard does not know is ignored."""
        if extension in self._exchange.switchboard.stations:
            self.release(extension)
            self._seats[extension] = asyncio.create_task(self._keep_calling(extension))

    def release(self, extension: str) -> None:
        """Call ``extension`` no more; a call that runs goes on."""
        if task := self._seats.pop(extension, None):
            task.cancel()

    async def stop(self) -> None:
        """Release every extension."""
        tasks = tuple(self._seats.values())
        for extension in tuple(self._seats):
            self.release(extension)
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _keep_calling(self, extension: str) -> None:
        rhythm = self._rhythm
        await asyncio.sleep(self._chance.uniform(*rhythm.first))
        plan = self._plan(Behaviour.ANSWER, extension)  # a newcomer sees one even where the phone is in use
        self._start(self._known_caller(), self._direct_number(extension), plan)
        while True:
            await asyncio.sleep(self._chance.uniform(*rhythm.pause))
            if self._is_idle(extension) and len(self._running) < rhythm.at_once:
                plan = self._plan(self._behaviour(), extension)
                self._start(self._caller(), self._number(extension), plan)

    def _is_idle(self, extension: str) -> bool:
        return self._exchange.switchboard.stations[extension].idle

    def _start(self, caller: Caller, number: str, plan: Plan) -> None:
        _channel, task = place_call(self._exchange, caller.number, number, caller.name, plan)
        self._running.add(task)
        task.add_done_callback(self._running.discard)

    def _plan(self, behaviour: Behaviour, extension: str) -> Plan:
        ring, talk = self._chance.uniform(*self._rhythm.ring), self._chance.uniform(*self._rhythm.talk)
        return Plan(behaviour, ring, talk, answered_by=extension)

    def _behaviour(self) -> Behaviour:
        dice = self._chance.random()
        if dice < self._rhythm.missed:
            return Behaviour.MISS
        return Behaviour.ABANDON if dice < self._rhythm.missed + self._rhythm.abandoned else Behaviour.ANSWER

    def _caller(self) -> Caller:
        dice = self._chance.random()
        if dice < self._rhythm.withheld:
            return WITHHELD
        if dice < self._rhythm.withheld + self._rhythm.unknown:
            return self._chance.choice(UNKNOWN_CALLERS)
        return self._known_caller()

    def _known_caller(self) -> Caller:
        return self._chance.choice(self._callers or UNKNOWN_CALLERS)

    def _number(self, extension: str) -> str:
        queues = [number for number, queue in self._numbers().items() if _serves(queue, extension)]
        if queues and self._chance.random() < self._rhythm.over_queue:
            return self._chance.choice(queues)
        return self._direct_number(extension)

    def _direct_number(self, extension: str) -> str:
        station = self._exchange.switchboard.stations[extension]
        return next((number for number, found in self._numbers().items() if found is station), extension)

    def _numbers(self) -> dict[str, object]:
        """Full numbers with ``+``; short ones are for people inside."""
        numbers = self._exchange.switchboard.numbers
        return {f"+{number}": found for number, found in numbers.items() if len(number) > len("1000")}


def _serves(destination: object, extension: str) -> bool:
    if not isinstance(destination, Queue):
        return False
    return any(member.endpoint.number == extension for member in destination.free_members())
