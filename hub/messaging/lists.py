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


async def find_messages(session: AsyncSession, query: OutboxQuery) -> list[OutboxMessage]:
    """One more than a page."""
    table: Any = OutboxMessage
    wanted = sa.select(table)
    for name in ("channel", "state"):
        if (value := getattr(query, name)) is not None:
            wanted = wanted.where(getattr(table, name) == value)
    if query.customer_id is not None:
        wanted = wanted.where(table.customer_id.in_(_members(query.customer_id)))
    for word in fold(query.search).split()[:8]:
        wanted = wanted.where(table.folded.contains(word, autoescape=True))
    if query.cursor:
        at, last = decode_cursor(query.cursor, datetime, UUID)
        wanted = wanted.where(sa.or_(table.created_at < at, sa.and_(table.created_at == at, table.id < last)))
    wanted = wanted.order_by(table.created_at.desc(), table.id.desc()).limit(query.limit + 1)
    return list(await session.scalars(wanted))


def _members(customer_id: UUID) -> Any:
    """Everybody who was merged with the customer."""
    one, member = aliased(Customer), aliased(Customer)
    root = sa.select(one.root_id).where(one.id == customer_id).scalar_subquery()
    return sa.select(member.id).where(member.root_id == root)
