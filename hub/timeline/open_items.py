"""What still waits for somebody: calls missed since the last talk, and notes that a colleague pinned."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from pydantic import Field

from hub import web
from hub.db import Reader
from hub.timeline.models import Interaction, TimelineEntry

LOOK = 20  # calls back; who rang so often without an answer is told as that many
MOST_PINS = 3
TEXT = 160
UNANSWERED = {"missed", "abandoned"}
_ENTRY: Any = TimelineEntry.__table__
_ITEM: Any = Interaction.__table__


class OpenItem(web.Output):
    """``kind`` is promise (to be kept by ``occurred_at``), missed_calls (``count``, the latest then) or pinned_note."""

    kind: str
    interaction_id: UUID
    occurred_at: datetime
    text: str | None
    count: int = Field(description="Of calls: how many since somebody talked with the customer.")
    task_id: UUID | None = Field(None, description="Of a promise: its task.")
    due_on: date | None = None
    due_at: datetime | None = Field(None, description="Of a promise: its time; null: at any time of its day.")
    overdue: bool = False


async def open_items(reader: Reader, members: Sequence[UUID]) -> list[OpenItem]:
    """Of a merged set, in two short walks along indexes: missed calls first."""
    missed, pins = await _missed_calls(reader, members), await _pinned(reader, members)
    return [*missed, *pins]


def _entries(members: Sequence[UUID]) -> Any:
    text = sa.func.substr(sa.func.coalesce(_ITEM.c.subject, _ITEM.c.text), 1, TEXT)
    columns = (_ITEM.c.id, _ITEM.c.direction, _ITEM.c.state, _ITEM.c.occurred_at, text.label("text"))
    query = sa.select(*columns).select_from(_ENTRY.join(_ITEM, _ITEM.c.id == _ENTRY.c.interaction_id))
    return query.where(_ENTRY.c.customer_id.in_(list(members)), _ENTRY.c.certainty == "confirmed")


async def _missed_calls(reader: Reader, members: Sequence[UUID]) -> list[OpenItem]:
    """One item for all of them; none once somebody has talked with the customer, whoever rang whom."""
    query = _entries(members).where(_ENTRY.c.channel == "call")
    rows = (await reader.execute(query.order_by(_ENTRY.c.occurred_at.desc(), _ENTRY.c.id.desc()).limit(LOOK))).all()
    missed: dict[UUID, Any] = {}
    for row in rows:
        if row.state == "completed":
            break
        if row.direction == "in" and row.state in UNANSWERED:
            missed.setdefault(row.id, row)
    if not missed:
        return []
    latest = next(iter(missed.values()))
    return [OpenItem(kind="missed_calls", interaction_id=latest.id, occurred_at=latest.occurred_at, text=None,
                     count=len(missed))]  # fmt: skip


async def _pinned(reader: Reader, members: Sequence[UUID]) -> list[OpenItem]:
    query = _entries(members).where(_ENTRY.c.channel == "note", _ENTRY.c.pinned_at.is_not(None))
    rows = await reader.execute(query.order_by(_ENTRY.c.pinned_at.desc(), _ENTRY.c.id.desc()).limit(MOST_PINS))
    return [
        OpenItem(kind="pinned_note", interaction_id=row.id, occurred_at=row.occurred_at, text=row.text, count=1)
        for row in {row.id: row for row in rows}.values()
    ]
