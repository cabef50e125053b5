"""Screen pops: one per call, agent and offer, however many of the agent's devices ring."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from hub.calls.machine.state import Call, Leg, Pop
from hub.ports import Party


def offer(call: Call, leg: Leg, at: datetime) -> None:
    """A device of an agent rings: open the agent's card, or add the device to it.

    Nothing pops for a colleague's call, for a call the agent places, nor for a phone that the PBX rings by itself;
    an outbound call pops at a colleague to whom it is passed on.
    """
    passed_on = call.direction == "outbound" and bool(call.segments)
    if leg.party is not Party.STATION or leg.agent_id is None or leg.rung_by is None:
        return
    if call.direction != "inbound" and not passed_on:
        return
    current = _open_pop(call, leg.agent_id)
    if current is not None:
        current.legs.add(leg.ref)
        current.changed = True
        return
    _open(call, leg, leg.agent_id, at)


def answer(call: Call, leg: Leg, at: datetime) -> None:
    """A device was picked up: its card is answered, everybody else's ringing card leaves."""
    for pop in call.pops:
        if pop.ended_at is not None or pop.state != "ringing":
            continue
        if leg.ref in pop.legs:
            _answer(pop, leg, at)
        elif leg.ring_at is not None and leg.party is Party.STATION:
            _taken(pop, leg.agent_id, at)


def talks(call: Call, leg: Leg, at: datetime) -> None:
    """An agent starts to hear the outside party without having been rung for it: by pick-up, by a transfer between
    two calls, or because the ring was missed. The card comes all the same.
    """
    agent = leg.agent_id
    if not (call.direction == "inbound" or (agent and _passed_to(call, agent))):
        return
    current = _open_pop(call, agent) if agent else None
    if current is not None and current.state == "answered":
        if leg.ref not in current.legs:  # on another device now: the card stays when the first one hangs up
            current.legs.add(leg.ref)
            current.changed = True
        return
    for pop in call.pops:
        if pop.ended_at is None and pop.state == "ringing" and pop.agent_id != agent:
            _taken(pop, agent, at)
    if agent is None:
        return
    _answer(current or _open(call, leg, agent, at), leg, at)


def withdraw(call: Call, leg: Leg, at: datetime, taker: Leg | None = None) -> None:
    """A device stopped ringing, or an answered one hung up: the card leaves with its last device.

    ``taker`` is the leg that picked the call up, where that is known.
    """
    for pop in call.pops:
        if leg.ref not in pop.legs or pop.ended_at is not None:
            continue
        pop.legs.discard(leg.ref)
        pop.changed = True
        if pop.legs:
            continue
        taker = taker or _outside_taker(call)
        if pop.state == "ringing" and taker and taker.agent_id != pop.agent_id:
            _taken(pop, taker.agent_id, at)
        else:
            _leave(pop, at)


def merge(call: Call, others: list[Pop], at: datetime) -> None:
    """Take up the cards of a call that turned out to be this one: an agent keeps one card, and offers stay unique."""
    for pop in others:
        current = _open_pop(call, pop.agent_id)
        if current is not None and pop.ended_at is None:
            current.legs |= pop.legs
            if current.state == "ringing" and pop.state == "answered":
                current.state, current.answered_at, current.answered_by = pop.state, pop.answered_at, pop.answered_by
            current.changed = True
            _close(pop, "ended", at)
        taken = {known.offer for known in call.pops if known.agent_id == pop.agent_id}
        if pop.offer in taken:
            pop.offer = max(taken) + 1
        pop.changed = True
        call.pops.append(pop)


def close_all(call: Call, at: datetime) -> None:
    """The call is over: no card stays."""
    for pop in call.pops:
        if pop.ended_at is None:
            _leave(pop, at)


def _open_pop(call: Call, agent: UUID) -> Pop | None:
    return next((pop for pop in call.pops if pop.agent_id == agent and pop.ended_at is None), None)


def _open(call: Call, leg: Leg, agent: UUID, at: datetime) -> Pop:
    earlier = max((pop.offer for pop in call.pops if pop.agent_id == agent), default=0)
    pop = Pop(agent, earlier + 1, max(at, call.started_at), {leg.ref})
    call.pops.append(pop)
    return pop


def _passed_to(call: Call, agent: UUID) -> bool:
    return call.direction == "outbound" and bool(call.segments) and agent not in call.agents[:1]


def _answer(pop: Pop, leg: Leg, at: datetime) -> None:
    pop.state, pop.answered_at, pop.answered_by = "answered", max(at, pop.started_at), leg.agent_id
    pop.legs, pop.changed = {leg.ref}, True


def _outside_taker(call: Call) -> Leg | None:
    """A number outside that picked up and is about to be connected, which is why the phones stop ringing."""
    waiting = (leg for leg in call.legs.values() if leg.party is Party.OUTSIDE and leg.live and leg.ring_at)
    return next((leg for leg in waiting if leg.answered_at and leg.bridge is None), None)


def _taken(pop: Pop, by: UUID | None, at: datetime) -> None:
    _close(pop, "answered_elsewhere", at)
    pop.answered_by = by


def _leave(pop: Pop, at: datetime) -> None:
    _close(pop, "ended" if pop.state == "answered" else "missed", at)


def _close(pop: Pop, state: str, at: datetime) -> None:
    pop.state, pop.ended_at, pop.legs = state, max(at, pop.answered_at or pop.started_at), set()
    pop.changed = True
