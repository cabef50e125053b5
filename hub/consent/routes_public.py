"""The pages behind the links that people get, without signing in. Scanners follow links: only a POST changes."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qsl

from aiohttp import web

from hub.accounts import organisation_name
from hub.consent import links, pages
from hub.consent.terms import PURPOSES, REACHED
from hub.consent.words import LANGUAGES
from hub.db import Tx, utc_now
from hub.web import PUBLIC, Context, Rate, Routes, read_body

routes = Routes("consent")
OFTEN = Rate(60, 60)  # of one client's address
LARGEST = 4_096  # bytes of a form
HTML = "text/html"


@routes.get("/consent/{token}", permission=PUBLIC, summary="The page behind a consent link", rate=OFTEN, media=HTML)
async def show_link(ctx: Context, token: str) -> web.Response:
    """What is asked or preferred, in the person's language. Looking at it changes nothing."""
    async with ctx.db.read() as session:
        link = await links.find(session, token, utc_now())
        name = await organisation_name(session, ctx.settings)
        if link is None:
            return pages.plain(_language(ctx, None), name, "gone")
        if link.kind == "confirm":
            return pages.to_confirm(_language(ctx, link), name, link)
        return pages.to_prefer(_language(ctx, link), name, link, await links.preferences(session, link))


@routes.post("/consent/{token}", permission=PUBLIC, summary="Confirm, or change preferences", rate=OFTEN, media=HTML,
             errors=(413,))  # fmt: skip
async def use_link(ctx: Context, token: str) -> web.Response:
    """Confirms once; a link that is used, over or unknown is answered alike."""
    form = _form(await read_body(ctx.request, LARGEST))
    evidence = _evidence(ctx)

    async def work(tx: Tx) -> tuple[Any, set[str]]:
        link = await links.find(tx.connection, token, tx.now)
        if link is None or link.kind != "preferences":
            await links.confirm(tx, token, evidence)
            return None, set()
        return link, await links.prefer(tx, token, _wanted(form, link.address_kind), evidence)

    link, refused = await ctx.db.write(work)
    async with ctx.db.read() as session:
        name = await organisation_name(session, ctx.settings)
        if link is None:
            return pages.plain(_language(ctx, None), name, "done")
        stands = await links.preferences(session, link)
    return pages.to_prefer(_language(ctx, link), name, link, stands, sorted(refused) or ["saved"])


@routes.get("/consent/{token}/unsubscribe", permission=PUBLIC, summary="The page behind an unsubscribe link",
            rate=OFTEN, media=HTML)  # fmt: skip
async def show_unsubscribe(ctx: Context, token: str) -> web.Response:
    """For people: their preferences. It does not unsubscribe."""
    if links.is_token(token):
        raise web.HTTPSeeOther(f"/consent/{token}")
    return await show_link(ctx, token)


@routes.post("/consent/{token}/unsubscribe", permission=PUBLIC, summary="Unsubscribe by one click (RFC 8058)",
             rate=Rate(600, 60), media="text/plain", errors=(413,))  # fmt: skip
async def unsubscribe(ctx: Context, token: str) -> web.Response:
    """Withdraws marketing. Mail programs send it without cookies; again, or with an unknown link: the same 200."""
    await read_body(ctx.request, LARGEST)
    evidence = _evidence(ctx)

    async def work(tx: Tx) -> None:
        await links.unsubscribe(tx, token, evidence)

    await ctx.db.write(work)
    return web.Response(text="You are unsubscribed.\n", headers={"Cache-Control": "no-store"})


def _form(body: bytes) -> dict[str, str]:
    try:
        return dict(parse_qsl(body.decode(errors="replace"), max_num_fields=50))
    except ValueError:  # more fields than the page has boxes
        return {}


def _wanted(form: dict[str, str], kind: str) -> dict[tuple[str, str], bool]:
    """What the form says; a box that is not in it was left empty."""
    boxes = [(channel, purpose) for channel in REACHED.get(kind, ()) for purpose in PURPOSES]
    if form.get("do") == "none":
        return {box: False for box in boxes if box[1] == "marketing"}
    return {box: form.get(".".join(box)) == "yes" for box in boxes} if form.get("do") == "save" else {}


def _language(ctx: Context, link: Any) -> str:
    asked = ctx.request.query.get("lang")
    if asked in LANGUAGES:
        return str(asked)
    return str(link.language) if link is not None else ctx.settings.organisation.language


def _evidence(ctx: Context) -> dict[str, Any]:
    """What proves that a person did it: from where, and with what."""
    return {"address": ctx.peer.address, "agent": ctx.user_agent}
