"""Take the file of an import from a form, and find the days in it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import Any

from aiohttp import BodyPartReader, web

from hub import sheets
from hub.blobs import plain_name
from hub.db import utc_now
from hub.hours.tables import read_table
from hub.sheets import Refusal
from hub.web import MALFORMED, Invalid, Problem

MOST = 1024 * 1024  # bytes; a century of holidays is less
_FORM = 16 * 1024  # bytes around the file
_SECONDS = 60.0
_CHUNK = 64 * 1024


async def receive(request: web.Request) -> tuple[str, bytes]:
    """Name and content of the form's field ``file``. Raises ``Problem``."""
    if request.content_type != "multipart/form-data":
        raise Problem(415, "unsupported_media_type", "Send the file as multipart/form-data, in the field file.")
    if (request.content_length or 0) > MOST + _FORM:
        raise _too_large()
    try:
        async with asyncio.timeout(_SECONDS):
            reader = await request.multipart()
            while (part := await reader.next()) is not None:
                if isinstance(part, BodyPartReader) and part.name == "file" and part.filename:
                    return (plain_name(part.filename) or "file")[-200:], await _content(part)
    except TimeoutError:
        raise Problem(408, "too_slow", "The file did not arrive in time.") from None
    except MALFORMED:
        raise Problem(400, "malformed_body", "The form cannot be read.") from None
    raise Invalid.field("body.file", "missing", "Choose a file.")


async def _content(part: BodyPartReader) -> bytes:
    found = bytearray()
    while chunk := await part.read_chunk(_CHUNK):
        found += chunk
        if len(found) > MOST:
            raise _too_large()
    return bytes(found)


async def find_days(name: str, data: bytes, zone: str) -> list[dict[str, Any]]:
    """What the file says of each day, an iCalendar file or a table. Raises ``Invalid`` for one that is neither."""

    async def chunks() -> AsyncIterator[bytes]:
        for start in range(0, len(data), _CHUNK):
            yield data[start : start + _CHUNK]

    if not data.strip():
        raise Invalid.field("body.file", "empty", str(Refusal("empty")))
    try:
        is_calendar = b"BEGIN:VCALENDAR" in data[:1_000].upper() or name.lower().endswith((".ics", ".ical"))
        if is_calendar:
            return await sheets.read_events(chunks(), zone, utc_now().year)
        return await read_table(chunks)
    except Refusal as refusal:
        raise Invalid.field("body.file", refusal.code, str(refusal)) from None


def _too_large() -> Problem:
    return Problem(413, "too_large", "The file is larger than 1 MB.", headers={"Connection": "close"})
