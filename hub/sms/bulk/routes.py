"""The routes of texts to many."""

from __future__ import annotations

from uuid import UUID

from hub.accounts import Permission, audit
from hub.db import Tx
from hub.sms.bulk import store
from hub.sms.bulk.cancelling import cancel
from hub.sms.bulk.prepare import preview
from hub.sms.bulk.schemas import (
    BulkIn,
    BulkOut,
    BulkPreview,
    BulkResults,
    NewBulk,
    RecipientOut,
    RecipientQuery,
)
from hub.sms.models import SmsBulk
from hub.web import Context, NotFound, Page, PageQuery, Routes

routes = Routes("sms")
BULK = Permission.SMS_BULK


@routes.post("/api/sms/bulks/preview", permission=BULK, summary="What a text to many would be")
async def preview_sms_bulk(ctx: Context, body: BulkIn) -> BulkPreview:
    """Who gets it, who does not and why, parts, cost, and ten of the texts; nothing is kept."""
    async with ctx.db.read() as session:
        return await preview(session, ctx.user, body, ctx.settings, ctx.db.dialect)


@routes.post("/api/sms/bulks", permission=BULK, summary="Send a text to many", status=201, errors=(409,))
async def create_sms_bulk(ctx: Context, body: NewBulk) -> BulkOut:
    """To those whom the selection finds when its time has come, each at one number, in their language."""

    async def work(tx: Tx) -> BulkOut:
        made = await store.add(tx, ctx.user, body, ctx.settings)
        _note(ctx, tx, "sms_bulk_added", made.id, name=made.name, purpose=made.purpose)
        return (await store.describe(tx.session, [made]))[0]

    return await ctx.db.write(work)


@routes.get("/api/sms/bulks", permission=BULK, summary="Texts to many")
async def list_sms_bulks(ctx: Context, query: PageQuery) -> Page[BulkOut]:
    """The newest first."""
    async with ctx.db.read() as session:
        items, cursor = await store.find(session, query)
    return Page(items=items, next=cursor)


@routes.get("/api/sms/bulks/{bulk_id}", permission=BULK, summary="A text to many", errors=(404,))
async def get_sms_bulk(ctx: Context, bulk_id: UUID) -> BulkOut:
    """How far it is."""
    async with ctx.db.read() as session:
        found = await session.get(SmsBulk, bulk_id)
        if found is None:
            raise NotFound("There is no such text to many.")
        return (await store.describe(session, [found]))[0]


@routes.get("/api/sms/bulks/{bulk_id}/results", permission=BULK, summary="How a text to many went")
async def get_sms_bulk_results(ctx: Context, bulk_id: UUID) -> BulkResults:
    """How many stand alike, by state, reason and operator, and who opened its links."""
    async with ctx.db.read() as session:
        items, opened = await store.results(session, bulk_id), await store.opened_of(session, bulk_id)
    return BulkResults(items=items, opened=opened)


@routes.get("/api/sms/bulks/{bulk_id}/recipients", permission=BULK, summary="Who gets a text to many")
async def list_sms_bulk_recipients(ctx: Context, bulk_id: UUID, query: RecipientQuery) -> Page[RecipientOut]:
    """Each with what became of it."""
    async with ctx.db.read() as session:
        items, cursor = await store.recipients(session, bulk_id, query)
    return Page(items=items, next=cursor)


@routes.post("/api/sms/bulks/{bulk_id}/pause", permission=BULK, summary="Pause a text to many", errors=(404, 409))
async def pause_sms_bulk(ctx: Context, bulk_id: UUID) -> BulkOut:
    """What is being handed over ends; nothing more begins."""
    return await ctx.db.write(lambda tx: _noted(ctx, tx, "sms_bulk_paused", bulk_id))


@routes.post("/api/sms/bulks/{bulk_id}/resume", permission=BULK, summary="Go on with a text to many",
             errors=(404, 409))  # fmt: skip
async def resume_sms_bulk(ctx: Context, bulk_id: UUID) -> BulkOut:
    """From where it was."""
    return await ctx.db.write(lambda tx: _noted(ctx, tx, "sms_bulk_resumed", bulk_id))


@routes.post("/api/sms/bulks/{bulk_id}/cancel", permission=BULK, summary="Cancel a text to many", errors=(404, 409))
async def cancel_sms_bulk(ctx: Context, bulk_id: UUID) -> BulkOut:
    """Who has not got it does not."""
    return await ctx.db.write(lambda tx: _noted(ctx, tx, "sms_bulk_cancelled", bulk_id))


_DONE = {"sms_bulk_paused": store.pause, "sms_bulk_resumed": store.resume, "sms_bulk_cancelled": cancel}


async def _noted(ctx: Context, tx: Tx, action: str, bulk_id: UUID) -> BulkOut:
    found = await _DONE[action](tx, bulk_id)
    _note(ctx, tx, action, bulk_id, name=found.name)
    return found


def _note(ctx: Context, tx: Tx, action: str, subject: UUID, **details: object) -> None:
    audit.record(tx, action, actor_id=ctx.user.id, subject_id=subject, address=ctx.peer.address, **details)
