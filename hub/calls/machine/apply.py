"""Apply one fact to the board. Applying it twice, late or without the ones before it does no harm."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from hub import ports
from hub.calls.machine import offers
from hub.calls.machine.board import Board
from hub.calls.machine.derive import derive
from hub.calls.machine.state import Call, Leg
from hub.ports import CallEvent, LegsSnapshot, Party

Agents = Mapping[str, UUID]  # endpoint → the agent who sits there now


def apply(board: Board, event: CallEvent, agents: Agents) -> None:
    """Change the board by one fact; ``board.dirty`` names the calls that changed."""
    if isinstance(event, ports.LegStarted):
        _started(board, event, agents)
        return
    found = board.find(event.leg)
    if found is None or board.is_over(event.leg):
        return
    call, leg = found
    _HANDLERS[type(event)](board, call, leg, event)
    call = board.calls[board.where[event.leg]]  # it may have joined another
    derive(board, call, event.at)
    board.touch(call)


def reconcile(board: Board, snapshot: LegsSnapshot, agents: Agents) -> None:
    """Make the board agree with the list of live legs: end what vanished, take up what is new, mark what is guessed."""
    _end_vanished(board, snapshot, agents)
    first_come = sorted(snapshot.legs, key=lambda item: (item.started.root != item.started.leg, item.started.at))
    for item in first_come:
        if board.find(item.started.leg) is None:
            _infer(board, item.started, agents)
    for item in first_come:
        _catch_up(board, item, snapshot.at, agents)


def _end_vanished(board: Board, snapshot: LegsSnapshot, agents: Agents) -> None:
    seen = {item.started.leg for item in snapshot.legs}
    for call in list(board.calls.values()):
        vanished = [leg for leg in call.live_legs if leg.ref not in seen]
        call.lost = bool(vanished) and len(vanished) == len(call.live_legs)
        for leg in vanished:
            _infer(board, ports.LegEnded(leg.ref, snapshot.at, None), agents)


def _catch_up(board: Board, item: ports.LegSeen, at: datetime, agents: Agents) -> None:
    """What the list tells of a leg beyond what is known of it."""
    ref, found = item.started.leg, board.find(item.started.leg)
    if found is None or not found[1].live:
        return
    leg = found[1]
    if item.ringing and leg.ring_at is None:
        by = item.started.root if item.started.root != ref else None
        _infer(board, ports.LegRinging(ref, at, by), agents)
    if item.answered and leg.answered_at is None:
        _infer(board, ports.LegAnswered(ref, at), agents)
    if leg.bridge is not None and item.bridge != leg.bridge:
        _infer(board, ports.BridgeLeft(ref, at, leg.bridge), agents)
    if item.bridge is not None and item.bridge != leg.bridge:
        _infer(board, ports.BridgeEntered(ref, at, item.bridge), agents)


def _infer(board: Board, event: CallEvent, agents: Agents) -> None:
    """Apply what nobody told but the list implies, and mark the call."""
    found = board.find(event.leg)
    if found:
        found[0].inferred = True
    apply(board, event, agents)
    if found is None and (made := board.find(event.leg)):
        made[0].inferred = True


def _started(board: Board, event: ports.LegStarted, agents: Agents) -> None:
    if board.is_over(event.leg) or board.find(event.leg):
        return
    leg = Leg(
        ref=event.leg, party=event.party, endpoint=event.endpoint, initiated=event.initiated, started_at=event.at,
        number=event.number, name=event.name, dialled=event.dialled, withheld=event.withheld,
        root=event.root if event.root != event.leg else None,
        agent_id=agents.get(event.endpoint) if event.party is Party.STATION else None,
    )  # fmt: skip
    call = board.open_call(event.root)
    if call is None:
        call = Call(account=board.account, started_at=event.at)
        board.add(call)
        if event.root != event.leg:  # its first leg was missed: the group's others must still find the call
            call.aliases.add(event.root)
            board.where[event.root] = call.id
    promised = board.open_call(event.leg)  # the call of legs that named this one as their first
    if promised and promised is not call:
        call = _join(board, promised, call, event.at)
    board.place(call, leg)
    _settle_direction(call, leg)
    derive(board, call, event.at)
    board.touch(call)


def _settle_direction(call: Call, leg: Leg) -> None:
    """The first leg beyond the PBX says which way the call goes."""
    if leg.party is not Party.OUTSIDE or call.outside is not None:
        return
    call.outside = leg.ref
    call.direction = "inbound" if leg.initiated else "outbound"
    if not call.segments:
        call.answered_at = None  # colleagues talked before: nobody outside was answered yet
    if call.waiting_since is None:
        call.waiting_since = leg.started_at


def _party(board: Board, call: Call, leg: Leg, event: ports.LegParty) -> None:
    leg.number = event.number or leg.number
    leg.name = event.name or leg.name


def _ringing(board: Board, call: Call, leg: Leg, event: ports.LegRinging) -> None:
    if leg.answered_at is not None:
        return
    source = board.find(event.by)
    if source and source[0] is not call:
        call = _join(board, source[0], call, event.at)
    if leg.ring_at is not None and leg.outcome is None:
        return  # told twice: a card that has left does not come back
    leg.ring_at, leg.outcome, leg.rung_by = max(event.at, leg.started_at), None, event.by or leg.rung_by
    offers.offer(call, leg, event.at)


def _unanswered(board: Board, call: Call, leg: Leg, event: ports.LegUnanswered) -> None:
    if leg.answered_at is None:
        leg.outcome = leg.outcome or event.reason  # told again as cancelled, when the PBX clears up
        offers.withdraw(call, leg, event.at)


def _answered(board: Board, call: Call, leg: Leg, event: ports.LegAnswered) -> None:
    if leg.answered_at is None:
        leg.answered_at, leg.outcome = max(event.at, leg.started_at), None
        offers.answer(call, leg, event.at)


def _linked(board: Board, call: Call, leg: Leg, event: ports.LegLinked) -> None:
    other = board.find(event.other)
    leg.pipe = event.other
    if other:
        if other[0] is not call:
            _join(board, other[0], call, event.at)
        other[1].pipe = leg.ref


def _queue_joined(board: Board, call: Call, leg: Leg, event: ports.QueueJoined) -> None:
    call.queue, call.queued, call.abandoned, call.left_queue_at = event.queue, True, False, None
    call.waiting_since = call.waiting_since or event.at


def _queue_left(board: Board, call: Call, leg: Leg, event: ports.QueueLeft) -> None:
    call.queued, call.left_queue_at = False, call.left_queue_at or event.at
    call.abandoned = call.abandoned or (event.abandoned and call.answered_at is None)


def _bridge_entered(board: Board, call: Call, leg: Leg, event: ports.BridgeEntered) -> None:
    board.enter(leg, event.bridge)
    for other_call, _ in board.bridged(event.bridge):
        if other_call is not call:
            call = _join(board, other_call, call, event.at)


def _bridge_left(board: Board, call: Call, leg: Leg, event: ports.BridgeLeft) -> None:
    if leg.bridge == event.bridge:
        board.leave(leg)


def _held(board: Board, call: Call, leg: Leg, event: ports.LegHeld) -> None:
    if not leg.held:
        leg.holds.append([max(event.at, leg.started_at), None])


def _resumed(board: Board, call: Call, leg: Leg, event: ports.LegResumed) -> None:
    leg.resume(event.at)


def _transferred(board: Board, call: Call, leg: Leg, event: ports.LegTransferred) -> None:
    leg.resume(event.at)


def _ended(board: Board, call: Call, leg: Leg, event: ports.LegEnded) -> None:
    leg.resume(event.at)
    leg.ended_at, leg.cause = max(event.at, leg.answered_at or leg.started_at), event.cause
    board.leave(leg)
    offers.withdraw(call, leg, event.at)
    board.bury(leg.ref)


def _picked_up(board: Board, call: Call, leg: Leg, event: ports.LegPickedUp) -> None:
    taker = board.find(event.by)
    if taker and taker[0] is not call:
        _join(board, taker[0], call, event.at)
    if leg.answered_at is None:
        leg.outcome = leg.outcome or "cancelled"
        offers.withdraw(board.calls[board.where[leg.ref]], leg, event.at, taker[1] if taker else None)


def _voicemail_left(board: Board, call: Call, leg: Leg, event: ports.VoicemailLeft) -> None:
    if leg.party is Party.OUTSIDE:  # a colleague who listens to messages is told of in the same way
        call.voicemail, call.abandoned = event.mailbox, False


def _join(board: Board, one: Call, other: Call, at: datetime) -> Call:
    """Keep the call with somebody outside, whose timeline it is on already; of two such calls the older."""
    if one.is_over or other.is_over:
        return other
    kept, gone = sorted((one, other), key=lambda call: (call.outside is None, call.started_at, call.id))
    board.join(kept, gone, at)
    return kept


_HANDLERS: dict[type[CallEvent], Callable[[Board, Call, Leg, Any], None]] = {
    ports.LegParty: _party,
    ports.LegRinging: _ringing,
    ports.LegUnanswered: _unanswered,
    ports.LegAnswered: _answered,
    ports.LegLinked: _linked,
    ports.QueueJoined: _queue_joined,
    ports.QueueLeft: _queue_left,
    ports.BridgeEntered: _bridge_entered,
    ports.BridgeLeft: _bridge_left,
    ports.LegHeld: _held,
    ports.LegResumed: _resumed,
    ports.LegTransferred: _transferred,
    ports.LegPickedUp: _picked_up,
    ports.VoicemailLeft: _voicemail_left,
    ports.LegEnded: _ended,
}
