"""The routes of merges."""

from __future__ import annotations

from uuid import UUID

from hub.accounts import Permission
from hub.customers import merging, store
from hub.customers.merges import members
from hub.customers.schemas import CustomerOut
from hub.customers.schemas_merges import MergeOut, MergePair, MergePreview, MergeRequest, Undone
from hub.db import Tx
from hub.web import Context, Items, Routes

routes = Routes("merges")
READ, MERGE = Permission.CUSTOMERS_READ, Permission.CUSTOMERS_MERGE


@routes.post("/api/merges/preview", permission=MERGE, summary="Compare two customers before a merge", errors=(409,))
async def preview_merge(ctx: Context, body: MergePair) -> MergePreview:
    """Both profiles and the fields in which they differ; nothing changes."""
    async with ctx.db.read() as session:
        return await merging.preview(session, body.survivor_id, body.merged_id)


@routes.post("/api/customers/{customer_id}/merge", permission=MERGE, summary="Merge another customer into this one",
             errors=(404, 409))  # fmt: skip
async def merge_customer(ctx: Context, customer_id: UUID, body: MergeRequest) -> CustomerOut:
    """One page from now on, to which the other's address leads; nothing is rewritten, so it can be undone."""

    async def work(tx: Tx) -> CustomerOut:
        survivor = await merging.merge(tx, customer_id, body.merged_id, body.chosen, ctx.user.id)
        await ctx.service(store.REGROUPED)(tx, await members(tx.session, survivor.id))
        return await store.describe(tx.session, survivor)

    profile = await ctx.db.write(work)
    ctx.tag_answer(profile.version)
    return profile


@routes.get("/api/customers/{customer_id}/merges", permission=READ, summary="What was merged into a customer",
            errors=(404,))  # fmt: skip
async def list_merges(ctx: Context, customer_id: UUID) -> Items[MergeOut]:
    """Merges that stand and merges that were undone, newest first."""
    async with ctx.db.read() as session:
        customer = await store.get_customer(session, customer_id)
        return Items(items=await merging.merges_of(session, customer.id))


@routes.post("/api/merges/{merge_id}/undo", permission=MERGE, summary="Undo a merge", errors=(404, 409))
async def undo_merge(ctx: Context, merge_id: UUID) -> Undone:
    """Two customers again, also when others were merged since; each has what was written for it."""

    async def work(tx: Tx) -> Undone:
        survivor, restored = await merging.undo(tx, merge_id, ctx.user.id)
        both = [*await members(tx.session, survivor.id), *await members(tx.session, restored.id)]
        await ctx.service(store.REGROUPED)(tx, both)
        return Undone(
            survivor=await store.describe(tx.session, survivor), restored=await store.describe(tx.session, restored)
        )

    return await ctx.db.write(work)
