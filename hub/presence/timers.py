"""Ends wrap-up when its time has come, and prolongs it."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from hub import jobs
from hub.db import Tx
from hub.ports import RetryLater
from hub.presence.board import change, row_of, tell_chosen
from hub.presence.schemas import PresenceOut
from hub.presence.states import State
from hub.presence.wrap_up import KIND, LONGEST, WrapUpJob
from hub.web import Conflict

STEP = timedelta(minutes=1)


def register(handlers: jobs.Handlers) -> None:
    """Let the workers end wrap-up."""

    @handlers.on(KIND, payload=WrapUpJob)
    async def end(ctx: jobs.Context, job: WrapUpJob) -> None:
        async def work(tx: Tx) -> float:
            left = await end_wrap_up(tx, job.user_id)
            if left <= 0:
                await ctx.finish_in(tx)
            return left

        left = await ctx.database.write(work)
        if left > 0:
            raise RetryLater("Wrap-up was prolonged.", after=left)


async def end_wrap_up(tx: Tx, user_id: UUID) -> float:
    """Make the user available when their wrap-up is over; else the seconds that are left of it.

    Nothing is left where a call still needs its result: giving it ends wrap-up.
    """
    row = await row_of(tx, user_id)
    if row is None or row.chosen_state != State.WRAP_UP or row.wrap_up_until is None:
        return 0.0
    left = (row.wrap_up_until - tx.now).total_seconds()
    if left <= 0 and not row.owed:
        await change(tx, user_id)
        await tell_chosen(tx, user_id)
    return left


async def prolong(tx: Tx, user_id: UUID) -> PresenceOut | None:
    """A minute more. Raises ``Conflict`` for who is not in wrap-up."""
    row = await row_of(tx, user_id)
    if row is None or row.chosen_state != State.WRAP_UP or row.wrap_up_until is None or row.wrap_up_until <= tx.now:
        raise Conflict("You are not in wrap-up any more.", code="not_in_wrap_up")
    until = min(row.wrap_up_until + STEP, tx.now + LONGEST)
    return await change(tx, user_id, again=True, wrap_up_until=until)
