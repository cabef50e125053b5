"""The route of test messages: it is there where templates are."""

from __future__ import annotations

from hub.accounts import Permission
from hub.db import Tx
from hub.messaging.models import OutboxMessage
from hub.messaging.present import describe_whole
from hub.messaging.schemas import NewTestMessage, OutboxMessageOut
from hub.messaging.trial import send_test
from hub.web import Context, Routes

routes = Routes("messaging")
TEST = Permission.OUTBOX_TEST


@routes.post("/api/outbox/test", permission=TEST, summary="Send a test message", status=201, errors=(409, 422))
async def send_test_message(ctx: Context, body: NewTestMessage) -> OutboxMessageOut:
    """A template for a customer, captured. 409 while the sandbox is off: it would really be sent."""

    async def work(tx: Tx) -> OutboxMessageOut:
        sent = await send_test(tx, ctx.user, body, ctx.settings)
        return await describe_whole(tx.session, await tx.session.get_one(OutboxMessage, sent.id))

    return await ctx.db.write(work)
