"""What the API says of merges and duplicates, and what it takes."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from pydantic import Field

from hub import web
from hub.accounts import UserRef
from hub.customers.schemas import CustomerOut, CustomerRow

Side = Literal["survivor", "merged"]


class MergePair(web.Input):
    """Whom to merge into whom."""

    survivor_id: UUID
    merged_id: UUID


class MergeRequest(web.Input):
    """Whom to merge, and whose value each field keeps; a field left out keeps the survivor's, unless it has none."""

    merged_id: UUID
    chosen: dict[str, Side] = Field(default_factory=dict, max_length=500)


class Conflict(web.Output):
    """A field in which the two differ. ``field`` is as in a change, or organisation, owner, ``fields.<key>``."""

    field: str
    survivor: Any
    merged: Any
    suggested: Side


class MergePreview(web.Output):
    """Both sides, and where they differ."""

    survivor: CustomerOut
    merged: CustomerOut
    conflicts: list[Conflict]


class MergedName(web.Output):
    """Somebody in a merge."""

    id: UUID
    name: str


class MergeOut(web.Output):
    """A merge that was made, and perhaps undone."""

    id: UUID
    survivor: MergedName
    merged: MergedName
    merged_at: datetime
    merged_by: UserRef | None
    undone_at: datetime | None
    undone_by: UserRef | None


class Undone(web.Output):
    """The two as they are after a merge was undone."""

    survivor: CustomerOut
    restored: CustomerOut


class DuplicateReason(web.Output):
    """What two customers share. ``code`` is phone, email, name_city or name."""

    code: str
    value: str


class DuplicateOut(web.Output):
    """Two customers who may be one; ``score`` goes to 100."""

    id: UUID
    score: int
    reasons: list[DuplicateReason]
    a: CustomerRow
    b: CustomerRow
    found_at: datetime
    state: str


class DuplicatePage(web.Page[DuplicateOut]):
    """A page of pairs; ``total`` counts to 10,001 at most."""

    total: int
