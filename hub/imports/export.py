"""Write customers into a file, a page at a time: however many there are, little of them is in memory."""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import AsyncIterator, Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncSession

from hub.accounts import audit, user_refs
from hub.blobs import Blobs, BlobTooLarge, DirectoryStorage, add_reference
from hub.customers import (
    Catalogue,
    Customer,
    Frame,
    Selection,
    all_addresses,
    all_tags,
    count_customers,
    find_customers,
    key_of,
    load_catalogue,
    organisations_of,
)
from hub.db import Database, Lane, Tx
from hub.imports.bulk_runs import end, lock_run, push, selection_of
from hub.imports.export_columns import FIELD, Found, Style, cells, headers
from hub.imports.models import BulkRun
from hub.imports.words_bulk import say
from hub.settings import Settings
from hub.sheets.writing import MOST_ROWS, TYPES, CsvSheet, Sheet, XlsxSheet

PAGE = 500  # customers read at once
MOST_BYTES = 2 * 1024**3
KEEP = timedelta(days=7)
TELL_ROWS = 2_000
CHUNK = 256 * 1024


class Over(Exception):
    """The run was cancelled."""


async def export(db: Database, settings: Settings, run_id: UUID) -> None:
    """Write the run's file and keep it for whoever asked; begun anew when it was interrupted."""
    async with db.read() as session:
        run = await session.get(BulkRun, run_id)
        if run is None or run.state not in {"waiting", "running"}:
            return
        wanted, frame = await selection_of(session, run, db.dialect)
        catalogue = await load_catalogue(session)
        total = await count_customers(session, wanted, frame, most=None)
    if run.options["format"] == "xlsx" and total > MOST_ROWS:
        await db.write(lambda tx: _refuse(tx, run_id, "too_many_rows"), lane=Lane.BULK)
        return
    await db.write(lambda tx: _progress(tx, run_id, 0, total), lane=Lane.BULK)
    with tempfile.TemporaryDirectory(prefix="peyvand-export-") as folder:
        await _keep(db, settings, run, _bytes(db, run, _Source(wanted, frame, catalogue, total), Path(folder)))


class _Source:
    """Which customers, and what their columns may be."""

    def __init__(self, wanted: Selection, frame: Frame, catalogue: Catalogue, total: int) -> None:
        self.wanted, self.frame, self.catalogue, self.total = wanted, frame, catalogue, total


async def _keep(db: Database, settings: Settings, run: BulkRun, chunks: AsyncIterator[bytes]) -> None:
    blobs = Blobs(db, DirectoryStorage(settings.blobs.directory))
    kind = run.options["format"]
    name = f"customers-{run.created_at:%Y-%m-%d}.{kind}"
    expires_at = run.created_at + KEEP
    try:
        info = await blobs.put(
            chunks, content_type=TYPES[kind], name=name, expires_at=expires_at, max_bytes=MOST_BYTES
        )  # fmt: skip
    except BlobTooLarge:
        await db.write(lambda tx: _refuse(tx, run.id, "too_large"), lane=Lane.BULK)
        return
    except Over:
        return
    file = {"name": name, "size": info.size, "expires_at": expires_at.isoformat()}

    async def work(tx: Tx) -> bool:
        current = await lock_run(tx, run.id)
        if current is None:
            return False
        current.blob_id, current.options = info.id, current.options | {"file": file}
        current.total = current.done
        await add_reference(tx, info.id, "bulk_run", run.id)
        audit.record(
            tx, "customers_exported", actor_id=run.created_by, subject_id=run.id, rows=current.done, format=kind,
            columns=run.options["columns"],
        )  # fmt: skip
        await end(tx, current, "done")
        return True

    if not await db.write(work, lane=Lane.BULK):
        await blobs.delete(info.id)


async def _bytes(db: Database, run: BulkRun, source: _Source, folder: Path) -> AsyncIterator[bytes]:
    """The file's bytes, as they come."""
    options = run.options
    xlsx = options["format"] == "xlsx"
    sheet: Sheet = XlsxSheet(folder / "export.xlsx", options["language"]) if xlsx else CsvSheet()
    kinds = {one.key: one.kind for one in source.catalogue.values() if one.key}
    style = Style(options["language"], options["calendar"], ZoneInfo(options["zone"]), kinds)
    columns = options["columns"]
    yield sheet.write([headers(columns, source.catalogue, options["language"])])
    done = told = 0
    async for customers, found in _pages(db, source, columns, options["sort"]):
        yield await asyncio.to_thread(_write, sheet, customers, columns, found, style)
        done += len(customers)
        if done - told >= TELL_ROWS:
            told = done
            await db.write(lambda tx: _progress(tx, run.id, done, source.total), lane=Lane.BULK)  # noqa: B023 - at once
    await db.write(lambda tx: _progress(tx, run.id, done, source.total), lane=Lane.BULK)
    path = await asyncio.to_thread(sheet.close)
    if path is not None:
        with path.open("rb") as file:
            while chunk := await asyncio.to_thread(file.read, CHUNK):
                yield chunk


def _write(sheet: Sheet, customers: Sequence[Customer], columns: Sequence[str], found: Found, style: Style) -> bytes:
    return sheet.write([cells(one, columns, found, style) for one in customers])


async def _pages(
    db: Database, source: _Source, columns: Sequence[str], sort: Any
) -> AsyncIterator[tuple[Sequence[Customer], Found]]:
    """Pages of customers with what belongs to them, each read on its own: a long read would hold the store's log."""
    people = [name for name in columns if name.startswith(FIELD) and source.catalogue[name].kind == "person"]
    after = None
    while True:
        async with db.read() as session:
            page = await find_customers(session, source.wanted, source.frame, sort=sort, after=after, limit=PAGE)
            if not page:
                return
            found = await _found(session, page, [name.removeprefix(FIELD) for name in people])
        yield page, found
        after = key_of(page[-1], sort)
        if len(page) < PAGE:
            return


async def _found(session: AsyncSession, page: Sequence[Customer], people: Sequence[str]) -> Found:
    ids = [one.id for one in page]
    users = {one.owner_id for one in page if one.owner_id}
    users |= {UUID(one.fields[key]) for one in page for key in people if one.fields.get(key)}
    organisations = await organisations_of(session, page)
    tags = await all_tags(session, ids)
    return Found(
        organisations={key: one.name for key, one in organisations.items()},
        users=await user_refs(session, users),
        tags={root: [tag.name for tag in some] for root, some in tags.items()},
        addresses=await all_addresses(session, ids, show=str),
    )


async def _progress(tx: Tx, run_id: UUID, done: int, total: int) -> None:
    run = await lock_run(tx, run_id)
    if run is None:
        raise Over
    run.state, run.done, run.total = "running", done, max(done, total)
    await push(tx, run)


async def _refuse(tx: Tx, run_id: UUID, code: str) -> None:
    run = await lock_run(tx, run_id)
    if run is not None:
        await end(tx, run, "failed", say(code, run.options["language"]))
