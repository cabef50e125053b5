"""Pairs of customers who may be one, as a list to work through."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from hub.customers.models import Customer, DuplicatePair
from hub.customers.rows import present_rows
from hub.customers.schemas_merges import DuplicateOut
from hub.db import Tx
from hub.web import NotFound

MOST = 10_001  # pairs are counted up to here
MOST_OF_ONE = 20
_ONE, _OTHER = sa.orm.aliased(Customer), sa.orm.aliased(Customer)
_PAIRS = (
    sa.select(DuplicatePair)
    .join(_ONE, _ONE.id == DuplicatePair.a_id)
    .join(_OTHER, _OTHER.id == DuplicatePair.b_id)
    .order_by(DuplicatePair.score.desc(), DuplicatePair.id.desc())
)
# merged ones are on no list
_APART: list[sa.ColumnElement[bool]] = [_ONE.merged_into.is_(None), _OTHER.merged_into.is_(None)]


async def find_pairs(
    session: AsyncSession, state: str, after: tuple[int, UUID] | None, limit: int
) -> Sequence[DuplicatePair]:
    """Pairs in this state, the likeliest first."""
    query = _PAIRS.where(DuplicatePair.state == state, *_visible(state))
    if after:
        lower = sa.and_(DuplicatePair.score == after[0], DuplicatePair.id < after[1])
        query = query.where(sa.or_(DuplicatePair.score < after[0], lower))
    return (await session.scalars(query.limit(limit))).all()


async def count_pairs(session: AsyncSession, state: str) -> int:
    """How many there are, up to ``MOST``."""
    query = _PAIRS.where(DuplicatePair.state == state, *_visible(state)).order_by(None).limit(MOST)
    found = query.with_only_columns(DuplicatePair.id).subquery()
    return await session.scalar(sa.select(sa.func.count()).select_from(found)) or 0


async def pairs_of(session: AsyncSession, root_id: UUID) -> Sequence[DuplicatePair]:
    """Who may be the same as this customer, the likeliest first."""
    mine = sa.or_(DuplicatePair.a_id == root_id, DuplicatePair.b_id == root_id)
    query = _PAIRS.where(mine, DuplicatePair.state == "open", *_APART)
    return (await session.scalars(query.limit(MOST_OF_ONE))).all()


async def present_pairs(session: AsyncSession, pairs: Sequence[DuplicatePair]) -> list[DuplicateOut]:
    """The pairs with both customers as lists show them, in a fixed number of queries."""
    ids = {one for pair in pairs for one in (pair.a_id, pair.b_id)}
    customers = list(await session.scalars(sa.select(Customer).where(Customer.id.in_(ids)))) if ids else []
    rows = {row.id: row for row in await present_rows(session, customers)} if customers else {}
    return [
        DuplicateOut(
            id=pair.id, score=pair.score, reasons=pair.reasons, a=rows[pair.a_id], b=rows[pair.b_id],
            found_at=pair.found_at, state=pair.state,
        )
        for pair in pairs
    ]  # fmt: skip


async def dismiss(tx: Tx, pair_id: UUID, by: UUID) -> None:
    """They are two: the pair is not found again. Raises ``NotFound``."""
    pair = await tx.session.get(DuplicatePair, pair_id, with_for_update=True)
    if pair is None:
        raise NotFound("There is no such pair.")
    if pair.state == "open":
        pair.state, pair.decided_by, pair.decided_at = "dismissed", by, tx.now


def _visible(state: str) -> list[sa.ColumnElement[bool]]:
    return [] if state == "merged" else _APART
