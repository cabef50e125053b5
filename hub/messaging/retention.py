"""What is forgotten in time: captured and refused messages, and, where the settings say so, those that were sent."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

import sqlalchemy as sa

from hub import timeline
from hub.db import Lane, Tx
from hub.jobs import Context, Handlers
from hub.messaging.models import OutboxMessage
from hub.settings import Settings

AT_ONCE = 500
NEVER_LEFT = ("captured", "refused")
LEFT = ("sent", "delivered", "undelivered", "unknown")


def register(handlers: Handlers, settings: Settings) -> None:
    """Once a day, a few at a time."""
    kept = settings.messaging

    @handlers.cron("messaging.purge", every=timedelta(hours=24))
    async def purge_messages(ctx: Context) -> None:
        for states, days in ((NEVER_LEFT, kept.keep_captured_days), (LEFT, kept.keep_sent_days)):
            while days and await ctx.database.write(lambda tx, s=states, d=days: purge(tx, s, d), lane=Lane.BULK):  # type: ignore[misc]
                pass


async def purge(tx: Tx, states: Sequence[str], days: int) -> int:
    """Forget up to ``AT_ONCE`` older ones; a captured one's line leaves the timeline, since it never was."""
    before = tx.now - timedelta(days=days)
    query = sa.select(OutboxMessage.id, OutboxMessage.interaction_id, OutboxMessage.state)
    query = query.where(OutboxMessage.state.in_(states), OutboxMessage.created_at < before)
    rows = (await tx.session.execute(query.order_by(OutboxMessage.created_at).limit(AT_ONCE))).all()
    await timeline.remove_many(
        tx, [row.interaction_id for row in rows if row.state in NEVER_LEFT and row.interaction_id]
    )
    await tx.session.execute(sa.delete(OutboxMessage).where(OutboxMessage.id.in_([row.id for row in rows])))
    return len(rows) if len(rows) == AT_ONCE else 0
