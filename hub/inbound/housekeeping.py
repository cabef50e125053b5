"""Forget keys that no provider will deliver again."""

from __future__ import annotations

from datetime import timedelta

import sqlalchemy as sa

from hub.db import Lane, Tx
from hub.inbound.models import Received
from hub.jobs import Context, Handlers

KEEP = timedelta(days=30)
BATCH = 2_000


def register(handlers: Handlers) -> None:
    """Add the cron row."""

    @handlers.cron("inbound.purge", every=timedelta(hours=6))
    async def purge(ctx: Context) -> None:
        async def work(tx: Tx) -> int:
            old = sa.select(Received.account, Received.dedupe_key).where(Received.received_at < tx.now - KEEP)
            keys = sa.tuple_(Received.account, Received.dedupe_key)
            done = await tx.connection.execute(sa.delete(Received).where(keys.in_(old.limit(BATCH))))
            return int(done.rowcount)

        while await ctx.database.write(work, lane=Lane.BULK):
            pass
