"""The jobs of texts to many."""

from __future__ import annotations

from datetime import timedelta

from hub.db import Lane, Tx
from hub.jobs import Context, Handlers
from hub.settings import Settings
from hub.sms.bulk.cancelling import undo
from hub.sms.bulk.changed import leave_route
from hub.sms.bulk.holding import Held, hold_off
from hub.sms.bulk.prepare import prepare
from hub.sms.bulk.retention import forget, keep_figures
from hub.sms.bulk.sending import send_some
from hub.sms.bulk.store import LANE, PREPARE, SEND, TAKE_BACK, Prepare, SendSome, give_up
from hub.sms.bulk.waiting import look
from hub.sms.store import ROUTE_LEFT, RouteLeft

LOOK_EVERY = timedelta(minutes=1)


def register(handlers: Handlers, settings: Settings) -> None:
    """Prepare them when their time has come, and send them where their account is at work."""

    async def buried(tx: Tx, job: Prepare | SendSome, reason: str) -> None:
        await give_up(tx, job.bulk_id)

    @handlers.on(PREPARE, payload=Prepare, lane=LANE, buried=buried)
    async def prepare_bulk(ctx: Context, job: Prepare) -> None:
        await prepare(ctx.database, job.bulk_id)

    @handlers.on(SEND, payload=SendSome, lane=LANE, timeout=300.0, buried=buried)
    async def send_bulk(ctx: Context, job: SendSome) -> None:
        try:
            await send_some(ctx.database, settings, job)
        except Held as held:
            why = held
            await ctx.database.write(lambda tx: _wait(tx, ctx, job, why), lane=Lane.BULK)

    @handlers.on(TAKE_BACK, payload=Prepare, lane=LANE)
    async def take_back_bulk(ctx: Context, job: Prepare) -> None:
        await undo(ctx.database, job.bulk_id)

    @handlers.on(ROUTE_LEFT, payload=RouteLeft, lane=LANE)
    async def leave_bulk_route(ctx: Context, job: RouteLeft) -> None:
        await leave_route(ctx.database, job)

    @handlers.cron("sms.bulk.accounts", every=LOOK_EVERY, lane=LANE)
    async def look_at_accounts(ctx: Context) -> None:
        await ctx.database.write(look, lane=Lane.BULK)

    @handlers.cron("sms.bulk.figures", every=timedelta(hours=1), lane=LANE)
    async def keep_what_went(ctx: Context) -> None:
        while await keep_figures(ctx.database, settings.messaging):
            pass

    @handlers.cron("sms.bulk.purge", every=timedelta(hours=24), lane=LANE)
    async def purge_bulks(ctx: Context) -> None:
        while await ctx.database.write(lambda tx: forget(tx, settings.messaging.keep_bulk_days), lane=Lane.BULK):
            pass


async def _wait(tx: Tx, ctx: Context, job: SendSome, held: Held) -> None:
    """This very job waits: another of its key would be begun at once."""
    seconds = await hold_off(tx, job, held)
    if seconds is not None:
        await ctx.put_off(tx, seconds)
