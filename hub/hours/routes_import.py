"""The routes of imports of special days."""

from __future__ import annotations

from uuid import UUID

from pydantic import Field

from hub.accounts import audit
from hub.db import Tx
from hub.hours import importing
from hub.hours.board import HOURS
from hub.hours.routes import MANAGE, routes
from hub.hours.routes_days import who
from hub.hours.schemas import HoursImportOut, HoursImportRow, Outcome
from hub.hours.store import show
from hub.hours.upload import MOST, find_days
from hub.web import Context, Items, Page, PageQuery, decode_cursor, encode_cursor, receive_file


class HoursRowsQuery(PageQuery):
    """Which rows; all of them if ``outcome`` is left out."""

    outcome: list[Outcome] = Field(default_factory=list, max_length=4)


@routes.post(
    "/api/hours/{calendar_id}/imports", permission=MANAGE, summary="Begin an import of special days: send a file",
    status=201, errors=(400, 404, 408, 409, 413, 415, 422),
)  # fmt: skip
async def create_days_import(ctx: Context, calendar_id: UUID) -> HoursImportOut:
    """An iCalendar file, CSV or XLSX of at most 1 MB in the form field `file`. It says what it would do, and waits."""
    name, data = await receive_file(ctx.request, MOST)
    async with ctx.db.read() as session:
        calendar = await show(session, calendar_id)
    items = await find_days(name, data, calendar.time_zone)
    return await ctx.db.write(lambda tx: importing.begin(tx, calendar_id, name, items, ctx.user.id))


@routes.get("/api/hours/{calendar_id}/imports", permission=MANAGE, summary="List imports of special days")
async def list_days_imports(ctx: Context, calendar_id: UUID) -> Items[HoursImportOut]:
    """The latest ones, newest first."""
    async with ctx.db.read() as session:
        return Items(items=await importing.list_imports(session, calendar_id))


@routes.get(
    "/api/hours/{calendar_id}/imports/{import_id}/rows", permission=MANAGE, summary="What becomes of each day",
    errors=(404,),
)  # fmt: skip
async def list_days_import_rows(
    ctx: Context, calendar_id: UUID, import_id: UUID, query: HoursRowsQuery
) -> Page[HoursImportRow]:
    """In the file's order."""
    async with ctx.db.read() as session:
        found = await importing.get_import(session, calendar_id, import_id)
    rows = [row for row in found.rows if not query.outcome or row["outcome"] in query.outcome]
    start = min(max(decode_cursor(query.cursor, int)[0], 0), len(rows)) if query.cursor else 0
    end = start + query.limit
    cursor = encode_cursor(end) if end < len(rows) else None
    return Page(items=[importing.row_out(row) for row in rows[start:end]], next=cursor)


@routes.post(
    "/api/hours/{calendar_id}/imports/{import_id}/start", permission=MANAGE, summary="Carry an import out",
    errors=(404, 409),
)  # fmt: skip
async def start_days_import(ctx: Context, calendar_id: UUID, import_id: UUID) -> HoursImportOut:
    """All of its days at once."""

    async def work(tx: Tx) -> HoursImportOut:
        done = await importing.start(tx, calendar_id, import_id)
        added, changed = done.counts.add, done.counts.change
        audit.record(tx, "special_days_imported", subject_id=calendar_id, added=added, changed=changed, **who(ctx))
        return done

    done = await ctx.db.write(work)
    await ctx.service(HOURS).changed()
    return done


@routes.post(
    "/api/hours/{calendar_id}/imports/{import_id}/undo", permission=MANAGE, summary="Take an import back",
    errors=(404, 409),
)  # fmt: skip
async def undo_days_import(ctx: Context, calendar_id: UUID, import_id: UUID) -> HoursImportOut:
    """Days that somebody has changed since stay as they are."""

    async def work(tx: Tx) -> HoursImportOut:
        undone = await importing.undo(tx, calendar_id, import_id)
        audit.record(tx, "special_days_import_undone", subject_id=calendar_id, kept=undone.counts.kept, **who(ctx))
        return undone

    undone = await ctx.db.write(work)
    await ctx.service(HOURS).changed()
    return undone
