"""The routes of automatic replies."""

from __future__ import annotations

from uuid import UUID

from hub.accounts import Permission, audit
from hub.conversations import reply_rules
from hub.conversations.routes import routes
from hub.conversations.schemas import AutoReplyChange, AutoReplyIn, AutoReplyOut
from hub.db import Tx
from hub.web import Context, Items, given

MANAGE = Permission.SMS_MANAGE


@routes.get("/api/auto-replies", permission=MANAGE, summary="What is answered by itself")
async def list_auto_replies(ctx: Context) -> Items[AutoReplyOut]:
    """For each line or account: what while it is closed, and what while it is open."""
    async with ctx.db.read() as session:
        return Items[AutoReplyOut](items=await reply_rules.list_rules(session))


@routes.post("/api/auto-replies", permission=MANAGE, summary="Answer by itself on a line or account", status=201,
             errors=(409,))  # fmt: skip
async def create_auto_reply(ctx: Context, body: AutoReplyIn) -> AutoReplyOut:
    """It holds for the next message that comes in."""

    async def work(tx: Tx) -> AutoReplyOut:
        made = await reply_rules.add(tx, body)
        audit.record(tx, "auto_reply_added", actor_id=ctx.user.id, address=ctx.peer.address, subject_id=made.id)
        return made

    made = await ctx.db.write(work)
    ctx.tag_answer(made.version)
    return made


@routes.patch("/api/auto-replies/{rule_id}", permission=MANAGE, summary="Change what is answered by itself",
              errors=(404, 409), if_match=True)  # fmt: skip
async def change_auto_reply(ctx: Context, rule_id: UUID, body: AutoReplyChange) -> AutoReplyOut:
    """What is left out stays."""
    changes, version = given(body), ctx.if_match

    async def work(tx: Tx) -> AutoReplyOut:
        found = await reply_rules.change(tx, rule_id, changes, version)
        audit.record(tx, "auto_reply_changed", actor_id=ctx.user.id, address=ctx.peer.address, subject_id=rule_id,
                     changed=sorted(changes))  # fmt: skip
        return found

    changed = await ctx.db.write(work)
    ctx.tag_answer(changed.version)
    return changed


@routes.delete("/api/auto-replies/{rule_id}", permission=MANAGE, summary="Answer no more by itself", errors=(404,))
async def delete_auto_reply(ctx: Context, rule_id: UUID) -> None:
    """What was answered stays."""

    async def work(tx: Tx) -> None:
        await reply_rules.delete(tx, rule_id)
        audit.record(tx, "auto_reply_removed", actor_id=ctx.user.id, address=ctx.peer.address, subject_id=rule_id)

    await ctx.db.write(work)
