"""The routes of suppressions in files: out of one, taken back, and into one."""

from __future__ import annotations

from uuid import UUID

from aiohttp import web

from hub.accounts import Permission, audit
from hub.consent import suppression_files
from hub.consent.schemas import Lifting, SuppressionImportOut, SuppressionImportQuery, SuppressionsLifted
from hub.db import Lane, Tx, utc_now
from hub.web import Context, Routes, receive_file

routes = Routes("consent")
IMPORT = Permission.CONSENT_IMPORT


@routes.post("/api/suppressions/imports", permission=IMPORT, summary="Suppress the addresses in a file",
             errors=(400, 408, 413, 415, 422))  # fmt: skip
async def import_suppressions(ctx: Context, query: SuppressionImportQuery) -> SuppressionImportOut:
    """CSV or XLSX, 5 MB and 20,000 rows at most, in the form field `file`. Nothing changes without `start`."""
    _, data = await receive_file(ctx.request, suppression_files.MOST_BYTES)
    rows = await suppression_files.read_file(data)
    place = ctx.settings.organisation

    async def work(tx: Tx) -> SuppressionImportOut:
        found = await suppression_files.bring_in(tx, rows, query, ctx.user.id, place.region, place.area_code)
        if found.import_id is not None:
            audit.record(
                tx, "suppression.imported", actor_id=ctx.user.id, subject_id=found.import_id, added=found.add,
                reason=query.reason,
            )  # fmt: skip
        return found

    return await ctx.db.write(work, lane=Lane.BULK)


@routes.post("/api/suppressions/imports/{import_id}/undo", permission=IMPORT, summary="Take an import back")
async def undo_suppressions_import(ctx: Context, import_id: UUID, body: Lifting) -> SuppressionsLifted:
    """What it added is lifted, but for what somebody has lifted since."""

    async def work(tx: Tx) -> SuppressionsLifted:
        count = await suppression_files.take_back(tx, import_id, body.why, ctx.user.id)
        if count:
            audit.record(
                tx, "suppression.import_undone", actor_id=ctx.user.id, subject_id=import_id, lifted=count
            )  # fmt: skip
        return SuppressionsLifted(lifted=count)

    return await ctx.db.write(work, lane=Lane.BULK)


@routes.get("/api/suppressions/export", permission=IMPORT, summary="The suppressions as a file", media="text/csv")
async def export_suppressions(ctx: Context) -> web.StreamResponse:
    """Those that stand, as CSV."""
    now = utc_now()
    response = web.StreamResponse(headers={
        "Content-Type": "text/csv; charset=utf-8", "X-Content-Type-Options": "nosniff", "Cache-Control": "no-store",
        "Content-Disposition": f'attachment; filename="suppressions-{now:%Y-%m-%d}.csv"',
    })  # fmt: skip

    async def work(tx: Tx) -> None:
        audit.record(tx, "suppression.exported", actor_id=ctx.user.id)

    await ctx.db.write(work)
    await response.prepare(ctx.request)
    async with ctx.db.read() as session:
        async for part in suppression_files.pages(session, now):
            await response.write(part)
    await response.write_eof()
    return response
