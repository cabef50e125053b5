"""What consent does in time."""

from __future__ import annotations

from datetime import timedelta

from hub.consent import links
from hub.consent.hooks import HOOKS
from hub.consent.say import tell
from hub.db import Lane
from hub.jobs import Context, Handlers


def register(handlers: Handlers) -> None:
    """Let changes be shown, and forget links that are over."""
    HOOKS.tell = tell

    @handlers.cron("consent.links", every=timedelta(hours=24))
    async def purge_links(ctx: Context) -> None:
        await ctx.database.write(links.purge, lane=Lane.BULK)
