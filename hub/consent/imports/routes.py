"""The routes of imports of consents."""

from __future__ import annotations

from collections.abc import AsyncIterator
from uuid import UUID

from hub import blobs, jobs
from hub.accounts import Permission, audit
from hub.consent.imports import store
from hub.consent.imports.reading import blobs_of, inspect
from hub.consent.imports.run import CHECK, RUN, UNDO
from hub.consent.imports.schemas import ConsentImportOut, ConsentImportQuery
from hub.consent.schemas import Lifting
from hub.db import Tx, new_id
from hub.jobs.imports import LANE, ImportJob
from hub.sheets import MAX_BYTES, Refusal
from hub.web import Conflict, Context, Invalid, Page, PageQuery, Routes, receive_file

routes = Routes("consent")
IMPORT = Permission.CONSENT_IMPORT
_CHUNK = 256 * 1024


@routes.post("/api/consents/imports", permission=IMPORT, summary="Look at a file of consents", status=202,
             errors=(400, 408, 413, 415, 422))  # fmt: skip
async def create_consent_import(ctx: Context, query: ConsentImportQuery) -> ConsentImportOut:
    """CSV or XLSX in the form field `file`, 25 MB and 200,000 rows at most. Nothing is written down yet.

    Columns: address, and where wanted channel, purpose, state, time, source, wording, language.
    """
    name, data = await receive_file(ctx.request, MAX_BYTES)
    kept = blobs_of(ctx.db, ctx.settings)
    info = await kept.put(_chunks(data), name=name)
    try:
        reading, total = await inspect(kept, info.id)
    except Refusal as refusal:
        await kept.delete(info.id)
        raise Invalid.field("body.file", refusal.code, str(refusal)) from None
    options = {**query.model_dump(mode="json", exclude={"state"}), "state_meant": query.state}

    async def work(tx: Tx) -> ConsentImportOut:
        import_id = new_id()
        row = {
            "id": import_id, "name": name, "blob_id": info.id, "state": "checking", "reading": reading,
            "options": options, "total": total, "done": 0, "added": 0, "known": 0, "refused": 0, "reasons": {},
            "rows": [], "created_by": ctx.user.id, "created_at": tx.now, "version": 1,
        }  # fmt: skip
        inserted = await tx.connection.execute(store.TABLE.insert().values(row).returning(store.TABLE))
        made = dict(inserted.mappings().one())
        await blobs.add_reference(tx, info.id, store.OWNER, import_id)
        await _enqueue(tx, CHECK, import_id)
        await store.push(tx, made)
        return (await store.describe(tx.connection, [made]))[0]

    return await ctx.db.write(work)


@routes.get("/api/consents/imports", permission=IMPORT, summary="List imports of consents")
async def list_consent_imports(ctx: Context, query: PageQuery) -> Page[ConsentImportOut]:
    """All of them, the latest first."""
    async with ctx.db.read() as session:
        return await store.page(session, query)


@routes.get("/api/consents/imports/{import_id}", permission=IMPORT, summary="An import of consents", errors=(404,))
async def get_consent_import(ctx: Context, import_id: UUID) -> ConsentImportOut:
    """What a look at it found, or how far it is."""
    async with ctx.db.read() as session:
        return (await store.describe(session, [await store.get(session, import_id)]))[0]


@routes.post("/api/consents/imports/{import_id}/start", permission=IMPORT, summary="Write the consents of a file down",
             status=202, errors=(404, 409))  # fmt: skip
async def start_consent_import(ctx: Context, import_id: UUID) -> ConsentImportOut:
    """What the look at it found good; the rest is told with it."""
    empty = {"done": 0, "added": 0, "known": 0, "refused": 0, "reasons": {}, "rows": []}

    async def work(tx: Tx) -> ConsentImportOut:
        row = await _locked(tx, import_id, {"checked"}, "It is not looked at yet, or was started already.")
        await _enqueue(tx, RUN, import_id)
        audit.record(tx, "consent.imported", actor_id=ctx.user.id, subject_id=import_id, name=row["name"],
                     rows=row["added"])  # fmt: skip
        return await _changed(tx, import_id, {"state": "running", **empty})

    return await ctx.db.write(work)


@routes.post("/api/consents/imports/{import_id}/cancel", permission=IMPORT, summary="Stop an import of consents",
             status=202, errors=(404, 409))  # fmt: skip
async def cancel_consent_import(ctx: Context, import_id: UUID) -> ConsentImportOut:
    """What is written down already stays, and can be taken back."""

    async def work(tx: Tx) -> ConsentImportOut:
        await _locked(tx, import_id, {"checking", "checked", "running"}, "It is over already.")
        audit.record(tx, "consent.import_cancelled", actor_id=ctx.user.id, subject_id=import_id)
        return await _changed(tx, import_id, {"state": "cancelled", "finished_at": tx.now})

    return await ctx.db.write(work)


@routes.post("/api/consents/imports/{import_id}/undo", permission=IMPORT, summary="Take an import of consents back",
             status=202, errors=(404, 409))  # fmt: skip
async def undo_consent_import(ctx: Context, import_id: UUID, body: Lifting) -> ConsentImportOut:
    """It stays in the log and counts no more: its addresses stand as what else was said there says."""

    async def work(tx: Tx) -> ConsentImportOut:
        row = await _locked(tx, import_id, {"done", "cancelled", "failed"}, "There is nothing to take back.")
        if not row["done"]:
            raise Conflict("There is nothing to take back.", code="state")
        await _enqueue(tx, UNDO, import_id)
        audit.record(tx, "consent.import_undone", actor_id=ctx.user.id, subject_id=import_id, why=body.why)
        return await _changed(tx, import_id, {"state": "undoing", "position": None, "error": None})

    return await ctx.db.write(work)


async def _locked(tx: Tx, import_id: UUID, states: set[str], otherwise: str) -> store.Values:
    row = await store.get(tx.connection, import_id, lock=True)
    if row["state"] not in states:
        raise Conflict(otherwise, code="state")
    return row


async def _changed(tx: Tx, import_id: UUID, changes: store.Values) -> ConsentImportOut:
    return (await store.describe(tx.connection, [await store.change(tx, import_id, changes)]))[0]


async def _enqueue(tx: Tx, kind: str, import_id: UUID) -> None:
    await jobs.enqueue(tx, kind, ImportJob(import_id=import_id), lane=LANE, key=f"{kind}:{import_id}")


async def _chunks(data: bytes) -> AsyncIterator[bytes]:
    for start in range(0, len(data), _CHUNK):
        yield data[start : start + _CHUNK]
