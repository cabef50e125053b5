"""What the machine remembers of a call that is not over."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from hub.db import new_id
from hub.ports import LegRef, Party


@dataclass(slots=True)
class Leg:
    """One channel. ``ring_at`` is the start of the present offer; ``holds`` are [start, end or None]."""

    ref: LegRef
    party: Party
    endpoint: str
    initiated: bool
    started_at: datetime
    number: str | None = None
    name: str | None = None
    dialled: str | None = None
    withheld: bool = False
    root: LegRef | None = None  # the first leg of the provider's group, where it is another one
    id: UUID = field(default_factory=new_id)
    agent_id: UUID | None = None
    ring_at: datetime | None = None
    rung_by: LegRef | None = None
    answered_at: datetime | None = None
    ended_at: datetime | None = None
    cause: int | None = None
    outcome: str | None = None  # why an offer ended without an answer
    bridge: str | None = None
    pipe: LegRef | None = None
    holds: list[list[datetime | None]] = field(default_factory=list)
    stored: bool = False

    def mark_stored(self) -> None:
        """It is in the store now."""
        self.stored = True

    @property
    def live(self) -> bool:
        """True until the leg has ended."""
        return self.ended_at is None

    @property
    def held(self) -> bool:
        """True while the party at this leg keeps the other side on hold."""
        return bool(self.holds) and self.holds[-1][1] is None

    def resume(self, at: datetime) -> None:
        """End a hold that is on, never before its start."""
        if self.held:
            self.holds[-1][1] = max(at, self.holds[-1][0] or at)


@dataclass(slots=True)
class Segment:
    """An agent and the outside party hear each other."""

    leg: LegRef
    agent_id: UUID | None
    endpoint: str
    started_at: datetime
    ended_at: datetime | None = None
    id: UUID = field(default_factory=new_id)
    stored: bool = False

    def mark_stored(self) -> None:
        """It is in the store now."""
        self.stored = True


@dataclass(slots=True)
class Pop:
    """One offer of the call to one agent; ``legs`` are the devices that ring (then the one that answered)."""

    agent_id: UUID
    offer: int
    started_at: datetime
    legs: set[LegRef]
    state: str = "ringing"
    answered_at: datetime | None = None
    ended_at: datetime | None = None
    answered_by: UUID | None = None
    id: UUID = field(default_factory=new_id)
    stored: bool = False
    changed: bool = True

    def mark_stored(self) -> None:
        """It is in the store now."""
        self.stored, self.changed = True, False


@dataclass(slots=True)
class Call:
    """A call that is not over, or that ended in the batch at hand."""

    account: str
    started_at: datetime
    id: UUID = field(default_factory=new_id)
    direction: str = "internal"  # until somebody outside takes part
    state: str = "ringing"
    result: str | None = None
    outside: LegRef | None = None
    queue: str | None = None
    queued: bool = False
    waiting_since: datetime | None = None
    abandoned: bool = False
    left_queue_at: datetime | None = None
    answered_at: datetime | None = None
    ended_at: datetime | None = None
    inferred: bool = False
    recovered: bool = False  # told afterwards by the provider's records
    voicemail: str | None = None  # the mailbox that the caller left a message in
    asking: UUID | None = None  # the agent who asks somebody while the other party waits: an attended transfer
    lost: bool = False  # its last legs vanished unseen: how it ended nobody knows
    joined_into: UUID | None = None
    legs: dict[LegRef, Leg] = field(default_factory=dict)
    aliases: set[LegRef] = field(default_factory=set)  # group names whose first leg was never seen
    segments: list[Segment] = field(default_factory=list)
    pops: list[Pop] = field(default_factory=list)
    stored: bool = False

    @property
    def outside_leg(self) -> Leg | None:
        """The leg of the party beyond the PBX whose call this is."""
        return self.legs.get(self.outside) if self.outside else None

    @property
    def is_over(self) -> bool:
        """True once the call has ended or turned out to be another one."""
        return self.ended_at is not None or self.joined_into is not None

    @property
    def live_legs(self) -> list[Leg]:
        """Legs that have not ended."""
        return [leg for leg in self.legs.values() if leg.live]

    @property
    def agents(self) -> list[UUID]:
        """Agents who talked, or placed the call; in order, each once."""
        talked = [segment.agent_id for segment in self.segments]
        placed = [leg.agent_id for leg in self.legs.values() if leg.initiated or leg.answered_at]
        return list(dict.fromkeys(agent for agent in (*talked, *placed) if agent))

    def take_over(self, other: Call) -> None:
        """What another call, now part of this one, knew of itself."""
        self.queue = self.queue or other.queue
        self.queued = self.queued or other.queued
        self.inferred = self.inferred or other.inferred
        self.voicemail = self.voicemail or other.voicemail
        if (self.outside is None) != (other.outside is None):
            return  # a consultation among colleagues: the customer's call keeps its own times
        self.started_at = min(self.started_at, other.started_at)
        self.answered_at = min(filter(None, (self.answered_at, other.answered_at)), default=None)
        self.waiting_since = min(filter(None, (self.waiting_since, other.waiting_since)), default=None)

    def seconds(self, now: datetime) -> tuple[float, float, float]:
        """Waiting, talking and held seconds, up to ``now`` while the call lasts."""
        end = self.ended_at or now
        waiting = ((self.answered_at or end) - self.started_at).total_seconds()
        talking = sum(((span.ended_at or end) - span.started_at).total_seconds() for span in self.segments)
        held = sum(
            ((stop or leg.ended_at or end) - start).total_seconds()
            for leg in self.legs.values()
            for start, stop in leg.holds
            if start
        )
        return max(waiting, 0.0), max(talking, 0.0), max(held, 0.0)
