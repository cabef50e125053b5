"""One call: what its simulated people will do, and what an operator asks in the meantime."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from connectors.asterisk.simulator.exchange import Exchange
    from connectors.asterisk.simulator.model import Channel


class Behaviour(StrEnum):
    """What the simulated people do."""

    ANSWER = "answer"
    HOLD = "hold"  # answered, put on hold, taken back
    TRANSFER = "transfer"  # answered, passed on blindly
    MISS = "miss"  # rings out
    ABANDON = "abandon"  # the caller gives up
    BUSY = "busy"  # a queue is never busy: there it is a miss

    @property
    def answers(self) -> bool:
        """Whether somebody picks up."""
        return self in {Behaviour.ANSWER, Behaviour.HOLD, Behaviour.TRANSFER}


@dataclass(frozen=True, slots=True)
class Plan:
    """How a call goes unless an operator interferes. Times are seconds."""

    behaviour: Behaviour = Behaviour.ANSWER
    ring_seconds: float = 6.0
    talk_seconds: float = 20.0
    transfer_to: str = ""
    answered_by: str | None = None  # extension; None: the first that rings


@dataclass(frozen=True, slots=True)
class HangUp:
    """An operator ends a channel."""

    channel: Channel


@dataclass(frozen=True, slots=True)
class PassOn:
    """An operator passes the party that talks to ``channel`` on."""

    channel: Channel
    exten: str
    context: str


@dataclass(frozen=True, slots=True)
class Consult:
    """An operator lets ``channel`` ask somebody first, while the party that talks to it waits."""

    channel: Channel
    exten: str


@dataclass(frozen=True, slots=True)
class Return:
    """An operator brings ``channel`` back to the party that waits."""

    channel: Channel


@dataclass(frozen=True, slots=True)
class Notified:
    """The phone of ``channel`` was sent a talk or hold event, which it follows."""

    channel: Channel
    event: str  # hold or talk


@dataclass(frozen=True, slots=True)
class Wake:
    """Somebody in a queue became free."""


Signal = HangUp | PassOn | Consult | Return | Notified | Wake


class Call:
    """A running call: its plan, and the wishes that reach it while it runs."""

    def __init__(self, exchange: Exchange, plan: Plan) -> None:
        self.exchange = exchange
        self.plan = plan
        self._inbox: asyncio.Queue[Signal] = asyncio.Queue()
        self._awake = True

    def post(self, signal: HangUp | PassOn | Consult | Return | Notified) -> None:
        """Ask something of this call; it happens at the call's next step."""
        self._inbox.put_nowait(signal)

    def wake(self) -> None:
        """Let a waiting caller look for a free member again."""
        if self._awake:
            self._awake = False
            self._inbox.put_nowait(Wake())

    async def wait(self, seconds: float, *kinds: type[Signal]) -> Signal | None:
        """The next signal of these kinds about a live channel, or None when ``seconds`` went by without one."""
        deadline = asyncio.get_running_loop().time() + seconds
        while True:
            signal = await self._next(deadline - asyncio.get_running_loop().time())
            if signal is None or (isinstance(signal, kinds) and self._concerns(signal)):
                return signal

    async def _next(self, seconds: float) -> Signal | None:
        try:
            if seconds <= 0:
                await asyncio.sleep(0)
                signal = self._inbox.get_nowait()
            else:
                async with asyncio.timeout(seconds):
                    signal = await self._inbox.get()
        except (TimeoutError, asyncio.QueueEmpty):
            return None
        self._awake = self._awake or isinstance(signal, Wake)
        return signal

    def _concerns(self, signal: Signal) -> bool:
        return isinstance(signal, Wake) or signal.channel.name in self.exchange.channels
