"""The messages whose end is still to come, for connectors whose provider must be asked."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

import sqlalchemy as sa

from hub.db import Reader
from hub.messaging.models import OutboxMessage

PATIENCE = timedelta(days=3)  # an operator that has not delivered by then does not


async def awaited(
    reader: Reader, account: str, now: datetime, after: str | None, limit: int
) -> tuple[list[str], str | None]:
    """What the provider calls messages that it was given and whose end is not known; and where to go on."""
    row = OutboxMessage
    query = (
        sa.select(row.created_at, row.id, row.provider_id)
        .where(
            row.state == "sent", row.account == account, row.provider_id.is_not(None), row.created_at > now - PATIENCE
        )
        .order_by(row.created_at, row.id)
        .limit(limit)
    )
    if (place := _place(after)) is not None:
        literal = sa.tuple_(sa.literal(place[0], row.created_at.type), sa.literal(place[1], row.id.type))
        query = query.where(sa.tuple_(row.created_at, row.id) > literal)
    found = (await reader.execute(query)).all()
    more = f"{found[-1][0].isoformat()} {found[-1][1]}" if len(found) == limit else None
    return [str(name) for _, _, name in found], more


def _place(after: str | None) -> tuple[datetime, UUID] | None:
    if after is None:
        return None
    when, _, name = after.partition(" ")
    return datetime.fromisoformat(when), UUID(name)
