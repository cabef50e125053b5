"""The routes of custom fields."""

from __future__ import annotations

from uuid import UUID

from hub.accounts import Permission
from hub.customers import fields
from hub.customers.schemas_fields import FieldChange, FieldOut, NewField
from hub.db import Tx
from hub.web import Context, Items, Routes, given

routes = Routes("fields")
MANAGE = Permission.FIELDS_MANAGE


@routes.get("/api/fields", permission=Permission.CUSTOMERS_READ, summary="List custom fields")
async def list_fields(ctx: Context) -> Items[FieldOut]:
    """All of them, archived ones too, in their order."""
    async with ctx.db.read() as session:
        return Items(items=[fields.present(field) for field in (await fields.load_fields(session)).values()])


@routes.post("/api/fields", permission=MANAGE, summary="Add a custom field", status=201, errors=(409,))
async def create_field(ctx: Context, body: NewField) -> FieldOut:
    """A field at the end of the list; its key and kind stay for ever."""
    return await ctx.db.write(lambda tx: fields.add_field(tx, body))


@routes.patch("/api/fields/{field_id}", permission=MANAGE, summary="Change a custom field", errors=(404, 409),
              if_match=True)  # fmt: skip
async def change_field(ctx: Context, field_id: UUID, body: FieldChange) -> FieldOut:
    """What is left out stays. Customers' values of renamed options follow soon after."""
    version = ctx.if_match
    changed = await ctx.db.write(lambda tx: fields.change_field(tx, field_id, given(body), version))
    ctx.tag_answer(changed.version)
    return changed


@routes.delete("/api/fields/{field_id}", permission=MANAGE, summary="Archive a custom field", errors=(404,))
async def archive_field(ctx: Context, field_id: UUID) -> None:
    """It is no longer shown or filled in; customers keep their values."""

    async def work(tx: Tx) -> None:
        await fields.change_field(tx, field_id, {"archived": True}, None)

    await ctx.db.write(work)
