"""Read parked items and dead letters as one list."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from hub.jobs import DEAD
from hub.logs import redacted
from hub.parked.area import RETRY_JOB
from hub.parked.models import ParkedItem
from hub.parked.schemas import KindCount, ParkedDetail, ParkedFilter, ParkedOut, ParkedQuery, ParkedSummary

_ITEM: Any = ParkedItem.__table__
_NONE = sa.null()
_AGAIN = sa.and_(DEAD.c.max_attempts > 1, sa.func.coalesce(DEAD.c.dead_reason, "") != "expired")
"""Neither what could happen twice, nor what was meant for a time that is over: nobody wants yesterday's reminder."""
LONGEST_TEXT = 20_000  # characters of one text within a payload that is shown


def _jobs(where: ParkedFilter | ParkedQuery) -> Any:
    columns = (
        DEAD.c.id, sa.literal("job").label("source"), DEAD.c.kind, sa.cast(_NONE, sa.String(40)).label("account"),
        DEAD.c.dead_reason.label("reason"), DEAD.c.dead_cause.label("cause"), DEAD.c.last_error.label("detail"),
        DEAD.c.attempts, DEAD.c.dead_at.label("parked_at"), _AGAIN.label("retryable"),
        sa.false().label("retrying"),
        sa.literal(0, sa.BigInteger).label("version"),
    )  # fmt: skip
    chosen = sa.select(*columns).where(DEAD.c.dead_at.is_not(None), DEAD.c.kind != RETRY_JOB)
    if where.account is not None or where.source == "item":
        return chosen.where(sa.false())
    return chosen.where(DEAD.c.kind == where.kind) if where.kind else chosen


def _items(where: ParkedFilter | ParkedQuery) -> Any:
    columns = (
        _ITEM.c.id, sa.literal("item").label("source"), _ITEM.c.kind, _ITEM.c.account, _ITEM.c.reason,
        _ITEM.c.cause, _ITEM.c.detail, _ITEM.c.attempts, _ITEM.c.parked_at, _ITEM.c.retryable, _ITEM.c.retrying,
        _ITEM.c.version,
    )  # fmt: skip
    chosen = sa.select(*columns)
    if where.source == "job":
        return chosen.where(sa.false())
    if where.account is not None:
        chosen = chosen.where(_ITEM.c.account == where.account)
    return chosen.where(_ITEM.c.kind == where.kind) if where.kind else chosen


async def newest(
    session: AsyncSession, query: ParkedQuery, before: tuple[datetime, UUID] | None, limit: int
) -> Sequence[Any]:
    """Rows of the list, the latest first; each half is cut before they are joined, along its own index."""
    halves = []
    for half in (_jobs(query), _items(query)):
        at, key = half.selected_columns.parked_at, half.selected_columns.id
        if before:
            half = half.where(sa.or_(at < before[0], sa.and_(at == before[0], key < before[1])))  # noqa: PLW2901
        halves.append(half.order_by(at.desc(), key.desc()).limit(limit).subquery())
    both = sa.union_all(*(sa.select(half) for half in halves)).subquery()
    wanted = sa.select(both).order_by(both.c.parked_at.desc(), both.c.id.desc()).limit(limit)
    return (await session.execute(wanted)).all()


async def summary(session: AsyncSession) -> ParkedSummary:
    """What waits, by kind."""
    everything = ParkedFilter()
    both = sa.union_all(_jobs(everything), _items(everything)).subquery()
    counted = sa.func.count().label("count")
    can = sa.func.sum(sa.case((both.c.retryable, 1), else_=0)).label("can")
    oldest = sa.func.min(both.c.parked_at).label("oldest")
    rows = await session.execute(
        sa.select(both.c.source, both.c.kind, counted, can, oldest)
        .group_by(both.c.source, both.c.kind).order_by(counted.desc(), both.c.kind)
    )  # fmt: skip
    found = rows.all()
    kinds = [
        KindCount(source=row.source, kind=row.kind, count=row._mapping["count"], retryable=int(row.can))
        for row in found
    ]
    return ParkedSummary(
        total=sum(kind.count for kind in kinds), oldest_at=min((row.oldest for row in found), default=None), kinds=kinds
    )


async def find(session: AsyncSession, key: UUID) -> ParkedDetail | None:
    """One of them with what it holds; None where there is no such."""
    every = ParkedFilter()
    for half, table in ((_items(every), _ITEM), (_jobs(every), DEAD)):
        row = (await session.execute(half.add_columns(table.c.payload).where(table.c.id == key))).first()
        if row is not None:
            out = present(row)
            return ParkedDetail(**out.model_dump(), payload=_cut(redacted(row.payload)))
    return None


def present(row: Any) -> ParkedOut:
    """The row as the API gives it. A dead letter's version is the moment at which it died."""
    version = row.version or int(row.parked_at.timestamp() * 1000)
    return ParkedOut(
        id=row.id, source=row.source, kind=row.kind, account=row.account, reason=row.reason or "failed",
        cause=row.cause, detail=row.detail, attempts=row.attempts, parked_at=row.parked_at, retrying=bool(row.retrying),
        retryable=bool(row.retryable), version=version,
    )  # fmt: skip


def present_item(item: ParkedItem) -> ParkedOut:
    """A parked item as the API gives it."""
    return ParkedOut(
        id=item.id, source="item", kind=item.kind, account=item.account, reason=item.reason, cause=item.cause,
        detail=item.detail, attempts=item.attempts, parked_at=item.parked_at, retryable=item.retryable,
        retrying=item.retrying, version=item.version,
    )  # fmt: skip


async def waiting(
    session: AsyncSession,
    where: ParkedFilter,
    limit: int,
    *,
    only: UUID | None = None,
    retryable: bool = False,
    idle: bool = False,
) -> list[ParkedOut]:
    """What the filter takes, the oldest first, ``limit`` items and ``limit`` dead letters at most."""
    found: list[ParkedOut] = []
    for half in (_items(where), _jobs(where)):
        columns = half.selected_columns
        chosen = half.where(columns.retryable) if retryable else half
        chosen = chosen.where(columns.retrying.is_(False)) if retryable or idle else chosen
        chosen = chosen.where(columns.id == only) if only else chosen
        rows = await session.execute(chosen.order_by(columns.parked_at, columns.id).limit(limit))
        found += [present(row) for row in rows]
    return found


def _cut(value: Any) -> Any:
    if isinstance(value, str):
        return value if len(value) <= LONGEST_TEXT else f"{value[:LONGEST_TEXT]}…"
    if isinstance(value, dict):
        return {key: _cut(item) for key, item in value.items()}
    return [_cut(item) for item in value] if isinstance(value, list) else value
