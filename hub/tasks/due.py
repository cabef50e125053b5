"""The job that tells reminders and makes what comes again by its rule; and forgets old tombstones."""

from __future__ import annotations

from datetime import timedelta

import sqlalchemy as sa

from hub import jobs
from hub.db import Lane, Tx
from hub.jobs.handlers import Empty
from hub.tasks import tombstones
from hub.tasks.clock import KIND, wake_at
from hub.tasks.hooks import tell_changed
from hub.tasks.models import Task
from hub.tasks.push import push
from hub.tasks.reminders import remind
from hub.tasks.repeat import make_next

AT_ONCE = 100  # tasks a transaction: calls wait meanwhile
_REMIND = (Task.state == "open", Task.reminded_at.is_(None))


def register(handlers: jobs.Handlers) -> None:
    """Let the workers follow the clock."""

    @handlers.on(KIND, payload=Empty)
    async def due(ctx: jobs.Context, _payload: Empty) -> None:
        async def last(tx: Tx) -> bool:
            more = await do_what_is_due(tx)
            if not more:
                await ctx.finish_in(tx)
                await wake_for_the_next(tx)
            return more

        while await ctx.database.write(last):
            pass

    @handlers.cron("tasks.watch", every=timedelta(hours=1))
    async def watch(ctx: jobs.Context) -> None:
        """Should the job above have been given up, it is laid anew."""
        await ctx.database.write(wake_for_the_next)

    @handlers.cron("tasks.purge", every=timedelta(hours=24))
    async def purge(ctx: jobs.Context) -> None:
        while await ctx.database.write(tombstones.purge, lane=Lane.BULK):
            pass


async def do_what_is_due(tx: Tx) -> bool:
    """Tell and make up to so many; True while there may be more. Doing it twice does nothing twice."""
    query = sa.select(Task).where(*_REMIND, Task.remind_at <= tx.now).order_by(Task.remind_at)
    reminding = (await tx.session.scalars(query.limit(AT_ONCE).with_for_update(skip_locked=True))).all()
    if reminding:
        await remind(tx, reminding)
    query = sa.select(Task).where(Task.repeat_at <= tx.now).order_by(Task.repeat_at)
    over = (await tx.session.scalars(query.limit(AT_ONCE).with_for_update(skip_locked=True))).all()
    made = await make_next(tx, over, None)
    if made:
        await tell_changed(tx, made, {})
        await push(tx, made)
    return len(reminding) == AT_ONCE or len(over) == AT_ONCE


async def wake_for_the_next(tx: Tx) -> None:
    """Have the job run when something is due again."""
    remind_at = sa.select(sa.func.min(Task.remind_at)).where(*_REMIND).scalar_subquery()
    repeat_at = sa.select(sa.func.min(Task.repeat_at)).scalar_subquery()
    moments = (await tx.session.execute(sa.select(remind_at, repeat_at))).one()
    soonest = min((moment for moment in moments if moment is not None), default=None)
    if soonest is not None:
        await wake_at(tx, soonest)
