"""The routes of outgoing messages and of the sandbox."""

from __future__ import annotations

from uuid import UUID

from hub.accounts import Permission
from hub.db import Tx
from hub.messaging import mode
from hub.messaging.hooks import HOOKS
from hub.messaging.lists import find_messages
from hub.messaging.models import OutboxMessage
from hub.messaging.present import describe, describe_whole
from hub.messaging.schemas import OutboxMessageOut, OutboxQuery, OutboxRow, SandboxOut, SandboxSeen
from hub.web import Context, NotFound, Page, Routes, cut_page

routes = Routes("messaging")
READ, TOLD = Permission.OUTBOX_READ, Permission.SANDBOX_MANAGE


@routes.get("/api/outbox", permission=READ, summary="List outgoing messages")
async def list_outbox(ctx: Context, query: OutboxQuery) -> Page[OutboxRow]:
    """What was sent, captured or refused, the newest first."""
    async with ctx.db.read() as session:
        page, cursor = cut_page(await find_messages(session, query), query.limit, "created_at", "id")
        return Page(items=await describe(session, page), next=cursor)


@routes.get("/api/outbox/{message_id}", permission=READ, summary="An outgoing message", errors=(404,))
async def get_outbox_message(ctx: Context, message_id: UUID) -> OutboxMessageOut:
    """The message as its recipient gets it; its HTML is sanitised."""
    async with ctx.db.read() as session:
        found = await session.get(OutboxMessage, message_id)
        if found is None:
            raise NotFound("There is no such message.")
        return await describe_whole(session, found)


@routes.get("/api/sandbox", permission=Permission.SESSION, summary="Whether messages are captured")
async def get_sandbox(ctx: Context) -> SandboxOut:
    """Every page says it while it is on; who may be told of a switch is, until somebody has seen it."""
    async with ctx.db.read() as session:
        return _out(ctx, await mode.read(session))


@routes.post("/api/sandbox/seen", permission=TOLD, summary="The switch was noticed", errors=(409,))
async def see_sandbox(ctx: Context, body: SandboxSeen) -> SandboxOut:
    """Puts the notice away for all administrators; it stays in the audit log. 409 where it was switched again."""

    async def work(tx: Tx) -> SandboxOut:
        await mode.see(tx, ctx.user.id, on=body.on)
        await tx.session.flush()
        return _out(ctx, await mode.read(tx.session))

    return await ctx.db.write(work)


def _out(ctx: Context, found: mode.Stood | None) -> SandboxOut:
    here = HOOKS.senders.sandbox
    on = here or (found is not None and (found.on or found.held))
    told = found is not None and found.on == on and found.changed and found.seen_at is None and ctx.user.may(TOLD)
    return SandboxOut(on=on, since=found and found.since, notice=told)
