"""The routes of what could not be processed."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from hub.accounts import Permission
from hub.parked import decide
from hub.parked import query as reading
from hub.parked.area import routes
from hub.parked.schemas import (
    Decided,
    Discard,
    DiscardMany,
    ParkedDetail,
    ParkedFilter,
    ParkedOut,
    ParkedQuery,
    ParkedSummary,
)
from hub.web import Context, NotFound, Page, cut_page, decode_cursor

READ, MANAGE = Permission.PARKED_READ, Permission.PARKED_MANAGE


@routes.get("/api/parked", permission=READ, summary="List what could not be processed")
async def list_parked(ctx: Context, query: ParkedQuery) -> Page[ParkedOut]:
    """Parked items and jobs that were given up, the latest first."""
    before = decode_cursor(query.cursor, datetime, UUID) if query.cursor else None
    async with ctx.db.read() as session:
        rows = await reading.newest(session, query, before and (before[0], before[1]), query.limit + 1)
    page, cursor = cut_page(rows, query.limit, "parked_at", "id")
    return Page(items=[reading.present(row) for row in page], next=cursor)


@routes.get("/api/parked/summary", permission=READ, summary="Count what could not be processed")
async def get_parked_summary(ctx: Context) -> ParkedSummary:
    """How many of each kind wait, and since when the oldest does."""
    async with ctx.db.read() as session:
        return await reading.summary(session)


@routes.get("/api/parked/{parked_id}", permission=READ, summary="One of them with its content", errors=(404,))
async def get_parked(ctx: Context, parked_id: UUID) -> ParkedDetail:
    """The raw content, secrets taken out."""
    async with ctx.db.read() as session:
        found = await reading.find(session, parked_id)
    if found is None:
        raise NotFound("It is not waiting any more.")
    return found


@routes.post("/api/parked/{parked_id}/retry", permission=MANAGE, summary="Try it again", status=202, errors=(404, 409))
async def retry_parked(ctx: Context, parked_id: UUID) -> None:
    """It leaves the list when it is processed, or says why not. 409 where a second try could do a thing twice."""
    await ctx.db.write(lambda tx: decide.retry_one(tx, ctx.user, parked_id))


@routes.post("/api/parked/retry", permission=MANAGE, summary="Try many again", status=202)
async def retry_all_parked(ctx: Context, body: ParkedFilter) -> Decided:
    """All that the filter takes and that may be tried again, 500 at a time, the oldest first."""
    return Decided(count=await ctx.db.write(lambda tx: decide.retry_many(tx, ctx.user, body)))


@routes.post("/api/parked/{parked_id}/discard", permission=MANAGE, summary="Discard it", status=204, errors=(404, 409))
async def discard_parked(ctx: Context, parked_id: UUID, body: Discard) -> None:
    """It is gone for good; who discarded it and why stays in the audit log. 409 while it is being tried again."""
    await ctx.db.write(lambda tx: decide.discard_one(tx, ctx.user, parked_id, body.reason))


@routes.post("/api/parked/discard", permission=MANAGE, summary="Discard all of a kind")
async def discard_all_parked(ctx: Context, body: DiscardMany) -> Decided:
    """500 at a time, the oldest first; what is being tried again just now is left."""
    where = ParkedFilter(source=body.source, kind=body.kind, account=body.account)
    return Decided(count=await ctx.db.write(lambda tx: decide.discard_many(tx, ctx.user, where, body.reason)))
