"""The routes of dispositions; a call is given one by a route of the calls."""

from __future__ import annotations

from uuid import UUID

from aiohttp import web

from hub.accounts import Permission, audit
from hub.db import Tx
from hub.dispositions import required, store
from hub.dispositions.schemas import (
    DispositionChange,
    DispositionOut,
    NewDisposition,
    RequirableOut,
    Requirement,
)
from hub.teams import Owned
from hub.web import Context, Items, Routes, given

routes = Routes("dispositions")
MANAGE = Permission.DISPOSITIONS_MANAGE
REQUIRABLE: web.AppKey[Owned] = web.AppKey("requirable")


@routes.get("/api/dispositions", permission=Permission.SESSION, summary="The results that calls may have")
async def list_dispositions(ctx: Context) -> Items[DispositionOut]:
    """Groups and results in their order, archived ones too: calls of the past have them."""
    async with ctx.db.read() as session:
        return Items(items=await store.list_dispositions(session))


@routes.post("/api/dispositions", permission=MANAGE, summary="Add a result, or a group of results", status=201,
             errors=(409,))  # fmt: skip
async def create_disposition(ctx: Context, body: NewDisposition) -> DispositionOut:
    """At the end of its group."""

    async def work(tx: Tx) -> DispositionOut:
        made = await store.add(tx, body)
        _note(ctx, tx, "disposition_added", made.id)
        return made

    return await ctx.db.write(work)


@routes.get("/api/dispositions/required", permission=MANAGE, summary="Where a result is required")
async def list_required(ctx: Context) -> Items[RequirableOut]:
    """Every queue and line."""
    async with ctx.db.read() as session:
        return Items(items=await required.list_requirable(session, ctx.service(REQUIRABLE)))


@routes.put("/api/dispositions/required/{kind}/{item_id}", permission=MANAGE,
            summary="Require a result of a queue's or line's calls", errors=(404,), if_match=True)  # fmt: skip
async def set_required(ctx: Context, kind: str, item_id: UUID, body: Requirement) -> RequirableOut:
    """From the next call on: wrap-up then lasts until a result was given."""
    user, address, items, seen = ctx.user, ctx.peer.address, ctx.service(REQUIRABLE), ctx.if_match
    out = await ctx.db.write(
        lambda tx: required.require(tx, user, items, kind, item_id, required=body.required, address=address, seen=seen)
    )
    ctx.tag_answer(out.version)
    return out


@routes.patch("/api/dispositions/{disposition_id}", permission=MANAGE, summary="Change a result or a group",
              errors=(404, 409), if_match=True)  # fmt: skip
async def change_disposition(ctx: Context, disposition_id: UUID, body: DispositionChange) -> DispositionOut:
    """What is left out stays; calls that have it show it as it is called now."""
    changes, version = given(body), ctx.if_match
    if body.names is not None:
        changes["names"] = body.names.model_dump()

    async def work(tx: Tx) -> DispositionOut:
        changed = await store.change(tx, disposition_id, dict(changes), version)
        _note(ctx, tx, "disposition_changed", changed.id, fields=sorted(changes))
        return changed

    changed = await ctx.db.write(work)
    ctx.tag_answer(changed.version)
    return changed


@routes.delete("/api/dispositions/{disposition_id}", permission=MANAGE, summary="Archive a result or a group",
               errors=(404,))  # fmt: skip
async def archive_disposition(ctx: Context, disposition_id: UUID) -> None:
    """It is not offered any more; calls keep it."""

    async def work(tx: Tx) -> None:
        await store.change(tx, disposition_id, {"archived": True}, None)
        _note(ctx, tx, "disposition_archived", disposition_id)

    await ctx.db.write(work)


def _note(ctx: Context, tx: Tx, action: str, subject: UUID, **details: object) -> None:
    audit.record(tx, action, actor_id=ctx.user.id, subject_id=subject, address=ctx.peer.address, **details)
