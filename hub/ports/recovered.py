"""Calls that nobody heard live, told afterwards by the provider's own records."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from hub.ports.calls import CallEvent, Party

RECORDS_BOOT = "records"  # the boot of legs that only records tell of: those do not tell the provider's


@dataclass(frozen=True, slots=True)
class RecoveredLeg:
    """One channel of a past call. Times are aware UTC, by the hub's clock; at ``talked_at`` it heard the caller."""

    id: str  # the provider's name of it, as in ``LegRef.id``
    party: Party
    endpoint: str
    initiated: bool
    started_at: datetime
    ended_at: datetime
    number: str | None = None
    name: str | None = None
    dialled: str | None = None
    withheld: bool = False
    answered_at: datetime | None = None
    talked_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class RecoveredCall:
    """A call that is over. ``ids`` are all names under which the provider knows its legs: one known live is no news.

    ``direction`` is inbound, outbound or internal; ``result`` completed, missed, abandoned, busy, failed.
    ``inferred``: the records do not tell its times exactly.
    """

    ids: frozenset[str]
    direction: str
    result: str
    legs: tuple[RecoveredLeg, ...]
    queue: str | None = None
    inferred: bool = False

    @property
    def started_at(self) -> datetime:
        """The start of its first leg."""
        return min(leg.started_at for leg in self.legs)

    @property
    def ended_at(self) -> datetime:
        """The end of its last leg."""
        return max(leg.ended_at for leg in self.legs)


@dataclass(frozen=True, slots=True)
class RecoveredEvents:
    """A call that is over, as the facts that a live connector would have told, in order; legs are of ``RECORDS_BOOT``.

    ``ids`` as in ``RecoveredCall``. ``cut``: the records end before the call does, so its result is unknown.
    """

    ids: frozenset[str]
    events: tuple[CallEvent, ...]
    started_at: datetime
    ended_at: datetime
    inferred: bool = False
    cut: bool = False


Recovered = RecoveredCall | RecoveredEvents


class Records(Protocol):
    """What the hub keeps for an account that reads its provider's records. All raise ``RetryLater``."""

    async def heard_until(self) -> datetime | None:
        """Up to when everything was heard, or None where nobody ever kept it."""

    async def keep_heard_until(self, at: datetime) -> None:
        """Remember that everything up to ``at`` was heard or recovered."""

    async def recover(self, calls: Sequence[Recovered]) -> int:
        """Store those calls that are not known yet, as over; how many that were. Twice changes nothing."""
