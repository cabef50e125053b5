"""The statements that read timelines, built once for each shape.

A page never reads more than ``look`` rows of each branch, whatever the length of a timeline and however rare what is
asked for. A branch is one member of a merged set and one channel: one range of an index that has the order already.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import sqlalchemy as sa

from hub.db import UTCDateTime
from hub.timeline.filters import condition
from hub.timeline.models import Interaction, Participant, TimelineEntry

_ENTRY: Any = TimelineEntry.__table__
_ITEM: Any = Interaction.__table__
_PERSON: Any = Participant.__table__
_AT: Any = sa.bindparam("at", type_=UTCDateTime())
_KEY: Any = sa.bindparam("key", type_=sa.Uuid())
_MEMBERS: Any = sa.bindparam("members", expanding=True, type_=sa.Uuid())
STANDING = ("id", "customer_id", "interaction_id", "occurred_at", "role", "certainty", "pinned_at", "pinned_by")


@dataclass(frozen=True, slots=True)
class Shape:
    """What a statement depends on; everything else is a parameter."""

    source: str  # entries, pinned or identity
    dialect: str
    branches: int = 1  # none: one for all members, which are too many for a branch each
    several: bool = False  # members: an interaction may stand on the timelines of two
    by_channel: bool = False
    newer: bool = False
    positioned: bool = False
    wanted: tuple[str, ...] = ()
    look: int = 51


@lru_cache(maxsize=512)
def page(shape: Shape) -> Any:
    """The entries of a page with their interactions."""
    base = _base(shape).subquery("base")
    columns = [base.c[name].label(f"entry_{name}") for name in STANDING if name != "interaction_id"]
    return _joined(shape, base, [*columns, *_ITEM.c]).limit(sa.bindparam("most", type_=sa.Integer))


@lru_cache(maxsize=512)
def last_looked_at(shape: Shape) -> Any:
    """The place of the last row that ``page`` looked at, if it did not look at all."""
    base = _base(shape).subquery("base")
    query = sa.select(base.c.occurred_at, base.c.id).order_by(*_order(base.c, shape))
    return query.offset(_number(shape.look - 1)).limit(_number(1))


def _joined(shape: Shape, base: Any, columns: Sequence[Any]) -> Any:
    query = sa.select(*columns).join_from(base, _ITEM, _ITEM.c.id == base.c.interaction_id)
    query = query.where(*(condition(name, shape.dialect) for name in shape.wanted))
    if shape.several:
        other = _ENTRY.alias("other")
        same = sa.select(other.c.id).where(
            other.c.interaction_id == base.c.interaction_id, other.c.customer_id.in_(_MEMBERS), other.c.id < base.c.id
        )
        query = query.where(~sa.exists(same))
    return query.order_by(*_order(base.c, shape))


def _base(shape: Shape) -> Any:
    """The next ``look`` rows of all branches together."""
    make = {"entries": _of_customer, "pinned": _pinned, "identity": _of_identity}[shape.source]
    parts = [part for branch in range(max(1, shape.branches)) for part in make(branch, shape)]
    if len(parts) == 1:
        return parts[0]
    whole = sa.union_all(*(sa.select(part.subquery()) for part in parts)).subquery()  # SQLite: no LIMIT in a part
    return sa.select(whole).order_by(*_order(whole.c, shape)).limit(_number(shape.look))


def _of_customer(branch: int, shape: Shape) -> list[Any]:
    columns = _ENTRY.c
    query = sa.select(*(columns[name] for name in STANDING)).where(_is_member(columns.customer_id, branch, shape))
    if shape.by_channel:
        query = query.where(columns.channel == sa.bindparam(f"channel_{branch}", type_=sa.String))
    return [_cut(query, columns.occurred_at, columns.id, shape)]


def _pinned(branch: int, shape: Shape) -> list[Any]:
    """What is pinned is little: read by its own index, then put in order."""
    columns = _ENTRY.c
    query = sa.select(*(columns[name] for name in STANDING))
    since = sa.bindparam("ever", type_=UTCDateTime())
    query = query.where(_is_member(columns.customer_id, branch, shape), columns.pinned_at > since)
    found = query.order_by(columns.pinned_at).limit(_number(shape.look)).subquery()
    return [_cut(sa.select(found), found.c.occurred_at, found.c.id, shape)]


def _of_identity(branch: int, shape: Shape) -> list[Any]:
    """What the contact is the outside party of, and what it is a further party of."""
    one = sa.bindparam("identity", type_=sa.Uuid())
    nobody, never = sa.cast(sa.null(), sa.Uuid()), sa.cast(sa.null(), UTCDateTime())
    side = sa.case((_ITEM.c.direction == "in", "from"), else_="to")
    first = sa.select(*_labelled(_ITEM.c.id, nobody, _ITEM.c.id, _ITEM.c.occurred_at, side, never))
    first = first.where(_ITEM.c.identity_id == one)
    item, at = _PERSON.c.interaction_id, _PERSON.c.occurred_at
    further = sa.select(*_labelled(item, nobody, item, at, _PERSON.c.role, never))
    further = further.where(_PERSON.c.identity_id == one, _PERSON.c.occurred_at.is_not(None))
    return [
        _cut(first, _ITEM.c.occurred_at, _ITEM.c.id, shape),
        _cut(further, _PERSON.c.occurred_at, _PERSON.c.interaction_id, shape),
    ]


def _labelled(key: Any, customer: Any, item: Any, at: Any, role: Any, never: Any) -> list[Any]:
    values = (key, customer, item, at, role, sa.literal("none"), never, customer)
    return [value.label(name) for name, value in zip(STANDING, values, strict=True)]


def _is_member(customer: Any, branch: int, shape: Shape) -> Any:
    return customer == sa.bindparam(f"customer_{branch}", type_=sa.Uuid()) if shape.branches else customer.in_(_MEMBERS)


def _cut(query: Any, at: Any, key: Any, shape: Shape) -> Any:
    """The rows beyond the position, in order. Both stores use an index for a comparison of row values."""
    if shape.positioned:
        place, mark = sa.tuple_(at, key), sa.tuple_(_AT, _KEY)
        query = query.where(place > mark if shape.newer else place < mark)
    order = (at.asc(), key.asc()) if shape.newer else (at.desc(), key.desc())
    return query.order_by(*order).limit(_number(shape.look))


def _order(columns: Any, shape: Shape) -> tuple[Any, Any]:
    at, key = columns.occurred_at, columns.id
    return (at.asc(), key.asc()) if shape.newer else (at.desc(), key.desc())


def _number(value: int) -> Any:
    """Written into the statement, so that the planner knows how few rows are wanted."""
    return sa.literal_column(str(value))
