"""Queues, as a team may own them."""

from __future__ import annotations

import sqlalchemy as sa

from hub.channels import removed_accounts
from hub.db import Reader
from hub.queues.models import Queue
from hub.teams import Item

MOST = 1_000


async def list_items(reader: Reader) -> list[Item]:
    """All queues that the telephone systems know, by name."""
    query = sa.select(Queue.id, Queue.name, Queue.account).where(
        Queue.gone_at.is_(None), Queue.account.not_in(removed_accounts())
    )
    rows = await reader.execute(query.order_by(Queue.name, Queue.account).limit(MOST))
    return [Item(row.id, row.name, row.account) for row in rows]
