"""Tell open pages of messages that came or went on."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

import sqlalchemy as sa

from hub import events
from hub.db import Tx
from hub.messaging.models import OutboxMessage
from hub.messaging.present import describe

ROOM = "outbox"


async def push(tx: Tx, ids: Sequence[UUID]) -> None:
    """Push these as they now stand."""
    if not ids:
        return
    query = sa.select(OutboxMessage).where(OutboxMessage.id.in_(list(ids))).order_by(OutboxMessage.id)
    for row in await describe(tx.session, list(await tx.session.scalars(query))):
        await events.append(tx, ROOM, events.Kind.MESSAGE, row.id, row.version, row)
