"""The file of an import: looked at once, and read in batches by a process of its own."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Mapping
from contextlib import aclosing
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from hub import sheets
from hub.blobs import BlobNotFound, Blobs, DirectoryStorage
from hub.consent.imports import words
from hub.consent.imports.rows import Row, Terms, read
from hub.db import Database
from hub.settings import Settings
from hub.sheets import Refusal

SLICE = 20  # rows read between two looks at what else the loop has to do


def blobs_of(db: Database, settings: Settings) -> Blobs:
    """Where the files are."""
    return Blobs(db, DirectoryStorage(settings.blobs.directory), max_bytes=sheets.MAX_BYTES)


async def inspect(blobs: Blobs, blob: UUID) -> tuple[dict[str, Any], int]:
    """How the file is read, with the columns, and how many rows it has. Raises ``Refusal``."""
    found = await sheets.inspect(_content(blobs, blob), {})
    number, cells = found["rows"][0]
    columns = words.find_columns(cells)
    total = found["count"] - bool(columns)
    if total <= 0:
        raise Refusal("no_rows")
    known = {name: found["reading"].get(name) for name in ("encoding", "delimiter", "sheet")}
    header = {"header_row": number, "columns": columns} if columns else {"header_row": 0, "columns": {"address": 0}}
    return known | header, total


def terms_of(row: Mapping[str, Any], settings: Settings) -> Terms:
    """What holds for all rows of an import."""
    place, options = settings.organisation, row["options"]
    return Terms(
        columns=row["reading"]["columns"], channel=options["channel"], purpose=options["purpose"],
        state=options["state_meant"], wording=options["wording"], region=place.region, area_code=place.area_code,
        zone=ZoneInfo(place.time_zone), now=row["created_at"],
    )  # fmt: skip


async def batches(
    blobs: Blobs, row: Mapping[str, Any], terms: Terms, size: int, skip: int
) -> AsyncGenerator[list[Row]]:
    """The rows behind the first ``skip``, ``size`` at a time. Raises ``Refusal``."""
    kept: list[Row] = []
    reading = {name: row["reading"].get(name) for name in ("encoding", "delimiter", "sheet")}
    content = _content(blobs, row["blob_id"])
    async with aclosing(sheets.read_rows(content, reading, row["reading"]["header_row"], skip)) as found:
        async for items in found:
            for start in range(0, len(items), SLICE):
                kept += [read(number, cells, terms) for number, cells in items[start : start + SLICE]]
                await asyncio.sleep(0)
            while len(kept) >= size:
                yield kept[:size]
                kept = kept[size:]
    if kept:
        yield kept


async def _content(blobs: Blobs, blob: UUID | None) -> AsyncIterator[bytes]:
    if blob is None:
        raise Refusal("unreadable")
    try:
        _, chunks = await blobs.open(blob)
    except BlobNotFound:
        raise Refusal("unreadable") from None
    async for chunk in chunks:
        yield chunk
