"""The calls of one account that are not over, and where each leg is."""

from __future__ import annotations

from collections import OrderedDict
from datetime import datetime
from uuid import UUID

from hub.calls.machine import offers
from hub.calls.machine.state import Call, Leg
from hub.ports import LegRef

TOMBSTONES = 20_000


class Board:
    """All open calls of one account. ``dirty`` names the calls that changed since they were last stored."""

    def __init__(self, account: str) -> None:
        self.account = account
        self.calls: dict[UUID, Call] = {}
        self.where: dict[LegRef, UUID] = {}
        self.dirty: dict[UUID, None] = {}
        self._bridges: dict[str, dict[LegRef, None]] = {}  # who is in which, in the order they came
        self._tombstones: OrderedDict[LegRef, None] = OrderedDict()

    def find(self, ref: LegRef | None) -> tuple[Call, Leg] | None:
        """The open call and leg behind a name, or None when nobody knows it or its call is over."""
        if ref is None or ref not in self.where:
            return None
        call = self.calls[self.where[ref]]
        leg = call.legs.get(ref)
        return (call, leg) if leg else None

    def is_over(self, ref: LegRef) -> bool:
        """True for a leg that ended: late facts about it change nothing."""
        return ref in self._tombstones

    def add(self, call: Call) -> None:
        """Take up a call, with the legs it has."""
        self.calls[call.id] = call
        for alias in call.aliases:
            self.where[alias] = call.id
        for ref, leg in call.legs.items():
            self.where[ref] = call.id
            if not leg.live:
                self.bury(ref)
            elif leg.bridge is not None:
                self._bridges.setdefault(leg.bridge, {})[ref] = None

    def enter(self, leg: Leg, bridge: str) -> None:
        """The leg hears this bridge, and no other any more."""
        self.leave(leg)
        leg.bridge = bridge
        self._bridges.setdefault(bridge, {})[leg.ref] = None

    def leave(self, leg: Leg) -> None:
        """The leg hears no bridge."""
        bridge, leg.bridge = leg.bridge, None
        if bridge is not None and (inside := self._bridges.get(bridge)) is not None:
            inside.pop(leg.ref, None)
            if not inside:
                del self._bridges[bridge]

    def place(self, call: Call, leg: Leg) -> None:
        """Put a leg into a call."""
        call.legs[leg.ref] = leg
        self.where[leg.ref] = call.id

    def touch(self, call: Call) -> None:
        """Remember that the call has to be stored."""
        self.dirty[call.id] = None

    def bury(self, ref: LegRef) -> None:
        """Remember an ended leg, so that late or repeated packets do not raise it."""
        self._tombstones[ref] = None
        while len(self._tombstones) > TOMBSTONES:
            self._tombstones.popitem(last=False)

    def forget(self, call: Call) -> None:
        """Let go of a call that is over and stored."""
        self.calls.pop(call.id, None)
        self.dirty.pop(call.id, None)
        for ref in (*call.legs, *call.aliases):
            if self.where.get(ref) == call.id:
                del self.where[ref]

    def open_call(self, root: LegRef) -> Call | None:
        """The call that the group of ``root`` belongs to, unless it is over."""
        call = self.calls.get(self.where[root]) if root in self.where else None
        return None if call is None or call.is_over else call

    def kept(self, call_id: UUID) -> Call:
        """The call, or the one that it turned out to be."""
        call = self.calls[call_id]
        while call.joined_into is not None:
            call = self.calls[call.joined_into]
        return call

    def join(self, kept: Call, other: Call, at: datetime) -> None:
        """Two calls turned out to be one: everything of ``other`` moves to ``kept``."""
        for ref, leg in other.legs.items():
            kept.legs[ref] = leg
            self.where[ref] = kept.id
        for ref in other.aliases:
            self.where[ref] = kept.id
        kept.aliases |= other.aliases
        kept.segments = sorted([*kept.segments, *other.segments], key=lambda part: part.started_at)
        offers.merge(kept, other.pops, at)
        kept.take_over(other)
        other.result = "completed" if other.segments else None
        other.legs, other.segments, other.pops, other.aliases = {}, [], [], set()
        other.joined_into, other.state, other.queued = kept.id, "ended", False
        other.ended_at = max(at, other.started_at)
        self.touch(kept)
        self.touch(other)

    def bridged(self, bridge: str) -> list[tuple[Call, Leg]]:
        """Live legs in a bridge."""
        return [found for ref in self._bridges.get(bridge, ()) if (found := self.find(ref))]
