"""Read timelines by keyset, both ways. A page costs a fixed number of queries, however long the timeline is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from itertools import product
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from hub.db import Reader
from hub.timeline import streams
from hub.timeline.filters import Filters, Position, Window
from hub.timeline.models import Interaction, TimelineEntry
from hub.timeline.present import CUSTOMER, Standing, beside, dialect_of, present_entry
from hub.timeline.schemas import EntryOut, TimelinePage
from hub.timeline.streams import Shape
from hub.web import encode_cursor

LOOK = 2_000  # entries that a page with a filter looks at; the next page looks on behind them
MOST_BRANCHES = 200
_EVER = datetime(1, 1, 2, tzinfo=UTC)
_LEAST = UUID(int=0)
_ENTRY: Any = TimelineEntry.__table__
_ITEM: Any = Interaction.__table__


NEWEST, EVERYTHING = Window(), Filters()


@dataclass(frozen=True, slots=True)
class Stream:
    """A timeline: how its statements look, and their parameters."""

    shape: Shape
    values: dict[str, Any]
    filters: Filters

    @property
    def sieved(self) -> bool:
        """True when not every row of the index belongs to the page: then a page looks at so many rows, not more."""
        return bool(self.shape.wanted or self.shape.several or self.shape.source == "pinned")

    def look(self, most: int) -> int:
        """How many rows a page of ``most`` looks at; of a merged set's it may skip all but one of each interaction."""
        if self.shape.wanted or self.shape.source == "pinned":
            return LOOK
        return min(LOOK, most * len(self.values["members"])) if self.shape.several else most


async def customer_timeline(
    reader: Reader, members: Sequence[UUID], window: Window = NEWEST, filters: Filters = EVERYTHING
) -> TimelinePage:
    """A part of the one timeline of a merged set; ``members`` begins with its root."""
    channels = () if filters.pinned or len(members) * len(filters.channels) > MOST_BRANCHES else filters.channels
    branches = list(product(members, channels or (None,))) if len(members) <= MOST_BRANCHES else []
    values: dict[str, Any] = {"members": list(members), "ever": _EVER}
    for number, (member, channel) in enumerate(branches):
        values |= {f"customer_{number}": member, f"channel_{number}": channel}
    shape = Shape(
        "pinned" if filters.pinned else "entries", dialect_of(reader), len(branches), several=len(members) > 1,
        by_channel=bool(channels), wanted=filters.shape if channels else filters.whole_shape,
    )  # fmt: skip
    return await _page(reader, Stream(shape, values, filters), window, members[0])


async def identity_timeline(
    reader: Reader, identity_id: UUID, window: Window = NEWEST, filters: Filters = EVERYTHING
) -> TimelinePage:
    """A part of what a contact took part in, whoever it is; an entry's id is the interaction's."""
    shape = Shape("identity", dialect_of(reader), wanted=filters.whole_shape)
    return await _page(reader, Stream(shape, {"identity": identity_id}, filters), window, None)


async def entries(reader: Reader, where: Sequence[sa.ColumnElement[bool]], limit: int = 50) -> list[EntryOut]:
    """Timeline entries of whomever, newest first, each as it stands on its own page."""
    query = sa.select(*_standing(_ENTRY.c), CUSTOMER.c.root_id, *_ITEM.c)
    query = query.join_from(_ENTRY, _ITEM, _ITEM.c.id == _ENTRY.c.interaction_id)
    query = query.join(CUSTOMER, CUSTOMER.c.id == _ENTRY.c.customer_id).where(*where)
    query = query.order_by(_ENTRY.c.occurred_at.desc(), _ENTRY.c.id.desc()).limit(limit)
    rows = (await reader.execute(query)).all()
    return await present_rows(reader, rows, [row.root_id for row in rows])


async def present_rows(reader: Reader, rows: Sequence[Any], pages: Sequence[UUID | None]) -> list[EntryOut]:
    """Rows of entries and their interactions as the API gives them; ``pages`` are the customers of each."""
    page = pages[0] if len(set(pages)) == 1 else None
    found, people = await beside(reader, rows, {row.entry_pinned_by for row in rows if row.entry_pinned_by}, page)
    return [
        present_entry(
            row,
            Standing(row.entry_id, page, row.entry_role, row.entry_certainty, row.entry_pinned_at,
                     people.get(row.entry_pinned_by)),
            found[row.id],
        )
        for row, page in zip(rows, pages, strict=True)
    ]  # fmt: skip


def _standing(columns: Any) -> list[Any]:
    return [columns[name].label(f"entry_{name}") for name in streams.STANDING]


async def _page(reader: Reader, stream: Stream, window: Window, root: UUID | None) -> TimelinePage:
    older: list[Any] = []
    newer: list[Any] = []
    down = up = None
    if window.around is not None:
        middle = window.around, _LEAST
        newer, up = await _walk(reader, stream, middle, window.limit // 2, newer=True)
        older, down = await _walk(reader, stream, middle, window.limit - window.limit // 2)
    elif window.after is not None:
        newer, up = await _walk(reader, stream, window.after, window.limit, newer=True)
        down = _place(newer[0]) if newer else window.after
    else:
        older, down = await _walk(reader, stream, window.cursor, window.limit)
        up = _place(older[0]) if window.cursor and older else window.cursor
    rows = [*reversed(newer), *older]
    items = await present_rows(reader, rows, [root] * len(rows))
    return TimelinePage(items=items, next=down and encode_cursor(*down), previous=up and encode_cursor(*up))


async def _walk(
    reader: Reader, stream: Stream, start: Position | None, limit: int, *, newer: bool = False
) -> tuple[list[Any], Position | None]:
    """Up to ``limit`` matching rows beyond ``start``, the nearest first, and from where to go on, if anywhere."""
    if limit == 0:
        return [], start
    look = stream.look(limit + 1)
    shape = replace(stream.shape, newer=newer, positioned=start is not None, look=look)
    values = stream.values | stream.filters.values | {"most": limit + 1}
    if start is not None:
        values |= {"at": start[0], "key": start[1]}
    rows = list((await reader.execute(streams.page(shape), values)).all())
    if len(rows) > limit:
        return rows[:limit], _place(rows[limit - 1])
    if not stream.sieved:
        return rows, None
    last = (await reader.execute(streams.last_looked_at(shape), values)).first()
    return rows, (last.occurred_at, last.id) if last else None


def _place(row: Any) -> Position:
    return row.occurred_at, row.entry_id


async def entry_of(reader: Reader, interaction_id: UUID, customer_id: UUID | None = None) -> EntryOut:
    """An interaction as it stands on a customer's page; on anybody's; or, on nobody's, on its contact's."""
    where = [TimelineEntry.interaction_id == interaction_id]
    if customer_id is not None:
        where.append(TimelineEntry.customer_id == customer_id)
    found = await entries(reader, where, 1)
    return found[0] if found else (await first_entries(reader, [interaction_id]))[interaction_id]


async def first_entries(reader: Reader, interactions: Sequence[UUID]) -> dict[UUID, EntryOut]:
    """Each interaction as it stands on the first page that it is on, or as its contact's page has it."""
    place = sa.func.row_number().over(partition_by=_ENTRY.c.interaction_id, order_by=_ENTRY.c.id).label("place")
    first = sa.select(_ENTRY.c.interaction_id, place, *_standing(_ENTRY.c), CUSTOMER.c.root_id)
    first = first.join(CUSTOMER, CUSTOMER.c.id == _ENTRY.c.customer_id)
    one = first.where(_ENTRY.c.interaction_id.in_(interactions)).subquery()
    role = sa.case((_ITEM.c.direction == "in", "from"), else_="to")
    query = sa.select(
        *_ITEM.c, one.c.root_id, one.c.entry_pinned_at, one.c.entry_pinned_by,
        sa.func.coalesce(one.c.entry_id, _ITEM.c.id).label("entry_id"),
        sa.func.coalesce(one.c.entry_role, role).label("entry_role"),
        sa.func.coalesce(one.c.entry_certainty, "none").label("entry_certainty"),
    ).join_from(_ITEM, one, sa.and_(one.c.interaction_id == _ITEM.c.id, one.c.place == 1), isouter=True)  # fmt: skip
    rows = (await reader.execute(query.where(_ITEM.c.id.in_(interactions)))).all()
    return {entry.interaction_id: entry for entry in await present_rows(reader, rows, [row.root_id for row in rows])}
