"""What is forgotten in time: links that are over, with their clicks."""

from __future__ import annotations

from datetime import timedelta

from hub.db import Lane
from hub.jobs import Context, Handlers
from hub.links.store import purge
from hub.settings import Settings


def register(handlers: Handlers, settings: Settings) -> None:
    """Once a day, some at a time."""
    days = settings.links.keep_days

    @handlers.cron("links.purge", every=timedelta(hours=24))
    async def purge_links(ctx: Context) -> None:
        while await ctx.database.write(lambda tx: purge(tx, days), lane=Lane.BULK):
            pass
