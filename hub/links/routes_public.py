"""What people open: the way from a short link to where it leads, without signing in."""

from __future__ import annotations

from html import escape
from typing import Literal

from aiohttp import web

from hub.accounts import organisation_name
from hub.db import utc_now
from hub.links.clicks import CLICKS, Click
from hub.links.store import find, is_over
from hub.links.visitors import device_of, kind_of, language_of
from hub.links.words import LANGUAGES, WORDS
from hub.web import COOKIE, PUBLIC, Context, Rate, Routes, public_page, spend_rate

routes = Routes("links")
OFTEN = Rate(600, 60)  # of one address: whole mobile networks share a few
MISSES = Rate(30, 60)  # of one address: nobody finds links by trying


@routes.get("/l/{code}", permission=PUBLIC, summary="Open a short link", status=302, rate=OFTEN, media="text/html",
            errors=(404, 410))  # fmt: skip
async def open_link(ctx: Context, code: str) -> web.Response:
    """On to where it leads, by 302; counted before that, or soon after where the store is slow."""
    now = utc_now()
    async with ctx.db.read() as session:
        link = await find(await session.connection(), code)
    if link is None:
        spend_rate(ctx, "links:unknown", MISSES)
        return await _page(ctx, "unknown", 404)
    if is_over(link, ctx.settings.links.keep_days, now):
        return await _page(ctx, "over", 410)
    headers = ctx.request.headers
    kind = "preview" if COOKIE in ctx.request.cookies else kind_of(ctx.request.method, headers)  # a colleague looks
    await ctx.service(CLICKS).note(Click(link, now, kind, device_of(ctx.user_agent)))
    return web.Response(status=302, headers={
        "Location": link.target, "Cache-Control": "no-store", "Referrer-Policy": "no-referrer",
        "X-Robots-Tag": "noindex",
    })  # fmt: skip


async def _page(ctx: Context, word: Literal["unknown", "over"], status: int) -> web.Response:
    asked = ctx.request.headers.get("Accept-Language", "")
    language = language_of(asked, LANGUAGES, ctx.settings.organisation.language)
    async with ctx.db.read() as session:
        name = await organisation_name(session, ctx.settings)
    words = WORDS[language]
    return public_page(language, name, words[f"{word}_title"], f"<p>{escape(words[word])}</p>", status=status)
