"""The routes of saved views."""

from __future__ import annotations

from uuid import UUID

from hub.accounts import Permission
from hub.db import Tx
from hub.views import store
from hub.views.schemas import NewView, ViewChange, ViewOut, ViewsQuery
from hub.web import Context, Items, Routes, given

routes = Routes("views")
READ = Permission.CUSTOMERS_READ


@routes.get("/api/views", permission=READ, summary="Saved views of a list")
async def list_views(ctx: Context, query: ViewsQuery) -> Items[ViewOut]:
    """One's own and the shared ones."""
    async with ctx.db.read() as session:
        found = await store.list_views(session, ctx.user, query.area)
        return Items(items=await store.present(session, ctx.user, found, ctx.service(store.AREAS)))


@routes.post("/api/views", permission=READ, summary="Save a view", status=201, errors=(409,))
async def add_view(ctx: Context, body: NewView) -> ViewOut:
    """Keep a filter with its columns and order under a name, for oneself or for everybody."""
    areas = ctx.service(store.AREAS)

    async def work(tx: Tx) -> ViewOut:
        view = await store.add_view(tx, ctx.user, body, areas[body.area])
        return (await store.present(tx.session, ctx.user, [view], areas))[0]

    return await ctx.db.write(work)


@routes.patch("/api/views/{view_id}", permission=READ, summary="Change a view", errors=(403, 404))
async def change_view(ctx: Context, view_id: UUID, body: ViewChange) -> ViewOut:
    """Change what is given. A shared view is changed by its owner, a supervisor or an administrator."""
    areas = ctx.service(store.AREAS)

    async def work(tx: Tx) -> ViewOut:
        view = await store.change_view(tx, ctx.user, view_id, given(body), areas)
        return (await store.present(tx.session, ctx.user, [view], areas))[0]

    return await ctx.db.write(work)


@routes.delete("/api/views/{view_id}", permission=READ, summary="Delete a view", errors=(403, 404))
async def delete_view(ctx: Context, view_id: UUID) -> None:
    """Forget it, for everybody who saw it."""
    await ctx.db.write(lambda tx: store.delete_view(tx, ctx.user, view_id))
