"""The jobs of calendars, and what they hear of tasks."""

from __future__ import annotations

from datetime import timedelta

from hub import jobs
from hub.caldav import links, records
from hub.caldav.schedule import KIND, LANE, Payload
from hub.caldav.sync import Calendars
from hub.caldav.trouble import Trouble
from hub.db import Lane, Tx

_ANEW = timedelta(hours=1)


def register(handlers: jobs.Handlers, calendars: Calendars) -> None:
    """Let the workers keep calendars in step."""

    async def buried(tx: Tx, payload: Payload, _reason: str) -> None:
        """A mistake of the hub's own must not end it for good."""
        await links.note_trouble(tx, payload.link_id, Trouble("internal"), _ANEW)

    @handlers.on(KIND, payload=Payload, lane=LANE, buried=buried)
    async def look(ctx: jobs.Context, payload: Payload) -> None:
        await calendars.look(ctx, payload)

    @handlers.cron("tasks.calendar_records", every=timedelta(hours=24))
    async def purge(ctx: jobs.Context) -> None:
        while await ctx.database.write(records.purge, lane=Lane.BULK):
            pass
