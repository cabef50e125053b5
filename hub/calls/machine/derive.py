"""What follows from the legs: who hears whom, the call's state, and how it ended."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from hub.calls.machine import offers
from hub.calls.machine.board import Board
from hub.calls.machine.state import Call, Leg, Segment
from hub.ports import LegRef, Party

# The PBX may move a leg from one bridge to another as it takes Local channels out: nobody hears the gap.
BLINK = timedelta(milliseconds=500)
AT_ONCE = timedelta(seconds=2)


def derive(board: Board, call: Call, at: datetime) -> None:
    """Bring segments, state and result in line with the legs."""
    if call.is_over:
        return
    _talk(call, at)
    if not call.live_legs and call.legs:
        _end(call, at)
        return
    if call.direction == "internal" and call.answered_at is None and _colleagues_talk(call):
        call.answered_at = max(at, call.started_at)
    call.state, call.asking = _state(call), _asking(call)


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


def _colleagues_talk(call: Call) -> bool:
    bridged = [leg for leg in call.live_legs if leg.party is Party.STATION and leg.bridge]
    return len(bridged) > 1 and any(len(_stations(call, heard_with(call, leg))) > 1 for leg in bridged)


def _stations(call: Call, heard: set[LegRef]) -> list[Leg]:
    return [leg for leg in call.legs.values() if leg.ref in heard and leg.party is Party.STATION and leg.bridge]


def _talk(call: Call, at: datetime) -> None:
    outside = call.outside_leg
    heard = heard_with(call, outside) if outside and outside.live else set()
    talking = [leg for leg in _talkers(call, heard) if leg.live]
    hearing = {leg.ref for leg in talking}
    open_segments = {segment.leg: segment for segment in call.segments if segment.ended_at is None}
    for ref, segment in open_segments.items():
        if ref not in hearing:
            segment.ended_at = max(at, segment.started_at)
    for leg in talking:
        if leg.ref not in open_segments:
            _start_talking(call, leg, at, heard)


def _talkers(call: Call, heard: set[LegRef]) -> list[Leg]:
    """The colleagues who hear the caller; where none does, whoever a caller was passed on to outside."""
    colleagues = _stations(call, heard)
    if colleagues or call.direction != "inbound":
        return colleagues
    return [
        leg for leg in call.legs.values()
        if leg.ref in heard and leg.bridge and leg.party is Party.OUTSIDE and not leg.initiated
    ]  # fmt: skip


def _start_talking(call: Call, leg: Leg, at: datetime, heard: set[LegRef]) -> None:
    earlier = next((segment for segment in reversed(call.segments) if segment.leg == leg.ref), None)
    if earlier and earlier.ended_at and abs(at - earlier.ended_at) <= BLINK:
        earlier.ended_at = None
        return
    start = max(at, leg.started_at, call.started_at)
    for other in call.live_legs:  # whoever kept the caller on hold and went has passed the call on
        if other.ref not in heard or other.ref == call.outside:
            other.resume(start)
    offers.talks(call, leg, start)
    call.segments.append(Segment(leg.ref, leg.agent_id, leg.endpoint, start))
    call.answered_at = call.answered_at or start


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


def _asking(call: Call) -> UUID | None:
    """Who let the other party wait and left them: a phone that merely holds a call stays in its bridge."""
    outside = call.outside_leg
    if outside is None or not outside.live or not any(leg.held for leg in call.live_legs):
        return None
    heard, talked = heard_with(call, outside), {segment.leg for segment in call.segments}
    away = (leg for leg in call.live_legs if leg.held and leg.ref in talked and leg.ref not in heard)
    return next((leg.agent_id for leg in away if leg.party is Party.STATION and leg.agent_id), None)


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
    call.state, call.asking = "ended", None
    call.result = _result(call)
    offers.close_all(call, call.ended_at)


def _result(call: Call) -> str:
    if call.lost:
        return "unknown"
    if call.segments or (call.direction == "internal" and (call.answered_at or _reached_the_provider(call))):
        return "completed"
    if call.direction == "inbound":
        return "abandoned" if call.queued or _gave_up(call) else "missed"
    outcomes = {leg.outcome for leg in call.legs.values() if not leg.initiated}
    for verdict in ("busy", "failed"):
        if verdict in outcomes:
            return verdict
    return "missed"


def _gave_up(call: Call) -> bool:
    """Whom a queue sent on after too long is told of like one who hung up, but only the latter is gone at once."""
    outside, left = call.outside_leg, call.left_queue_at
    gone = outside.ended_at if outside else None
    return call.abandoned and (left is None or gone is None or gone - left <= AT_ONCE)


def _reached_the_provider(call: Call) -> bool:
    """A colleague called the provider itself, such as a mailbox, and it answered."""
    return [leg.initiated and leg.answered_at is not None for leg in call.legs.values()] == [True]
