"""The routes of SMS routes and of what sending is held to."""

from __future__ import annotations

from uuid import UUID

from hub.accounts import Permission, audit
from hub.db import Tx
from hub.sms import balances, limits, store
from hub.sms.schemas import (
    AccountBalanceOut,
    LimitsIn,
    LimitsOut,
    RouteChange,
    RouteIn,
    RouteOut,
    TriedOut,
    TryRoutes,
)
from hub.sms.trying import try_routes
from hub.web import Context, Items, Routes, given

routes = Routes("sms")
MANAGE = Permission.SMS_MANAGE


@routes.get("/api/sms/routes", permission=MANAGE, summary="The routes of SMS")
async def list_sms_routes(ctx: Context) -> Items[RouteOut]:
    """All of them, in their order."""
    async with ctx.db.read() as session:
        return Items(items=await store.list_routes(session))


@routes.post("/api/sms/routes", permission=MANAGE, summary="Add a route", status=201, errors=(409,))
async def create_sms_route(ctx: Context, body: RouteIn) -> RouteOut:
    """Messages may go by it at once."""

    async def work(tx: Tx) -> RouteOut:
        made = await store.add_route(tx, body)
        _note(ctx, tx, "sms_route_added", made.id, name=made.name)
        return made

    return await ctx.db.write(work)


@routes.post("/api/sms/routes/try", permission=MANAGE, summary="Try which ways a text would take")
async def try_sms_routes(ctx: Context, body: TryRoutes) -> TriedOut:
    """Nothing is sent: the ways in order with parts and cost, or why there is none."""
    async with ctx.db.read() as session:
        return await try_routes(session, body, ctx.settings.organisation.region)


@routes.get("/api/sms/routes/{route_id}", permission=MANAGE, summary="A route", errors=(404,))
async def get_sms_route(ctx: Context, route_id: UUID) -> RouteOut:
    """One of them."""
    async with ctx.db.read() as session:
        found = await store.get_route(session, route_id)
    ctx.tag_answer(found.version)
    return found


@routes.patch("/api/sms/routes/{route_id}", permission=MANAGE, summary="Change a route", errors=(404, 409),
              if_match=True)  # fmt: skip
async def change_sms_route(ctx: Context, route_id: UUID, body: RouteChange) -> RouteOut:
    """What is left out stays."""
    changes, version = given(body), ctx.if_match

    async def work(tx: Tx) -> RouteOut:
        changed = await store.change_route(tx, route_id, dict(changes), version)
        _note(ctx, tx, "sms_route_changed", changed.id, name=changed.name, fields=sorted(changes))
        return changed

    changed = await ctx.db.write(work)
    ctx.tag_answer(changed.version)
    return changed


@routes.delete("/api/sms/routes/{route_id}", permission=MANAGE, summary="Delete a route", errors=(404,), if_match=True)
async def delete_sms_route(ctx: Context, route_id: UUID) -> None:
    """Messages that went by it stay as they are."""

    version = ctx.if_match

    async def work(tx: Tx) -> None:
        name = await store.delete_route(tx, route_id, version)
        _note(ctx, tx, "sms_route_deleted", route_id, name=name)

    await ctx.db.write(work)


@routes.get("/api/sms/balances", permission=Permission.CONNECTORS_READ, summary="What accounts have left")
async def list_sms_balances(ctx: Context) -> Items[AccountBalanceOut]:
    """Of each account that told, when it was asked last."""
    async with ctx.db.read() as session:
        return Items(items=await balances.list_balances(session))


@routes.get("/api/sms/limits", permission=MANAGE, summary="What sending SMS is held to")
async def get_sms_limits(ctx: Context) -> LimitsOut:
    """The defaults, where nobody changed any (version 0)."""
    async with ctx.db.read() as session:
        found = await limits.read_limits(session)
    ctx.tag_answer(found.version)
    return found


@routes.put("/api/sms/limits", permission=MANAGE, summary="Change what sending SMS is held to", errors=(409,),
            if_match=True)  # fmt: skip
async def change_sms_limits(ctx: Context, body: LimitsIn) -> LimitsOut:
    """All of them at once; they hold from the next message on."""
    version = ctx.if_match

    async def work(tx: Tx) -> LimitsOut:
        before = (await limits.read_limits(tx.session)).model_dump()
        changed = await limits.change_limits(tx, body, version)
        shown = changed.model_dump()
        _note(ctx, tx, "sms_limits_changed", None, fields=sorted(n for n in shown if shown[n] != before[n]))
        return changed

    changed = await ctx.db.write(work)
    ctx.tag_answer(changed.version)
    return changed


def _note(ctx: Context, tx: Tx, action: str, subject: UUID | None, **details: object) -> None:
    audit.record(tx, action, actor_id=ctx.user.id, subject_id=subject, address=ctx.peer.address, **details)
