"""Find the days in the file of an import."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

from hub import sheets
from hub.db import utc_now
from hub.hours.tables import read_table
from hub.sheets import Refusal
from hub.web import Invalid

MOST = 1024 * 1024  # bytes; a century of holidays is less
_CHUNK = 64 * 1024


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
