"""The routes of calendar links: one's own to keep, and the calendar behind each."""

from __future__ import annotations

import asyncio
import hashlib
from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from aiohttp import web
from pydantic import Field, StringConstraints

from hub import web as base
from hub.accounts import Permission
from hub.db import utc_now
from hub.tasks import feeds
from hub.tasks.ical import render
from hub.tasks.models import TaskFeed
from hub.web import PUBLIC, Context, Items, NotFound, Rate, Routes

routes = Routes("task feeds")
READ = Permission.TASKS_READ
CALENDAR = "text/calendar"
Component = Literal["VEVENT", "VTODO"]


class NewFeed(base.Input):
    """A link for one calendar, named so that it can be told from others."""

    name: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=80)]
    component: Component = Field("VEVENT", description="Tasks stand in it as events (VEVENT), or as to-dos (VTODO).")


class FeedOut(base.Output):
    """A calendar link; its address is told only when it is made."""

    id: UUID
    name: str
    component: Component
    created_at: datetime
    used_at: datetime | None = Field(description="When a calendar looked last, to the hour.")


class FeedMade(FeedOut):
    """A new calendar link with its address, which is not told again."""

    url: str


@routes.get("/api/me/calendar-links", permission=READ, summary="One's calendar links")
async def list_calendar_links(ctx: Context) -> Items[FeedOut]:
    """Without their addresses: those are not kept."""
    async with ctx.db.read() as session:
        return Items(items=[_out(feed) for feed in await feeds.list_feeds(session, ctx.user.id)])


@routes.post("/api/me/calendar-links", permission=READ, summary="Make a calendar link", status=201, errors=(409,))
async def make_calendar_link(ctx: Context, body: NewFeed) -> FeedMade:
    """The answer alone holds the address: whoever knows it reads one's tasks."""
    feed, token = await ctx.db.write(lambda tx: feeds.add_feed(tx, ctx.user, body.name, body.component))
    url = f"{_site(ctx)}/calendar/{token}/tasks.ics"
    return FeedMade(**_out(feed).model_dump(), url=url)


@routes.delete("/api/me/calendar-links/{link_id}", permission=READ, summary="Revoke a calendar link", errors=(404,))
async def revoke_calendar_link(ctx: Context, link_id: UUID) -> None:
    """Calendars that have it learn nothing more."""
    await ctx.db.write(lambda tx: feeds.revoke_feed(tx, ctx.user, link_id))


@routes.get("/calendar/{token}/tasks.ics", permission=PUBLIC, summary="A calendar of somebody's tasks",
            rate=Rate(120, 60), media=CALENDAR, errors=(404,))  # fmt: skip
async def read_calendar(ctx: Context, token: str) -> web.Response:
    """For whoever has the link: what is theirs to do and has a day. Unchanged since `If-None-Match`: 304."""
    async with ctx.db.read() as session:
        feed = await feeds.find_feed(session, token, demo=ctx.settings.demo)
        if feed is None:
            raise NotFound("There is no such calendar.")
        tasks, customers = await feeds.tasks_of(session, feed.user_id, utc_now(), dayless=feed.component == "VTODO")
    name, page = f"Peyvand – {feed.name}", f"{_site(ctx)}/tasks?task="
    body = await asyncio.to_thread(render, name, tasks, customers, page, feed.component)
    if feeds.is_stale(feed.used_at, utc_now()):
        await ctx.db.write(lambda tx: feeds.note_use(tx, feed.id))
    tag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
    headers = {"ETag": tag, "Cache-Control": "private, no-cache"}
    if tag in ctx.request.headers.get("If-None-Match", ""):
        return web.Response(status=304, headers=headers)
    return web.Response(body=body, content_type=CALENDAR, charset="utf-8", headers=headers)


def _out(feed: TaskFeed) -> FeedOut:
    return FeedOut(
        id=feed.id, name=feed.name, component=feed.component, created_at=feed.created_at, used_at=feed.used_at
    )


def _site(ctx: Context) -> str:
    return (ctx.settings.http.public_url or f"{ctx.peer.scheme}://{ctx.peer.host}").rstrip("/")
