"""The calls of one account that are not over, and where each leg is."""

from __future__ import annotations

from collections import OrderedDict
from uuid import UUID

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
        for ref, leg in call.legs.items():
            self.where[ref] = call.id
            if not leg.live:
                self.bury(ref)

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

    def join(self, older: Call, younger: Call) -> None:
        """Two calls turned out to be one: everything of the younger moves to the older."""
        for ref, leg in younger.legs.items():
            older.legs[ref] = leg
            self.where[ref] = older.id
        for ref in younger.aliases:
            self.where[ref] = older.id
        older.aliases |= younger.aliases
        older.segments += younger.segments
        known = {(pop.agent_id, pop.offer) for pop in older.pops}
        for pop in younger.pops:
            while (pop.agent_id, pop.offer) in known:
                pop.offer += 1
            known.add((pop.agent_id, pop.offer))
            pop.changed = True
            older.pops.append(pop)
        if older.outside is None:
            older.outside, older.direction = younger.outside, younger.direction
        older.started_at = min(older.started_at, younger.started_at)
        younger.legs, younger.segments, younger.pops, younger.aliases = {}, [], [], set()
        younger.joined_into, younger.state = older.id, "ended"
        self.touch(older)
        self.touch(younger)

    def bridged(self, bridge: str) -> list[tuple[Call, Leg]]:
        """Live legs in a bridge."""
        return [(call, leg) for call in self.calls.values() for leg in call.legs.values()
                if leg.live and leg.bridge == bridge]  # fmt: skip
