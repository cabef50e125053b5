"""Queues, one's own and, for supervisors, other people's: which there are, signing in to them and out of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal
from uuid import UUID

from aiohttp import web

from hub import presence
from hub.accounts import Permission, audit
from hub.db import Tx
from hub.queues.mine import choose_queue, leave_queues, my_queues
from hub.queues.schemas import ChooseQueue, MyQueue
from hub.web import Context, Items, NotFound, Routes

routes = Routes("queues")
Doing = Literal["queue_joined", "queue_left", "queues_left"]


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


@routes.get("/api/presence/{user_id}/queues", permission=Permission.PRESENCE_MANAGE,
            summary="The queues of somebody else's phone")  # fmt: skip
async def list_their_queues(ctx: Context, user_id: UUID) -> Items[MyQueue]:
    """By name; empty for who sits at no phone."""
    async with ctx.db.read() as session:
        return Items[MyQueue](items=await my_queues(session, user_id, join_any=ctx.service(RULES).join_any))


@routes.put("/api/presence/{user_id}/queues/{queue_id}", permission=Permission.PRESENCE_MANAGE,
            summary="Sign somebody else in to a queue, or out of it", errors=(403, 404, 409))  # fmt: skip
async def choose_their_queue(ctx: Context, user_id: UUID, queue_id: UUID, body: ChooseQueue) -> MyQueue:
    """Done by the telephone system a moment later; they see who did it."""
    join_any = ctx.service(RULES).join_any

    async def work(tx: Tx) -> MyQueue:
        await presence.HOOKS.manages(tx.session, ctx.user, user_id)
        await choose_queue(tx, user_id, queue_id, signed_in=body.signed_in, join_any=join_any)
        queues = await my_queues(tx.session, user_id, join_any=join_any)
        chosen = next((queue for queue in queues if queue.id == queue_id), None)
        if chosen is None:
            raise NotFound("Their phone does not belong to this queue.")
        await _tell(ctx, tx, user_id, "queue_joined" if body.signed_in else "queue_left", chosen.name)
        return chosen

    return await ctx.db.write(work)


@routes.delete("/api/presence/{user_id}/queues", permission=Permission.PRESENCE_MANAGE,
               summary="Sign somebody else out of every queue", errors=(403, 404, 409))  # fmt: skip
async def leave_their_queues(ctx: Context, user_id: UUID) -> Items[MyQueue]:
    """Queues that the telephone system itself holds the phone in stay as they are."""
    join_any = ctx.service(RULES).join_any

    async def work(tx: Tx) -> Items[MyQueue]:
        await presence.HOOKS.manages(tx.session, ctx.user, user_id)
        if await leave_queues(tx, user_id):
            await _tell(ctx, tx, user_id, "queues_left", None)
        return Items[MyQueue](items=await my_queues(tx.session, user_id, join_any=join_any))

    return await ctx.db.write(work)


async def _tell(ctx: Context, tx: Tx, user_id: UUID, what: Doing, queue: str | None) -> None:
    told = presence.Told(by=ctx.user.name, at=tx.now, what=what, queue=queue)
    if await presence.tell(tx, user_id, told) is None:
        raise NotFound("There is no such user.")
    audit.record(tx, what, actor_id=ctx.user.id, subject_id=user_id, address=ctx.peer.address, queue=queue)
