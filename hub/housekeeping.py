"""What is thrown away in time: old events, ended sessions, unreferenced files."""

from __future__ import annotations

from datetime import timedelta

from hub import accounts, events
from hub.db import Lane, Tx
from hub.jobs import Context, Handlers
from hub.settings import Settings

KEEP_EVENTS = timedelta(hours=24)  # a client away for longer starts from a snapshot


def register(handlers: Handlers, settings: Settings) -> None:
    """Add the cron rows of the kernel and of accounts."""

    @handlers.cron("events.purge", every=timedelta(hours=1))
    async def purge_events(ctx: Context) -> None:
        async def work(tx: Tx) -> None:
            await events.purge(tx, tx.now - KEEP_EVENTS)

        await ctx.database.write(work, lane=Lane.BULK)

    @handlers.cron("sessions.purge", every=timedelta(minutes=10))
    async def purge_sessions(ctx: Context) -> None:
        await ctx.database.write(lambda tx: accounts.purge_sessions(tx, settings), lane=Lane.BULK)
