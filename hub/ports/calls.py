"""What a telephony connector tells the hub: one small fact about one leg at a time.

A *leg* is one channel of the provider. The hub owns the call: it groups legs, and no connector decides
what belongs together. Every event may arrive twice, late or not at all; applying one twice changes nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple


class Party(StrEnum):
    """Whom a leg leads to."""

    STATION = "station"  # a phone of the organisation, dialled by an extension
    OUTSIDE = "outside"  # a trunk: somebody beyond the provider
    INTERNAL = "internal"  # plumbing, such as one half of a Local channel


class LegRef(NamedTuple):
    """A leg's name: unique within one connector account for ever, since ``boot`` changes when the PBX restarts."""

    boot: str
    id: str


@dataclass(frozen=True, slots=True)
class CallEvent:
    """One fact about ``leg``, learnt at ``at`` (aware UTC, the connector's clock)."""

    leg: LegRef
    at: datetime


@dataclass(frozen=True, slots=True)
class LegStarted(CallEvent):
    """A leg came to be. ``root`` is the leg it was grouped with by the provider (itself when it is the first)."""

    root: LegRef
    party: Party
    endpoint: str  # the provider's address without the instance: "PJSIP/101", "PJSIP/trunk"
    initiated: bool  # True: this party called the PBX; False: the PBX called this party
    number: str | None = None  # as received, control characters stripped; None when withheld or unknown
    name: str | None = None
    dialled: str | None = None  # the number that an initiating leg asked for
    withheld: bool = False  # the caller hides the number (None alone means not known yet)


@dataclass(frozen=True, slots=True)
class LegParty(CallEvent):
    """The number or name at the far end of this leg became known, or changed."""

    number: str | None
    name: str | None


@dataclass(frozen=True, slots=True)
class LegRinging(CallEvent):
    """``by`` offers its call to this leg. ``by`` is None where the PBX itself rings it (click to dial)."""

    by: LegRef | None


@dataclass(frozen=True, slots=True)
class LegUnanswered(CallEvent):
    """The offer to this leg ended without an answer: ``reason`` is busy, cancelled, no_answer or failed."""

    reason: str


@dataclass(frozen=True, slots=True)
class LegAnswered(CallEvent):
    """This leg was picked up."""


@dataclass(frozen=True, slots=True)
class LegLinked(CallEvent):
    """This leg and ``other`` are the two halves of one internal pipe: what enters one leaves the other."""

    other: LegRef


@dataclass(frozen=True, slots=True)
class QueueJoined(CallEvent):
    """The leg waits in ``queue``."""

    queue: str


@dataclass(frozen=True, slots=True)
class QueueLeft(CallEvent):
    """The leg left ``queue``; ``abandoned`` when the caller gave up."""

    queue: str
    abandoned: bool


@dataclass(frozen=True, slots=True)
class BridgeEntered(CallEvent):
    """The leg hears everyone in ``bridge``."""

    bridge: str


@dataclass(frozen=True, slots=True)
class BridgeLeft(CallEvent):
    """The leg no longer hears ``bridge``."""

    bridge: str


@dataclass(frozen=True, slots=True)
class LegHeld(CallEvent):
    """The party at this leg put the other side on hold."""


@dataclass(frozen=True, slots=True)
class LegResumed(CallEvent):
    """The party at this leg took the other side off hold."""


@dataclass(frozen=True, slots=True)
class LegTransferred(CallEvent):
    """The party at this leg passed the call on to ``target`` (an extension or number; None when not told)."""

    target: str | None
    attended: bool


@dataclass(frozen=True, slots=True)
class LegPickedUp(CallEvent):
    """The party at ``by`` took what rang at this leg to their own."""

    by: LegRef


@dataclass(frozen=True, slots=True)
class VoicemailLeft(CallEvent):
    """The party at this leg left a message in ``mailbox``."""

    mailbox: str


@dataclass(frozen=True, slots=True)
class LegEnded(CallEvent):
    """The leg is gone. ``cause`` is the Q.850 cause, or None when nobody told."""

    cause: int | None = None


@dataclass(frozen=True, slots=True)
class LegSeen:
    """A leg in a list of the live ones. What a list cannot tell (who rings whom) is inferred and marked so."""

    started: LegStarted
    ringing: bool = False
    answered: bool = False
    bridge: str | None = None


@dataclass(frozen=True, slots=True)
class LegsSnapshot:
    """All legs alive at ``at`` in this ``boot``: legs the hub holds open and that are not here are over."""

    boot: str
    at: datetime
    legs: tuple[LegSeen, ...]
