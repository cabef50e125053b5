"""Suppressions out of a file and into one: looked at first, added all at once, taken back."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterable
from typing import Any, Final
from uuid import UUID

import sqlalchemy as sa

from hub import sheets
from hub.consent.models import Suppression
from hub.consent.schemas import NewSuppression, SuppressionFileRow, SuppressionImportOut, SuppressionImportQuery
from hub.consent.suppressions import announce, read_value, stands
from hub.db import Tx, new_id
from hub.sheets import Refusal
from hub.text import fold
from hub.web import Invalid

MOST_BYTES, MOST_ROWS = 5 * 1024 * 1024, 20_000
SHOWN = 200  # rows that are told one by one
_CHUNK = 64 * 1024
_NAMES: Final = {
    "value": ("نشانی", "شماره", "موبایل", "تلفن", "ایمیل", "آدرس", "address", "value", "number", "phone", "mobile",
              "email", "e-mail", "mail"),
    "note": ("توضیح", "یادداشت", "دلیل", "علت", "note", "comment", "reason"),
}  # fmt: skip


async def read_file(data: bytes) -> list[tuple[int, str, str]]:
    """Each filled row: its number, the address and the note. Raises ``Invalid``."""

    async def chunks() -> AsyncIterator[bytes]:
        for start in range(0, len(data), _CHUNK):
            yield data[start : start + _CHUNK]

    if not data.strip():
        raise Invalid.field("body.file", "empty", str(Refusal("empty")))
    try:
        known = await sheets.inspect(chunks(), {})
        if known["count"] > MOST_ROWS + 1:
            raise Invalid.field(
                "body.file", "too_many_rows", f"There are more than {MOST_ROWS:,} rows: split the file."
            )
        header, columns = _columns(known["rows"][0][1] if known["rows"] else [])
        reading = {name: known["reading"].get(name) for name in ("encoding", "delimiter", "sheet")}
        first = known["rows"][0][0] if header else 0
        found = [_cells(number, cells, columns) async for rows in sheets.read_rows(chunks(), reading, first)
                 for number, cells in rows]  # fmt: skip
    except Refusal as refusal:
        raise Invalid.field("body.file", refusal.code, str(refusal)) from None
    if not (filled := [row for row in found if row[1] or row[2]]):
        raise Invalid.field("body.file", "no_rows", str(Refusal("no_rows")))
    return filled


def _columns(cells: list[str]) -> tuple[bool, dict[str, int]]:
    """Whether the first row names the columns, and where they are: without names the address is the first."""
    folded = [fold(cell) for cell in cells]
    named = {
        kind: folded.index(found) for kind, names in _NAMES.items()
        if (found := next((fold(name) for name in names if fold(name) in folded), None)) is not None
    }  # fmt: skip
    return "value" in named, named if "value" in named else {"value": 0, "note": 1}


def _cells(number: int, cells: list[str], columns: dict[str, int]) -> tuple[int, str, str]:
    def cell(kind: str) -> str:
        place = columns.get(kind)
        return " ".join(cells[place].split()) if place is not None and place < len(cells) else ""

    return number, cell("value")[:320], cell("note")[:400]


async def bring_in(
    tx: Tx, rows: list[tuple[int, str, str]], wanted: SuppressionImportQuery, by: UUID, region: str,
    area_code: str | None,
) -> SuppressionImportOut:  # fmt: skip
    """What the rows come to; with ``wanted.start`` they are added, whatever else is wrong in the file."""
    read = [(number, text, note, *_read(text, region, area_code)) for number, text, note in rows]
    known = await _known(tx, {value for *_, value in read if value}, wanted)
    import_id, adding, told = new_id(), [], []
    for number, text, note, kind, value in read:
        code = "unreadable" if value is None else "suppressed_already" if (kind, value) in known else None
        known.add((kind, value or ""))
        outcome = "add" if code is None else "error" if value is None else "skip"
        told.append(SuppressionFileRow(row=number, text=text, outcome=outcome, code=code))
        if code is None:
            adding.append(_row(tx, wanted, kind, value, note, by, import_id))
    if wanted.start and adding:
        await tx.connection.execute(sa.insert(Suppression), adding)
        # one of them is enough for open pages to look again
        await announce(tx, await tx.session.get_one(Suppression, adding[-1]["id"]))
    counts = {one: sum(row.outcome == one for row in told) for one in ("add", "skip", "error")}
    shown = sorted(told, key=lambda row: ("error", "skip", "add").index(row.outcome))[:SHOWN]
    return SuppressionImportOut.model_validate(
        {**counts, "rows": shown, "import_id": import_id if wanted.start and adding else None}
    )


def _read(text: str, region: str, area_code: str | None) -> tuple[str, str | None]:
    kind = "email" if "@" in text else "phone"
    if len(text) < 2:
        return kind, None
    try:
        asked = NewSuppression.model_validate({"kind": kind, "value": text})
        return kind, read_value(asked, region, area_code)
    except Invalid:
        return kind, None


async def _known(tx: Tx, values: Iterable[str], wanted: SuppressionImportQuery) -> set[tuple[str, str]]:
    """Those that are suppressed already for the same reason, everywhere."""
    one = Suppression
    query = sa.select(one.kind, one.value).where(
        one.match == "value", one.namespace == "", one.channel == "", one.purpose == "",
        one.reason == wanted.reason, stands(tx.now), one.value.in_(list(values)),
    )  # fmt: skip
    return {(row.kind, row.value) for row in await tx.connection.execute(query)}


def _row(
    tx: Tx, wanted: SuppressionImportQuery, kind: str, value: str | None, note: str, by: UUID, import_id: UUID
) -> dict[str, Any]:
    return {
        "id": new_id(), "kind": kind, "namespace": "", "match": "value", "value": value, "channel": "", "purpose": "",
        "reason": wanted.reason, "note": note or None, "source": "import", "since": tx.now, "until": None,
        "created_by": by, "created_at": tx.now, "import_id": import_id, "version": 1,
    }  # fmt: skip


async def take_back(tx: Tx, import_id: UUID, why: str, by: UUID) -> int:
    """Lift what an import added and nobody has lifted since; how many."""
    one = Suppression
    lifted = (
        sa.update(one).where(one.import_id == import_id, one.lifted_at.is_(None))
        .values(lifted_at=tx.now, lifted_by=by, lifted_why=why, version=one.version + 1)
    )  # fmt: skip
    done = await tx.connection.execute(lifted)
    return int(done.rowcount)
