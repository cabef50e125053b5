"""Read the outbox page by page, the newest first."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from hub.customers import Customer
from hub.messaging.models import OutboxMessage
from hub.messaging.schemas import OutboxQuery
from hub.text import fold
from hub.web import decode_cursor

SEARCHED = 50_000  # messages that one search looks at, the newest that fit the other filters


async def find_messages(session: AsyncSession, query: OutboxQuery) -> list[OutboxMessage]:
    """One more than a page."""
    table: Any = OutboxMessage
    wanted = sa.select(table)
    for name in ("channel", "state"):
        if (value := getattr(query, name)) is not None:
            wanted = wanted.where(getattr(table, name) == value)
    if query.customer_id is not None:
        wanted = wanted.where(table.customer_id.in_(_members(query.customer_id)))
    if query.cursor:
        at, last = decode_cursor(query.cursor, datetime, UUID)
        wanted = wanted.where(sa.or_(table.created_at < at, sa.and_(table.created_at == at, table.id < last)))
    newest = (table.created_at.desc(), table.id.desc())
    if words := fold(query.search).split()[:8]:  # no index knows parts of words: no search reads more than so many
        some = wanted.with_only_columns(table.id).order_by(*newest).limit(SEARCHED).subquery()
        wanted = sa.select(table).join(some, some.c.id == table.id)
        wanted = wanted.where(*(table.folded.contains(word, autoescape=True) for word in words))
    return list(await session.scalars(wanted.order_by(*newest).limit(query.limit + 1)))


def _members(customer_id: UUID) -> Any:
    """Everybody who was merged with the customer."""
    one, member = aliased(Customer), aliased(Customer)
    root = sa.select(one.root_id).where(one.id == customer_id).scalar_subquery()
    return sa.select(member.id).where(member.root_id == root)
