"""The routes of one's connected calendar."""

from __future__ import annotations

from uuid import UUID

from aiohttp import web as aiohttp_web

from hub import tasks
from hub.accounts import Permission
from hub.caldav import links, records
from hub.caldav.client import open_client
from hub.caldav.discovery import Calendar, Search, look_around, read_calendar
from hub.caldav.locate import locate, normalised
from hub.caldav.schemas import (
    CalendarAccess,
    CalendarProblem,
    CalendarRecordOut,
    ConnectedCalendar,
    ConnectedCalendarChange,
    FoundCalendar,
    FoundCalendars,
    MyCalendar,
    NewConnectedCalendar,
)
from hub.caldav.sync import Calendars
from hub.caldav.trouble import Trouble
from hub.db import Tx
from hub.web import Context, Invalid, Items, Problem, Rate, Routes

routes = Routes("calendars")
CALENDARS = aiohttp_web.AppKey("calendars", Calendars)
READ, WRITE = Permission.TASKS_READ, Permission.TASKS_WRITE
PATH = "/api/me/calendar"
OUTSIDE = Rate(20, 60)  # requests that ask another server
_FIELDS = {
    "address": "address", "not_https": "address", "inner_address": "address", "unknown_host": "address",
    "sign_in": "password",
}  # fmt: skip


@routes.get(PATH, permission=READ, summary="One's connected calendar")
async def read_my_calendar(ctx: Context) -> MyCalendar:
    """Null where none is connected."""
    async with ctx.db.read() as session:
        link = await links.find_link(session, ctx.user.id)
        return MyCalendar(calendar=await links.describe(session, link) if link else None)


@routes.post(f"{PATH}/find", permission=WRITE, summary="Look for calendars at a server", rate=OUTSIDE)
async def find_calendars(ctx: Context, body: CalendarAccess) -> FoundCalendars:
    """Signs in there and tells how far it came; nothing is kept. A domain or mail address is enough (RFC 6764)."""
    calendars = ctx.service(CALENDARS)
    try:
        url = await locate(body.address)
        async with open_client(calendars.places, url, body.username, body.password.get_secret_value()) as client:
            search = await look_around(client, url)
    except Trouble as trouble:
        search = Search(failed="reached", problem=trouble)
    return _found(search)


@routes.post(PATH, permission=WRITE, summary="Connect a calendar", status=201, errors=(409,), rate=OUTSIDE)
async def connect_calendar(ctx: Context, body: NewConnectedCalendar) -> ConnectedCalendar:
    """Once the server has shown the calendar. One's open tasks stand there soon after."""
    found = await _see(ctx, body.address, body.username, body.password.get_secret_value())
    if body.component not in found.components:
        raise Invalid.field("body.component", "component", "That calendar does not take these.")
    if not found.writable:
        raise Invalid.field("body.address", "read_only", "That calendar may only be read.")

    async def work(tx: Tx) -> ConnectedCalendar:
        link = await links.connect(
            tx, ctx.service(CALENDARS).keyring, ctx.user, found, username=body.username,
            password=body.password.get_secret_value(), component=body.component, take_new=body.take_new,
        )  # fmt: skip
        return await links.describe(tx.session, link)

    return await ctx.db.write(work)


@routes.patch(PATH, permission=WRITE, summary="Change how a calendar is connected", errors=(404,), rate=OUTSIDE)
async def change_calendar(ctx: Context, body: ConnectedCalendarChange) -> ConnectedCalendar:
    """A password is tried first. What was given up goes on with it."""
    async with ctx.db.read() as session:
        link = await links.get_link(session, ctx.user.id)
    password = body.password.get_secret_value() if body.password else None
    if password is not None:
        await _see(ctx, link.url, link.username, password)

    async def work(tx: Tx) -> ConnectedCalendar:
        changed = await links.get_link(tx.session, ctx.user.id)
        if body.take_new is not None:
            await links.set_take_new(tx, changed, body.take_new)
        if password is not None:
            changed = await links.change_password(tx, ctx.service(CALENDARS).keyring, ctx.user, password)
        return await links.describe(tx.session, changed)

    return await ctx.db.write(work)


@routes.post(f"{PATH}/sync", permission=WRITE, summary="Look at the calendar now", errors=(404,), rate=OUTSIDE)
async def sync_calendar(ctx: Context) -> ConnectedCalendar:
    """Also after it was given up."""

    async def work(tx: Tx) -> ConnectedCalendar:
        link = await links.get_link(tx.session, ctx.user.id)
        return await links.describe(tx.session, await links.resume(tx, link))

    return await ctx.db.write(work)


@routes.post(f"{PATH}/put-back", permission=WRITE, summary="Send tasks again that were deleted there", errors=(404,))
async def put_back(ctx: Context) -> ConnectedCalendar:
    """All that are still open."""

    async def work(tx: Tx) -> ConnectedCalendar:
        return await links.describe(tx.session, await links.put_back(tx, ctx.user))

    return await ctx.db.write(work)


@routes.delete(PATH, permission=READ, summary="Disconnect the calendar", errors=(404,))
async def disconnect_calendar(ctx: Context) -> None:
    """The password is forgotten at once; entries stay in the calendar."""
    await ctx.db.write(lambda tx: links.disconnect(tx, ctx.user))


@routes.get("/api/tasks/{task_id}/calendar-records", permission=READ, summary="What calendars did to a task",
            errors=(404,))  # fmt: skip
async def list_records(ctx: Context, task_id: UUID) -> Items[CalendarRecordOut]:
    """Newest first."""
    async with ctx.db.read() as session:
        task = await tasks.get_task(session, ctx.user, task_id)
        return Items(items=await records.records_of(session, task.id))


async def _see(ctx: Context, address: str, username: str, password: str) -> Calendar:
    """The calendar, as the server shows it to this user. Raises ``Problem``."""
    url = normalised(address)
    try:
        async with open_client(ctx.service(CALENDARS).places, url, username, password) as client:
            return await read_calendar(client, url)
    except Trouble as trouble:
        code = f"calendar_{trouble.code}"
        if field := _FIELDS.get(trouble.code):
            raise Invalid.field(f"body.{field}", code, f"The calendar cannot be connected: {trouble}.") from None
        raise Problem(422, code, f"The calendar cannot be connected: {trouble}.") from None


def _found(search: Search) -> FoundCalendars:
    trouble = search.problem
    return FoundCalendars(
        steps=search.steps, failed=search.failed,
        problem=CalendarProblem(code=trouble.code, detail=trouble.detail) if trouble else None,
        calendars=[
            FoundCalendar(url=one.url, name=one.name, components=one.components, writable=one.writable)
            for one in search.calendars
        ],
    )  # fmt: skip
