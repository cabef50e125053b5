"""Screen pops: one per call, agent and offer, however many of the agent's devices ring."""

from __future__ import annotations

from datetime import datetime

from hub.calls.machine.state import Call, Leg, Pop
from hub.ports import Party


def offer(call: Call, leg: Leg, at: datetime) -> None:
    """A device of an agent rings: open the agent's card, or add the device to it.

    Nothing pops for a colleague's call, for a call the agent places, nor for a phone that the PBX rings by itself.
    """
    if leg.party is not Party.STATION or leg.agent_id is None or leg.rung_by is None or call.direction != "inbound":
        return
    mine = [pop for pop in call.pops if pop.agent_id == leg.agent_id]
    current = next((pop for pop in mine if pop.ended_at is None), None)
    if current is not None:
        current.legs.add(leg.ref)
        current.changed = True
        return
    call.pops.append(Pop(leg.agent_id, max((pop.offer for pop in mine), default=0) + 1, at, {leg.ref}))


def answer(call: Call, leg: Leg, at: datetime) -> None:
    """A device was picked up: its card is answered, everybody else's ringing card leaves."""
    for pop in call.pops:
        if pop.ended_at is not None or pop.state != "ringing":
            continue
        if leg.ref in pop.legs:
            pop.state, pop.answered_at, pop.answered_by, pop.legs = "answered", at, leg.agent_id, {leg.ref}
            pop.changed = True
        elif leg.party is Party.STATION and leg.agent_id is not None:
            _close(pop, "answered_elsewhere", at)
            pop.answered_by = leg.agent_id


def withdraw(call: Call, leg: Leg, at: datetime) -> None:
    """A device stopped ringing, or an answered one hung up: the card leaves with its last device."""
    for pop in call.pops:
        if leg.ref not in pop.legs or pop.ended_at is not None:
            continue
        pop.legs.discard(leg.ref)
        pop.changed = True
        if not pop.legs:
            _close(pop, "ended" if pop.state == "answered" else "missed", at)


def close_all(call: Call, at: datetime) -> None:
    """The call is over: no card stays."""
    for pop in call.pops:
        if pop.ended_at is None:
            _close(pop, "ended" if pop.state == "answered" else "missed", at)


def _close(pop: Pop, state: str, at: datetime) -> None:
    pop.state, pop.ended_at, pop.changed = state, max(at, pop.started_at), True
