"""The Queue application, strategy ringall: every free member rings until one answers."""

from __future__ import annotations

import asyncio
import copy
import time
from typing import TYPE_CHECKING

from connectors.asterisk.simulator.calls import Behaviour, HangUp, Wake
from connectors.asterisk.simulator.dialling import announce_end, finish
from connectors.asterisk.simulator.model import Cause, Channel, ChannelState, Member, Queue

if TYPE_CHECKING:
    from connectors.asterisk.simulator.calls import Call
    from connectors.asterisk.simulator.exchange import Exchange

Legs = dict[Channel, Member]


class Waiting:
    """One caller's stay in a queue."""

    def __init__(self, call: Call, caller: Channel, queue: Queue) -> None:
        self.call = call
        self.caller = caller
        self.queue = queue
        self.exchange: Exchange = call.exchange
        self.legs: Legs = {}
        self.refused: set[Member] = set()  # their ringing was ended by an operator
        self.joined = self.round_began = self._now()
        self.first_ring: float | None = None
        self.original_position = 0
        self.hold_time = 0  # seconds between joining and the answer

    async def answered(self) -> tuple[Channel, Member] | None:
        """The member's channel that picked up, or None once everybody is gone."""
        self._join()
        self._begin_round()
        while True:
            when, step = self._next_deadline()
            signal = await self.call.wait(when - self._now(), HangUp, Wake)
            if signal is None:
                if step == "answer":
                    return self._connect()
                if step == "leave":
                    self._leave()
                    return None
                self._begin_round()
            elif isinstance(signal, HangUp):
                if signal.channel is self.caller:
                    self._abandon(requested=False)
                    return None
                self._refuse(signal.channel)
            elif not self.legs:
                self._begin_round()

    def _next_deadline(self) -> tuple[float, str]:
        plan, answers = self.call.plan, self.call.plan.behaviour.answers
        patience = self.joined + (self.queue.max_wait if answers else plan.ring_seconds)
        deadlines = [(patience, "leave")]
        if self.legs:
            deadlines.append((self.round_began + self.queue.member_timeout, "round"))
        if self.legs and answers and self.first_ring is not None:
            deadlines.append((self.first_ring + plan.ring_seconds, "answer"))
        return min(deadlines)

    def _join(self) -> None:
        exchange, queue = self.exchange, self.queue
        exchange.run_application(self.caller, "Answer")
        exchange.set_state(self.caller, ChannelState.UP)
        self.caller.priority += 1
        exchange.run_application(self.caller, "Queue", f"{queue.name},t,,,{int(queue.max_wait)}")
        queue.waiting.append(self.caller)
        self.original_position = len(queue.waiting)
        self._tell("QueueCallerJoin", ("Position", self.original_position), ("Count", len(queue.waiting)))

    def _leave_list(self) -> int:
        position = self.queue.waiting.index(self.caller) + 1
        self.queue.waiting.remove(self.caller)
        return position

    def _begin_round(self) -> None:
        self._end_round()
        members = [member for member in self.queue.free_members() if member not in self.refused]
        self.round_began = self._now()
        for member in members:
            self._offer(member)
        if len(self.legs) == 1:
            self.exchange.set_connected(self.caller, next(iter(self.legs)).caller)
        if self.legs and self.first_ring is None:
            self.first_ring = self.round_began
        at_once = self.call.plan.ring_seconds <= 0 and self.call.plan.behaviour.answers
        for leg in [self._winner()] if self.legs and at_once else list(self.legs):
            self._ring(leg)

    def _offer(self, member: Member) -> None:
        exchange, caller, endpoint = self.exchange, self.caller, member.endpoint
        leg = exchange.open_channel(self.call, endpoint, ChannelState.DOWN, root=caller)
        fresh = copy.copy(leg)  # Asterisk's DialBegin still shows the channel as it was created
        leg.connected, leg.exten = caller.caller, caller.exten
        leg.application = ("AppQueue", "(Outgoing Line)")
        self._tell_member("AgentCalled", leg, member)
        exchange.dial_event("DialBegin", caller, fresh, "DialString", endpoint.address)
        self.legs[leg] = member

    def _ring(self, leg: Channel) -> None:
        self.exchange.set_state(leg, ChannelState.RINGING)
        self.exchange.set_connected(leg, self.caller.caller)
        self.exchange.dial_event("DialState", self.caller, leg, "DialStatus", "RINGING")

    def _winner(self) -> Channel:
        wanted = self.call.plan.answered_by
        legs = list(self.legs)
        return next((leg for leg in legs if leg.endpoint.number == wanted), legs[0])

    def _connect(self) -> tuple[Channel, Member]:
        exchange, caller, winner = self.exchange, self.caller, self._winner()
        member = self.legs.pop(winner)
        losers, self.legs = self.legs, {}
        exchange.set_state(winner, ChannelState.UP)
        exchange.dial_event("DialEnd", caller, winner, "DialStatus", "ANSWER")
        self._cancel(losers)
        if losers:
            exchange.set_connected(caller, winner.caller)
        self._cancel(losers)  # Asterisk tells it twice
        position = self._leave_list()
        self._tell("QueueCallerLeave", ("Position", position), ("Count", len(self.queue.waiting)))
        self.hold_time = int(self._now() - self.joined)
        times = [("HoldTime", self.hold_time), ("RingTime", int(self._now() - self.round_began))]
        self._tell_member("AgentConnect", winner, member, *times)
        for loser in losers:
            exchange.hang_up(loser, Cause.ANSWERED_ELSEWHERE)
            exchange.set_connected(loser, loser.connected)  # and this one comes late
        member.in_call = True
        return winner, member

    def complete(self, agent: Channel, member: Member, talked: float, reason: str) -> None:
        """Tell that a conversation which began here is over: ``reason`` is caller, agent or transfer."""
        member.in_call = False
        member.calls_taken += 1
        member.last_call = int(time.time())
        self.queue.completed += 1
        times = [("HoldTime", self.hold_time), ("TalkTime", int(talked))]
        self._tell_member("AgentComplete", agent, member, *times, reason=reason)

    def _leave(self) -> None:
        if self.call.plan.behaviour is Behaviour.ABANDON:
            return self._abandon(requested=True)
        self._end_round()
        position = self._leave_list()
        self._tell("QueueCallerLeave", ("Position", position), ("Count", len(self.queue.waiting)))
        self.caller.priority += 1
        self.exchange.run_application(self.caller, "Hangup")
        return finish(self.exchange, self.caller)

    def _abandon(self, *, requested: bool) -> None:
        if requested:
            self.exchange.emit("HangupRequest", self.caller.fields())
        held = int(self._now() - self.joined)
        legs, self.legs = self.legs, {}
        self._cancel(legs)
        self._drop(legs)
        position = self._leave_list()
        self.queue.abandoned += 1
        places = [("Position", position), ("OriginalPosition", self.original_position)]
        self._tell("QueueCallerAbandon", *places, ("HoldTime", held))
        self._tell("QueueCallerLeave", ("Position", position), ("Count", len(self.queue.waiting)))
        announce_end(self.exchange, self.caller)
        self.exchange.hang_up(self.caller, Cause.UNKNOWN)

    def _end_round(self) -> None:
        legs, self.legs = self.legs, {}
        ring_time = ("RingTime", int((self._now() - self.round_began) * 1000))
        for leg, member in legs.items():
            self._tell_member("AgentRingNoAnswer", leg, member, ring_time)
        for leg in legs:
            self.exchange.dial_event("DialEnd", self.caller, leg, "DialStatus", "NOANSWER")
        self._drop(legs)

    def _refuse(self, leg: Channel) -> None:
        if member := self.legs.pop(leg, None):
            self.refused.add(member)
            self.exchange.dial_event("DialEnd", self.caller, leg, "DialStatus", "NOANSWER")
            self.exchange.hang_up(leg)

    def _cancel(self, legs: Legs) -> None:
        for leg in legs:
            self.exchange.dial_event("DialEnd", self.caller, leg, "DialStatus", "CANCEL")

    def _drop(self, legs: Legs) -> None:
        for leg in legs:
            self.exchange.dial_event("DialEnd", self.caller, leg, "DialStatus", "CANCEL")
            self.exchange.hang_up(leg, Cause.UNKNOWN)

    def _tell(self, event: str, *facts: tuple[str, int]) -> None:
        pairs = [("Queue", self.queue.name), *((key, str(value)) for key, value in facts)]
        self.exchange.emit(event, self.caller.fields(), pairs, privilege="agent")

    def _tell_member(
        self, event: str, leg: Channel, member: Member, *facts: tuple[str, int], reason: str | None = None
    ) -> None:
        place = [("Queue", self.queue.name), ("Interface", member.endpoint.address), ("MemberName", member.name)]
        numbers = [(key, str(value)) for key, value in facts]
        why = [("Reason", reason)] if reason else []
        groups = (self.caller.fields(), leg.fields("Dest"), place, numbers, why)
        self.exchange.emit(event, *groups, privilege="agent")

    @staticmethod
    def _now() -> float:
        return asyncio.get_running_loop().time()
