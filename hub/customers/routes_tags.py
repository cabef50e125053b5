"""The routes of tags."""

from __future__ import annotations

from uuid import UUID

from hub.accounts import Permission
from hub.customers import changes, store, tags
from hub.customers.schemas import CustomerOut
from hub.customers.schemas_fields import NewTag, TagChange, TagItem, TagNames
from hub.db import Tx
from hub.web import Context, Items, Routes, given

routes = Routes("tags")
MANAGE = Permission.FIELDS_MANAGE


@routes.get("/api/tags", permission=Permission.CUSTOMERS_READ, summary="List tags")
async def list_tags(ctx: Context) -> Items[TagItem]:
    """All tags, with how many customers carry each."""
    async with ctx.db.read() as session:
        return Items(items=await tags.list_tags(session))


@routes.post("/api/tags", permission=MANAGE, summary="Make a tag", status=201, errors=(409,))
async def create_tag(ctx: Context, body: NewTag) -> TagItem:
    """A tag of a name that there is not yet, however it is written."""
    return await ctx.db.write(lambda tx: tags.add_tag(tx, body))


@routes.patch("/api/tags/{tag_id}", permission=MANAGE, summary="Rename a tag, or change its tone", errors=(404, 409))
async def change_tag(ctx: Context, tag_id: UUID, body: TagChange) -> TagItem:
    """Customers keep the tag under its new name."""
    return await ctx.db.write(lambda tx: tags.change_tag(tx, tag_id, given(body)))


@routes.delete("/api/tags/{tag_id}", permission=MANAGE, summary="Delete a tag", errors=(404,))
async def delete_tag(ctx: Context, tag_id: UUID) -> None:
    """Take it off every customer, and forget it."""
    await tags.delete_tag(ctx.db, tag_id)


@routes.put("/api/customers/{customer_id}/tags", permission=Permission.CUSTOMERS_WRITE, summary="Set a customer's tags",
            errors=(404, 409), if_match=True)  # fmt: skip
async def set_customer_tags(ctx: Context, customer_id: UUID, body: TagNames) -> CustomerOut:
    """Exactly these; a new name makes a tag. ``If-Match`` as for a change of the customer."""
    version = ctx.if_match

    async def work(tx: Tx) -> CustomerOut:
        customer = await changes.lock_customer(tx, customer_id)
        await changes.refuse_stale(tx, customer, version, {"tags": body.tags}, None)
        await store.change_customer(tx, customer, {"tags": body.tags})
        return await store.describe(tx.session, customer)

    profile = await ctx.db.write(work)
    ctx.tag_answer(profile.version)
    return profile
