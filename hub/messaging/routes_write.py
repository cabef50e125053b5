"""The routes of messages that people write to one person."""

from __future__ import annotations

from uuid import UUID

from hub.accounts import Permission
from hub.db import Tx, utc_now
from hub.messaging import writing
from hub.messaging.at_work import may_write
from hub.messaging.hooks import HOOKS
from hub.messaging.models import OutboxMessage
from hub.messaging.present import describe
from hub.messaging.schemas import OutboxRow
from hub.messaging.schemas_write import MessageCheck, MessageIn, NewMessage, WrittenChannels
from hub.web import Context, Routes

routes = Routes("messaging")
SEND = Permission.MESSAGES_SEND


@routes.get("/api/messages/channels", permission=SEND, summary="What people can be written to by")
async def list_channels(ctx: Context) -> WrittenChannels:
    """Those that an account sends on, or that the sandbox captures."""
    async with ctx.db.read() as session:
        return WrittenChannels(sms=await may_write(session, HOOKS.senders, "sms"))


@routes.post("/api/messages/check", permission=SEND, summary="What would become of a message", errors=(422,))
async def check_message(ctx: Context, body: MessageIn) -> MessageCheck:
    """Its parts, its way, and why it may not be sent; nothing is kept."""
    async with ctx.db.read() as session:
        return await writing.judge(session, body, utc_now())


@routes.post("/api/messages", permission=SEND, summary="Send a message", status=201, errors=(409, 422))
async def send_message(ctx: Context, body: NewMessage) -> OutboxRow:
    """It is accepted, and sent after this; `/api/messages/check` tells beforehand what 422 would.

    409 where the key is that of another message.
    """

    async def work(tx: Tx) -> OutboxRow:
        made = await writing.write(tx, ctx.user, body)
        return (await describe(tx.session, [await tx.session.get_one(OutboxMessage, made.id)]))[0]

    return await ctx.db.write(work)


@routes.post("/api/messages/{message_id}/cancel", permission=SEND, summary="Take a message back", errors=(404, 409))
async def cancel_message(ctx: Context, message_id: UUID) -> OutboxRow:
    """While it waits. 409 once it has begun to leave; a second time changes nothing."""

    async def work(tx: Tx) -> OutboxRow:
        row = await writing.take_back(tx, ctx.user, message_id, ctx.peer.address)
        return (await describe(tx.session, [row]))[0]

    return await ctx.db.write(work)
