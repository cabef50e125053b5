"""What is thrown away in time: old events, ended sessions, unreferenced files."""

from __future__ import annotations

from datetime import timedelta

from hub import accounts, events
from hub.blobs import Blobs, DirectoryStorage
from hub.db import Lane, Tx
from hub.jobs import Context, Handlers, purge_dead
from hub.settings import Settings

KEEP_EVENTS = timedelta(hours=24)  # a client away for longer starts from a snapshot
KEEP_DEAD_JOBS = timedelta(days=30)


def register(handlers: Handlers, settings: Settings) -> None:
    """Add the cron rows of the kernel and of accounts."""

    @handlers.cron("events.purge", every=timedelta(hours=1))
    async def purge_events(ctx: Context) -> None:
        async def work(tx: Tx) -> int:
            return await events.purge(tx, tx.now - KEEP_EVENTS)

        while await ctx.database.write(work, lane=Lane.BULK):
            pass  # a few at a time, so that calls need not wait for all of them

    @handlers.cron("sessions.purge", every=timedelta(minutes=10))
    async def purge_sessions(ctx: Context) -> None:
        await ctx.database.write(lambda tx: accounts.purge_sessions(tx, settings), lane=Lane.BULK)

    @handlers.cron("jobs.purge", every=timedelta(hours=24))
    async def purge_jobs(ctx: Context) -> None:
        await ctx.database.write(lambda tx: purge_dead(tx, tx.now - KEEP_DEAD_JOBS), lane=Lane.BULK)

    @handlers.cron("blobs.purge", every=timedelta(hours=6))
    async def purge_blobs(ctx: Context) -> None:
        blobs = Blobs(ctx.database, DirectoryStorage(settings.blobs.directory))
        await blobs.purge()
        await blobs.sweep()
