"""One's own queues: which there are, signing in to them and out of them."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from aiohttp import web

from hub import presence
from hub.accounts import Permission
from hub.db import Tx
from hub.queues.mine import choose_queue, my_queues
from hub.queues.schemas import ChooseQueue, MyQueue
from hub.web import Context, Items, Routes

routes = Routes("queues")


@dataclass(frozen=True, slots=True)
class Rules:
    """``join_any``: an agent may join queues in which the phone never was."""

    join_any: bool = True


RULES = web.AppKey("queue_rules", Rules)


@routes.get("/api/me/queues", permission=Permission.SESSION, summary="The queues of one's own phone")
async def list_my_queues(ctx: Context) -> Items[MyQueue]:
    """By name; empty for who sits at no phone."""
    async with ctx.db.read() as session:
        return Items[MyQueue](items=await my_queues(session, ctx.user.id, join_any=ctx.service(RULES).join_any))


@routes.put("/api/me/queues/{queue_id}", permission=Permission.SESSION, summary="Sign in to a queue, or out of it",
            errors=(404, 409))  # fmt: skip
async def choose_my_queue(ctx: Context, queue_id: UUID, body: ChooseQueue) -> MyQueue:
    """Done by the telephone system a moment later; the penalty stays as it was."""
    user, join_any = ctx.user.id, ctx.service(RULES).join_any

    async def work(tx: Tx) -> MyQueue:
        await choose_queue(tx, user, queue_id, signed_in=body.signed_in, join_any=join_any)
        await presence.refresh(tx, user)
        return next(queue for queue in await my_queues(tx.session, user, join_any=join_any) if queue.id == queue_id)

    return await ctx.db.write(work)
