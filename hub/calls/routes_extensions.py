"""The routes of extensions."""

from __future__ import annotations

from uuid import UUID

import sqlalchemy as sa
from aiohttp import web

from hub.accounts import Permission, SessionOut, session_out
from hub.calls.extensions import find_extension, list_extensions
from hub.calls.models import Extension, ExtensionClaim
from hub.calls.schemas import ExtensionChange, ExtensionOut, NewExtension
from hub.calls.seats import Seats
from hub.db import Tx, new_id
from hub.web import Conflict, Context, Input, Items, NotFound, Routes, given

routes = Routes("extensions")
SEATS = web.AppKey("seats", Seats)


class Seat(Input):
    """Where to sit; null: nowhere."""

    extension_id: UUID | None


@routes.get("/api/extensions", permission=Permission.EXTENSIONS_READ, summary="Extensions and who sits at them")
async def get_extensions(ctx: Context) -> Items[ExtensionOut]:
    """All extensions, by number."""
    async with ctx.db.read() as session:
        return Items(items=await list_extensions(session))


@routes.post("/api/extensions", permission=Permission.EXTENSIONS_MANAGE, summary="Add an extension", status=201,
             errors=(409,))  # fmt: skip
async def add_extension(ctx: Context, body: NewExtension) -> ExtensionOut:
    """Make a phone known to the hub."""

    async def work(tx: Tx) -> ExtensionOut:
        same = sa.select(Extension.id).where(Extension.account == body.account, Extension.endpoint == body.endpoint)
        if (await tx.session.execute(same)).first():
            raise Conflict("This phone is known already.", code="extension_exists")
        made = Extension(id=new_id(), **body.model_dump())
        tx.session.add(made)
        await tx.session.flush()
        return _present(made)

    return await ctx.db.write(work)


@routes.patch("/api/extensions/{extension_id}", permission=Permission.EXTENSIONS_MANAGE, summary="Change an extension",
              errors=(404,))  # fmt: skip
async def change_extension(ctx: Context, extension_id: UUID, body: ExtensionChange) -> ExtensionOut:
    """Set the fields that are given."""

    async def work(tx: Tx) -> ExtensionOut:
        found = await _find(tx, extension_id)
        for name, value in given(body).items():
            if value is not None or name == "label":
                setattr(found, name, value)
        await tx.session.flush()
        return next(item for item in await list_extensions(tx.session) if item.id == found.id)

    return await ctx.db.write(work)


@routes.delete("/api/extensions/{extension_id}", permission=Permission.EXTENSIONS_MANAGE, summary="Remove an extension",
               errors=(404, 409))  # fmt: skip
async def remove_extension(ctx: Context, extension_id: UUID) -> None:
    """Forget a phone at which nobody sits."""

    async def work(tx: Tx) -> None:
        found = await _find(tx, extension_id)
        claims = sa.select(ExtensionClaim.id).where(ExtensionClaim.extension_id == extension_id)
        if (await tx.session.execute(claims.where(ExtensionClaim.until.is_(None)))).first():
            raise Conflict("Somebody sits at this phone.", code="extension_in_use")
        await tx.session.execute(sa.delete(ExtensionClaim).where(ExtensionClaim.extension_id == extension_id))
        await tx.session.delete(found)

    await ctx.db.write(work)


@routes.put("/api/me/extension", permission=Permission.SESSION, summary="Choose where to sit")
async def choose_extension(ctx: Context, body: Seat) -> SessionOut:
    """Take a seat; whoever sat there is released. Null gives up the seat."""
    seats = ctx.service(SEATS)
    await ctx.db.write(lambda tx: seats.sit(tx, ctx.user.id, body.extension_id))
    return await session_out(ctx)


async def _find(tx: Tx, extension_id: UUID) -> Extension:
    found = await find_extension(tx.session, extension_id)
    if found is None:
        raise NotFound("There is no such extension.")
    return found


def _present(item: Extension) -> ExtensionOut:
    return ExtensionOut(
        id=item.id, account=item.account, endpoint=item.endpoint, number=item.number, label=item.label, holder=None,
        held_since=None,
    )  # fmt: skip
