"""What follows from the legs: who hears whom, the call's state, and how it ended."""

from __future__ import annotations

from datetime import datetime

from hub.calls.machine import offers
from hub.calls.machine.board import Board
from hub.calls.machine.state import Call, Leg, Segment
from hub.ports import LegRef, Party


def derive(board: Board, call: Call, at: datetime) -> None:
    """Bring segments, state and result in line with the legs."""
    if call.is_over:
        return
    _talk(call, at)
    if not call.live_legs and call.legs:
        _end(call, at)
        return
    if call.direction == "internal" and any(leg.bridge for leg in call.live_legs):
        call.answered_at = call.answered_at or max(at, call.started_at)
    call.state = _state(call)


def heard_with(call: Call, start: Leg) -> set[LegRef]:
    """The legs that hear ``start``, through bridges and internal pipes."""
    reached, todo = {start.ref}, [start]
    while todo:
        leg = todo.pop()
        for other in call.legs.values():
            joined = leg.bridge is not None and other.bridge == leg.bridge
            joined = joined or other.ref == leg.pipe or leg.ref == other.pipe
            if joined and other.live and other.ref not in reached:
                reached.add(other.ref)
                todo.append(other)
    return reached


def _talk(call: Call, at: datetime) -> None:
    outside = call.outside_leg
    heard = heard_with(call, outside) if outside and outside.live else set()
    open_segments = {segment.leg: segment for segment in call.segments if segment.ended_at is None}
    for leg in call.legs.values():
        hears = leg.live and leg.party is Party.STATION and leg.bridge is not None and leg.ref in heard
        segment = open_segments.get(leg.ref)
        if hears and segment is None:
            start = max(at, leg.started_at, call.started_at)
            offers.talks(call, leg, start)
            call.segments.append(Segment(leg.ref, leg.agent_id, leg.endpoint, start))
            call.answered_at = call.answered_at or start
        elif segment is not None and not hears:
            segment.ended_at = max(at, segment.started_at)


def _state(call: Call) -> str:
    talking = [call.legs[segment.leg] for segment in call.segments if segment.ended_at is None]
    if any(not leg.held for leg in talking):
        held = any(leg.held for leg in call.live_legs if leg.party is Party.OUTSIDE)
        return "held" if held else "answered"
    if call.answered_at and any(leg.held for leg in call.live_legs):
        return "held"
    if _rings(call):
        return "ringing"
    if call.queued or call.abandoned:
        return "waiting"
    return "answered" if call.answered_at else "ringing"


def _rings(call: Call) -> bool:
    return any(_is_offered(call, leg) for leg in call.legs.values())


def _is_offered(call: Call, leg: Leg) -> bool:
    """The phone rings, or was picked up and is not connected yet."""
    if leg.party is not Party.STATION or not leg.live or leg.ring_at is None or leg.outcome is not None:
        return False
    if leg.answered_at is None:
        return True
    connected = call.direction == "internal" and call.answered_at is not None
    return not (connected or leg.bridge or any(segment.leg == leg.ref for segment in call.segments))


def _end(call: Call, at: datetime) -> None:
    call.ended_at = max(at, call.started_at, call.answered_at or at)
    call.state = "ended"
    call.result = _result(call)
    offers.close_all(call, call.ended_at)


def _result(call: Call) -> str:
    if call.lost:
        return "unknown"
    if call.segments or (call.direction == "internal" and call.answered_at):
        return "completed"
    if call.direction == "inbound":
        return "abandoned" if call.abandoned or call.queued else "missed"
    outcomes = {leg.outcome for leg in call.legs.values() if not leg.initiated}
    for verdict in ("busy", "failed"):
        if verdict in outcomes:
            return verdict
    return "missed"
