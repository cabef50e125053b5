"""The routes of what customers allow."""

from __future__ import annotations

from uuid import UUID

from hub.accounts import Permission
from hub.consent.say import say
from hub.consent.schemas import ConsentChange
from hub.customers import CustomerOut, lock_customer
from hub.db import Tx
from hub.web import Context, Routes

routes = Routes("consent")


@routes.put("/api/customers/{customer_id}/consents", permission=Permission.CONSENT_WRITE,
            summary="Record what a customer allows", errors=(404, 409, 412))  # fmt: skip
async def set_consent(ctx: Context, customer_id: UUID, body: ConsentChange) -> CustomerOut:
    """What somebody said at one of the customer's addresses; a consent that may not undo an opt-out is refused."""

    async def work(tx: Tx) -> CustomerOut:
        return await say(tx, await lock_customer(tx, customer_id), body, ctx.user.id)

    return await ctx.db.write(work)
