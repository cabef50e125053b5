"""Bring both sides of a task together, field by field. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from hub.caldav.values import FIELDS, Values


@dataclass(frozen=True, slots=True)
class Clash:
    """A field that both sides changed, to different values: whose stays, and what was lost."""

    field: str
    kept: str  # hub or calendar
    kept_value: str
    lost_value: str


@dataclass(slots=True)
class Merged:
    """What the task is to take from the calendar, and what was decided."""

    take: Values = field(default_factory=dict)
    clashes: list[Clash] = field(default_factory=list)


def merge(
    base: Mapping[str, str], local: Mapping[str, str], remote: Mapping[str, str],
    touched: Mapping[str, datetime], modified: datetime,
) -> Merged:  # fmt: skip
    """Of a field that one side changed, that side's value; of one that both did, the later.

    ``touched`` says when a field was changed here, ``modified`` when the entry was last changed there.
    """
    merged = Merged()
    for name in FIELDS:
        ours, theirs, before = local[name], remote[name], base.get(name)
        if theirs in {ours, before}:
            continue
        if before is None or ours == before:
            merged.take[name] = theirs
            continue
        at = touched.get(name)
        if at is not None and at >= modified:
            merged.clashes.append(Clash(name, "hub", ours, theirs))
        else:
            merged.take[name] = theirs
            merged.clashes.append(Clash(name, "calendar", theirs, ours))
    return merged
