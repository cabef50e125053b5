"""The routes of imports."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from aiohttp import web

from hub.accounts import Permission
from hub.imports import changes, rows, store
from hub.imports.files import Files
from hub.imports.run import CHECK, RUN, UNDO
from hub.imports.schemas import ImportChange, ImportOut, RowOut, RowsQuery
from hub.imports.upload import as_problem, receive
from hub.sheets import Refusal
from hub.web import Context, Page, PageQuery, Problem, Routes, cut_page, decode_cursor

routes = Routes("imports")
IMPORT = Permission.CUSTOMERS_IMPORT


@routes.post(
    "/api/imports", permission=IMPORT, summary="Begin an import: send a file", status=201,
    errors=(400, 408, 413, 415, 422),
)  # fmt: skip
async def create_import(ctx: Context) -> ImportOut:
    """A CSV or XLSX file of at most 25 MB in the form field `file`. Nothing is imported yet."""
    files = Files(ctx.db, ctx.settings)
    info = await receive(ctx.request, files.blobs)
    try:
        return await changes.begin(ctx.db, files, info, ctx.user)
    except Refusal as refusal:
        await files.blobs.delete(info.id)
        raise as_problem(refusal) from None


@routes.get("/api/imports", permission=IMPORT, summary="List imports")
async def list_imports(ctx: Context, query: PageQuery) -> Page[ImportOut]:
    """All imports, the latest first."""
    table = store.TABLE
    wanted = sa.select(table).order_by(table.c.created_at.desc(), table.c.id.desc()).limit(query.limit + 1)
    if query.cursor:
        key = decode_cursor(query.cursor, datetime, UUID)
        same = sa.and_(table.c.created_at == key[0], table.c.id < key[1])
        wanted = wanted.where(sa.or_(table.c.created_at < key[0], same))
    async with ctx.db.read() as session:
        found = (await session.execute(wanted)).all()
        page, cursor = cut_page(found, query.limit, "created_at", "id")
        return Page(items=await store.describe_all(session, [dict(row._mapping) for row in page]), next=cursor)


@routes.get("/api/imports/{import_id}", permission=IMPORT, summary="An import", errors=(404,))
async def get_import(ctx: Context, import_id: UUID) -> ImportOut:
    """How it is read and mapped, what a dry run found, how far it is."""
    async with ctx.db.read() as session:
        return await store.describe(session, await store.get_import(session, import_id))


@routes.patch(
    "/api/imports/{import_id}", permission=IMPORT, summary="Change how a file is read and mapped", errors=(404, 409)
)
async def change_import(ctx: Context, import_id: UUID, body: ImportChange) -> ImportOut:
    """Before it is started. What a dry run found is forgotten."""
    try:
        return await changes.change(ctx.db, Files(ctx.db, ctx.settings), import_id, body)
    except Refusal as refusal:
        raise as_problem(refusal, "body.reading") from None


@routes.post(
    "/api/imports/{import_id}/check", permission=IMPORT, summary="Make a dry run", status=202, errors=(404, 409, 422)
)
async def check_import(ctx: Context, import_id: UUID) -> ImportOut:
    """`preview` says what would happen; progress comes as `import` events."""
    return await ctx.db.write(lambda tx: changes.ask_for_check(tx, import_id, CHECK))


@routes.post(
    "/api/imports/{import_id}/start", permission=IMPORT, summary="Carry an import out", status=202,
    errors=(404, 409, 422),
)  # fmt: skip
async def start_import(ctx: Context, import_id: UUID) -> ImportOut:
    """Progress comes as `import` events."""
    return await ctx.db.write(lambda tx: changes.ask_for_run(tx, import_id, RUN, ctx.user))


@routes.post(
    "/api/imports/{import_id}/cancel", permission=IMPORT, summary="Stop an import", status=202, errors=(404, 409)
)
async def cancel_import(ctx: Context, import_id: UUID) -> ImportOut:
    """What is imported already stays, and can be taken back."""
    return await ctx.db.write(lambda tx: changes.cancel(tx, import_id))


@routes.post(
    "/api/imports/{import_id}/undo", permission=IMPORT, summary="Take an import back", status=202, errors=(404, 409)
)
async def undo_import(ctx: Context, import_id: UUID) -> ImportOut:
    """Changed customers get their values back, new ones go unless something has happened with them since."""
    return await ctx.db.write(lambda tx: changes.ask_for_undo(tx, import_id, UNDO))


@routes.get("/api/imports/{import_id}/rows", permission=IMPORT, summary="Rows that need a look", errors=(404,))
async def list_import_rows(ctx: Context, import_id: UUID, query: RowsQuery) -> Page[RowOut]:
    """All rows but those that simply made a customer, in the file's order."""
    after = decode_cursor(query.cursor, int)[0] if query.cursor else 0
    async with ctx.db.read() as session:
        await store.get_import(session, import_id)
        found = await rows.list_rows(session, import_id, query.state, after, query.limit + 1)
    page, cursor = cut_page(found, query.limit, "number")
    return Page(items=list(page), next=cursor)


@routes.get(
    "/api/imports/{import_id}/errors.csv", permission=IMPORT, summary="The rows that failed, to correct them",
    errors=(404, 410), media="text/csv",
)  # fmt: skip
async def download_errors(ctx: Context, import_id: UUID) -> web.StreamResponse:
    """The original rows, and in a last column what is wrong, in the reader's language."""
    async with ctx.db.read() as session:
        row = await store.get_import(session, import_id)
    files = Files(ctx.db, ctx.settings)
    if row["blob_id"] is None or not await files.blobs.exists(row["blob_id"]):
        raise Problem(410, "file_gone", "The file is not kept any more.")
    lines = rows.failed_rows(ctx.db, files, row, ctx.user.language)
    headers = {"Content-Disposition": 'attachment; filename="errors.csv"', "Cache-Control": "no-store"}
    response = web.StreamResponse(headers=headers | {"Content-Type": "text/csv; charset=utf-8"})
    await response.prepare(ctx.request)
    async for chunk in lines:
        await response.write(chunk)
    await response.write_eof()
    return response
