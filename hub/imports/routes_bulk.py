"""The routes of actions on many customers, and of exports."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from aiohttp import web

from hub.accounts import Permission, audit
from hub.blobs import BlobNotFound, Blobs, DirectoryStorage
from hub.db import Lane, Tx, utc_now
from hub.imports import bulk, bulk_runs
from hub.imports.bulk_runs import JOB_LANE, KIND, BulkJob
from hub.imports.export import export
from hub.imports.models import BulkRun
from hub.imports.schemas_bulk import BulkRunOut, NewBulkRun
from hub.jobs import Context as JobContext
from hub.jobs import Handlers
from hub.settings import Settings
from hub.web import Context, Forbidden, Invalid, NotFound, Routes

routes = Routes("bulk")
READ = Permission.CUSTOMERS_READ
KEEP_RUNS = timedelta(days=30)
EXPORT_SECONDS = 6 * 3_600.0


@routes.post("/api/bulk", permission=READ, summary="Do something with many customers", status=202, errors=(403, 409))
async def begin_bulk(ctx: Context, body: NewBulkRun) -> BulkRunOut:
    """Tag, untag, give to an owner (``customers:write``) or export (``customers:export``); it goes on by itself.

    Its progress is told by events of kind ``bulk`` in the room ``me``.
    """
    needed = Permission.CUSTOMERS_EXPORT if body.action == "export" else Permission.CUSTOMERS_WRITE
    if not ctx.user.may(needed):
        raise Forbidden

    region = ctx.settings.organisation.region

    async def work(tx: Tx) -> BulkRunOut:
        return bulk_runs.present(await bulk_runs.begin(tx, ctx.user, body, region), tx.now)

    return await ctx.db.write(work)


@routes.get("/api/bulk/{run_id}", permission=READ, summary="How far an action is", errors=(404,))
async def get_bulk(ctx: Context, run_id: UUID) -> BulkRunOut:
    """One's own action."""
    async with ctx.db.read() as session:
        return bulk_runs.present(await bulk_runs.get_run(session, ctx.user.id, run_id), utc_now())


@routes.post("/api/bulk/{run_id}/cancel", permission=READ, summary="Stop an action", errors=(404,))
async def cancel_bulk(ctx: Context, run_id: UUID) -> BulkRunOut:
    """Leave the rest as it is; what was done stays done. One that is over stays as it ended."""

    async def work(tx: Tx) -> BulkRunOut:
        run = await bulk_runs.get_run(tx.session, ctx.user.id, run_id)
        if await bulk_runs.lock_run(tx, run_id):
            await bulk_runs.end(tx, run, "cancelled")
        return bulk_runs.present(run, tx.now)

    return await ctx.db.write(work)


@routes.get("/api/bulk/{run_id}/file", permission=Permission.CUSTOMERS_EXPORT, summary="Fetch an export",
            errors=(404,), media="application/octet-stream")  # fmt: skip
async def get_bulk_file(ctx: Context, run_id: UUID) -> web.StreamResponse:
    """The file, for whoever asked for it, within seven days."""
    async with ctx.db.read() as session:
        run = await bulk_runs.get_run(session, ctx.user.id, run_id)
    blobs = Blobs(ctx.db, DirectoryStorage(ctx.settings.blobs.directory))
    try:
        info, chunks = await blobs.open(run.blob_id) if run.blob_id else (None, None)
    except BlobNotFound:
        info, chunks = None, None
    if info is None or chunks is None:
        raise NotFound("There is no file, or it has expired.", code="expired" if run.blob_id else "not_found")
    await ctx.db.write(lambda tx: _note(tx, ctx, run))
    response = web.StreamResponse(headers={
        "Content-Type": info.content_type, "Content-Length": str(info.size), "Cache-Control": "private, no-store",
        "Content-Disposition": f'attachment; filename="{info.name}"', "X-Content-Type-Options": "nosniff",
    })  # fmt: skip
    await response.prepare(ctx.request)
    async for chunk in chunks:
        await response.write(chunk)
    await response.write_eof()
    return response


async def _note(tx: Tx, ctx: Context, run: BulkRun) -> None:
    audit.record(tx, "export_fetched", actor_id=ctx.user.id, subject_id=run.id, address=ctx.peer.address)


def register(handlers: Handlers, settings: Settings) -> None:
    """Let the workers carry actions out, and forget old ones."""

    @handlers.on(KIND, payload=BulkJob, lane=JOB_LANE, timeout=EXPORT_SECONDS, buried=bulk.buried)
    async def carry_out(ctx: JobContext, job: BulkJob) -> None:
        async with ctx.database.read() as session:
            run = await session.get(BulkRun, job.run_id)
        try:
            if run is not None and run.action == "export":
                await export(ctx.database, settings, job.run_id)
            elif run is not None:
                await bulk.Worker(ctx.database, job.run_id).work()
        except Invalid:  # a field of the filter has changed since
            await bulk.fail(ctx.database, job.run_id, "filter")

    @handlers.cron("bulk.purge", every=timedelta(hours=24))
    async def purge(ctx: JobContext) -> None:
        async def work(tx: Tx) -> int:
            return await bulk_runs.purge_runs(tx, tx.now - KEEP_RUNS)

        while await ctx.database.write(work, lane=Lane.BULK):
            pass
