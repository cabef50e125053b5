"""What a connector told, folded into one state a leg: the checks look here and not at the order of packets."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from hub.ports import (
    BridgeEntered,
    BridgeLeft,
    CallEvent,
    LegAnswered,
    LegEnded,
    LegHeld,
    LegParty,
    LegRef,
    LegResumed,
    LegRinging,
    LegsSnapshot,
    LegStarted,
    LegTransferred,
    LegUnanswered,
    QueueJoined,
    QueueLeft,
)


@dataclass(slots=True)
class Leg:
    """One leg as far as it is known."""

    started: LegStarted
    number: str | None
    name: str | None
    rung: bool = False
    rung_by: LegRef | None = None
    answered: bool = False
    unanswered: str | None = None  # why
    held: bool = False
    queue: str | None = None
    abandoned: bool = False
    bridge: str | None = None
    transferred_to: str | None = None
    ended: bool = False
    cause: int | None = None


@dataclass(slots=True)
class Ledger:
    """All legs ever heard of, by name; ``events`` in the order in which they came."""

    legs: dict[LegRef, Leg] = field(default_factory=dict)
    events: list[CallEvent | LegsSnapshot] = field(default_factory=list)

    @property
    def snapshots(self) -> list[LegsSnapshot]:
        """Every list of the live legs that came."""
        return [event for event in self.events if isinstance(event, LegsSnapshot)]

    def at(self, endpoint: str) -> Iterator[tuple[LegRef, Leg]]:
        """The legs at an endpoint such as ``PJSIP/101``, oldest first."""
        return ((ref, leg) for ref, leg in self.legs.items() if leg.started.endpoint == endpoint)

    def open_legs(self) -> list[LegRef]:
        """Whoever has not ended."""
        return [ref for ref, leg in self.legs.items() if not leg.ended]

    def apply(self, event: CallEvent | LegsSnapshot) -> None:
        """Take one more fact in."""
        self.events.append(event)
        if isinstance(event, LegsSnapshot):
            self._apply_snapshot(event)
        elif isinstance(event, LegStarted):
            self.legs.setdefault(event.leg, Leg(event, event.number, event.name))
        elif leg := self.legs.get(event.leg):
            _apply(leg, event)

    def _apply_snapshot(self, snapshot: LegsSnapshot) -> None:
        alive = {seen.started.leg for seen in snapshot.legs}
        for ref, leg in self.legs.items():
            leg.ended = leg.ended or ref not in alive
        for seen in snapshot.legs:
            started = seen.started
            leg = self.legs.setdefault(started.leg, Leg(started, started.number, started.name))
            leg.rung |= seen.ringing
            leg.answered |= seen.answered
            leg.bridge = seen.bridge


def _apply(leg: Leg, event: CallEvent) -> None:
    match event:
        case LegParty(number=number, name=name):
            leg.number, leg.name = number, name
        case LegRinging(by=by):
            leg.rung, leg.rung_by = True, by
        case LegUnanswered(reason=reason):
            leg.unanswered = leg.unanswered or reason
        case LegAnswered():
            leg.answered = True
        case QueueJoined(queue=queue):
            leg.queue = queue
        case QueueLeft(abandoned=abandoned):
            leg.queue, leg.abandoned = None, leg.abandoned or abandoned
        case BridgeEntered(bridge=bridge):
            leg.bridge = bridge
        case BridgeLeft():
            leg.bridge = None
        case LegHeld():
            leg.held = True
        case LegResumed():
            leg.held = False
        case LegTransferred(target=target):
            leg.transferred_to = target
        case LegEnded(cause=cause):
            leg.ended, leg.cause = True, leg.cause or cause
