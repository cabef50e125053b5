"""The routes of short links for people who work here."""

from __future__ import annotations

from uuid import UUID

from hub.accounts import Permission
from hub.links.codes import LENGTH
from hub.links.schemas import LinkSettingsOut, ShortLinkOut
from hub.links.shortening import base_of
from hub.links.store import of_message
from hub.web import Context, Items, Routes

routes = Routes("links")
READ = Permission.CUSTOMERS_READ


@routes.get("/api/links/settings", permission=READ, summary="How short links look")
async def get_link_settings(ctx: Context) -> LinkSettingsOut:
    """What a composer needs to count a text with them."""
    return LinkSettingsOut(base=base_of(ctx.settings), length=LENGTH, shorten=ctx.settings.links.shorten)


@routes.get("/api/links/messages/{message_id}", permission=READ, summary="The short links of a message")
async def list_message_links(ctx: Context, message_id: UUID) -> Items[ShortLinkOut]:
    """Where each leads, and when it was opened; at most ten, none for a message without."""
    base, days = base_of(ctx.settings) or "", ctx.settings.links.keep_days
    async with ctx.db.read() as session:
        return Items(items=await of_message(await session.connection(), message_id, base, days))
