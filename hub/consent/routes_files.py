"""The routes of suppressions in files: out of one, taken back, and into one; the log of consent into one."""

from __future__ import annotations

from uuid import UUID

from aiohttp import web

from hub.accounts import Permission, audit
from hub.consent import exports, suppression_files
from hub.consent.schemas import (
    ConsentExportQuery,
    FileQuery,
    Lifting,
    SuppressionImportOut,
    SuppressionImportQuery,
    SuppressionsLifted,
)
from hub.db import Lane, Tx
from hub.sheets.writing import TYPES
from hub.web import Context, Routes, receive_file

routes = Routes("consent")
IMPORT = Permission.CONSENT_IMPORT
FILES = ", ".join(TYPES.values())


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


@routes.get("/api/suppressions/export", permission=IMPORT, summary="The suppressions as a file", media=FILES)
async def export_suppressions(ctx: Context, query: FileQuery) -> web.StreamResponse:
    """Those that stand, as CSV or, with `format=xlsx`, as a workbook."""

    async def work(tx: Tx) -> None:
        audit.record(tx, "suppression.exported", actor_id=ctx.user.id, format=query.format)

    await ctx.db.write(work)
    lines = exports.suppressions()
    return await exports.send(ctx.request, ctx.db, "suppressions", query.format, exports.SUPPRESSIONS, lines)


@routes.get("/api/consents/export", permission=IMPORT, summary="The log of consent as a file", media=FILES)
async def export_consents(ctx: Context, query: ConsentExportQuery) -> web.StreamResponse:
    """Everything that was said, or a part of it, as CSV or, with `format=xlsx`, as a workbook of 1,048,575 at most."""
    chosen = {name: value for name, value in query.model_dump(mode="json").items() if value is not None}

    async def work(tx: Tx) -> None:
        audit.record(tx, "consent.exported", actor_id=ctx.user.id, **chosen)

    await ctx.db.write(work)
    return await exports.send(ctx.request, ctx.db, "consents", query.format, exports.LOG, exports.log(query))
