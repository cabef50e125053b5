"""The file of an import: kept as a blob, read by the process for it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any
from uuid import UUID

from hub import sheets
from hub.blobs import BlobNotFound, Blobs, DirectoryStorage
from hub.db import Database
from hub.imports import mapping
from hub.settings import Settings
from hub.sheets import Refusal


class Files:
    """Opens the files of imports."""

    def __init__(self, database: Database, settings: Settings) -> None:
        self.blobs = Blobs(database, DirectoryStorage(settings.blobs.directory), max_bytes=sheets.MAX_BYTES)

    async def content(self, blob: UUID | None) -> AsyncIterator[bytes]:
        """The file's bytes. Raises ``Refusal`` when it is gone."""
        if blob is None:
            raise Refusal("unreadable")
        try:
            _, chunks = await self.blobs.open(blob)
        except BlobNotFound:
            raise Refusal("unreadable") from None
        async for chunk in chunks:
            yield chunk

    async def inspect(
        self, blob: UUID, reading: dict[str, Any], fields: dict[str, str]
    ) -> tuple[dict[str, Any], list[dict[str, Any]], int]:
        """The completed reading, the columns, and how many rows there are. Raises ``Refusal``."""
        asked = {name: reading.get(name) for name in ("encoding", "delimiter", "sheet")}
        found = await sheets.inspect(self.content(blob), asked)
        rows = found["rows"]
        header_row = reading.get("header_row")
        if header_row is None:
            header_row = mapping.find_header(rows, fields)
        total = found["count"] - sum(number <= header_row for number, _ in rows)
        if total <= 0:
            raise Refusal("no_rows")
        known = reading | found["reading"] | {"header_row": header_row}
        return known, mapping.describe_columns(rows, found["width"], header_row, fields, found["orders"]), total


def bare(reading: dict[str, Any]) -> dict[str, Any]:
    """What the other process needs to know to read the file again."""
    return {name: reading.get(name) for name in ("encoding", "delimiter", "sheet")}
