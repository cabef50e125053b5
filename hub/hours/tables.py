"""Special days out of a table: which column is the date, which the name, which the hours."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Callable
from typing import Any

from hub import sheets
from hub.hours.spans import DAY, Spans, overlap
from hub.sheets import Refusal
from hub.sheets.dates import read_date
from hub.text import digits, fold

MOST_ROWS = 1_000
_NAMES = {
    "date": ("تاریخ", "روز", "تاریخ شمسی", "تاریخ میلادی", "date", "day", "datum", "start date"),
    "name": ("مناسبت", "عنوان", "نام", "شرح", "تعطیلی", "name", "title", "holiday", "occasion", "subject", "summary"),
    "hours": ("ساعت کار", "ساعت", "ساعات", "ساعات کار", "hours", "open", "opening hours"),
}
_CLOSED = {fold(word) for word in ("", "تعطیل", "بسته", "closed", "-", "–")}
_CLOCK = r"(\d{1,2})(?::?(\d{2}))?"
_SPAN = re.compile(rf"\s*{_CLOCK}\s*(?:-|–|تا|to)\s*{_CLOCK}\s*")
_APART = re.compile(r"[,،;؛]| و | and ")


async def read_table(open_file: Callable[[], AsyncIterator[bytes]]) -> list[dict[str, Any]]:
    """Each day: ``row``, ``name``, ``text``, and ``date`` with ``hours``, or ``error``. Raises ``Refusal``."""
    known = await sheets.inspect(open_file(), {})
    if known["count"] > MOST_ROWS + 1:
        raise Refusal("too_many_days")
    header, columns = _columns([cells for _, cells in known["rows"]])
    header_row = known["rows"][0][0] if header else 0
    reading = {name: known["reading"].get(name) for name in ("encoding", "delimiter", "sheet")}
    items: list[dict[str, Any]] = []
    async for rows in sheets.read_rows(open_file(), reading, header_row):
        items += [_item(number, cells, columns) for number, cells in rows]
    if not items:
        raise Refusal("no_rows")
    return items


def _columns(rows: list[list[str]]) -> tuple[bool, dict[str, int]]:
    """Whether the first row names the columns, and where each is. Raises ``Refusal`` where there are no dates."""
    first = [fold(cell) for cell in rows[0]]
    named = {
        kind: place for kind, names in _NAMES.items() for place, cell in enumerate(first) if cell in _folded(names)
    }
    if "date" in named:
        return True, named
    header = not any(read_date(cell) for cell in rows[0])
    sample = rows[1] if header and len(rows) > 1 else rows[0]
    dated = [place for place, cell in enumerate(sample) if read_date(cell)]
    if not dated:
        raise Refusal("no_dates")
    others = [place for place in range(len(sample)) if place != dated[0]]
    found = {"date": dated[0]} | ({"name": others[0]} if others else {}) | named
    return header, found


def _folded(names: tuple[str, ...]) -> set[str]:
    return {fold(name) for name in names}


def _item(number: int, cells: list[str], columns: dict[str, int]) -> dict[str, Any]:
    def cell(kind: str) -> str:
        place = columns.get(kind)
        return " ".join(cells[place].split()) if place is not None and place < len(cells) else ""

    item: dict[str, Any] = {"row": number, "name": cell("name")[:120], "text": cell("date")[:80]}
    on = read_date(cell("date"))
    if on is None:
        return item | {"error": "date"}
    spans = read_hours(cell("hours"))
    return item | ({"error": "hours"} if spans is None else {"date": on.isoformat(), "hours": spans})


def read_hours(text: str) -> Spans | None:
    """Hours as people write them: ``9-13``, ``۹:۰۰ تا ۱۳:۳۰``, ``closed``; None where they cannot be read."""
    if fold(text) in _CLOSED:
        return ()
    found = [_SPAN.fullmatch(part) for part in _APART.split(digits(text))]
    spans: list[tuple[int, int]] = []
    for match in found:
        if match is None:
            return None
        start, end = (int(match[place]) * 60 + int(match[place + 1] or 0) for place in (1, 3))
        if not 0 <= start < end <= DAY:
            return None
        spans.append((start, end))
    return None if overlap(spans) is not None else tuple(sorted(spans))
