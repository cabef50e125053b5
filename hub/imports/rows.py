"""The rows of an import that need a look: listed, and as a file to correct and send again."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import AsyncIterator, Mapping, Sequence
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from hub import sheets
from hub.customers import Customer
from hub.db import Database, Reader
from hub.imports.files import Files, bare
from hub.imports.models import ImportRow
from hub.imports.schemas import CustomerLink, RowOut
from hub.imports.words import word

_ROW: Any = ImportRow.__table__
AT_ONCE = 1_000
_HARMFUL = tuple("=+-@\t\r\n＝＋－＠")
_HARMLESS = re.compile(r"[+-]?[\d\s().,/-]*")
_TITLE = {"fa": "ایراد"}


async def list_rows(
    reader: Reader, import_id: UUID, state: str | None, after: int, limit: int
) -> Sequence[RowOut]:  # fmt: skip
    """Rows behind number ``after``, in the file's order."""
    query = (
        sa.select(_ROW.c.number, _ROW.c.state, _ROW.c.problems, Customer.id, Customer.name)
        .select_from(sa.outerjoin(_ROW, Customer.__table__, Customer.id == _ROW.c.customer_id))
        .where(_ROW.c.import_id == import_id, _ROW.c.number > after)
        .order_by(_ROW.c.number)
        .limit(limit)
    )
    if state:
        query = query.where(_ROW.c.state == state)
    return [
        RowOut(
            number=number, state=found, problems=problems,
            customer=CustomerLink(id=customer, name=name) if customer else None,
        )
        for number, found, problems, customer, name in await reader.execute(query)
    ]  # fmt: skip


async def failed_rows(db: Database, files: Files, row: Mapping[str, Any], language: str) -> AsyncIterator[bytes]:
    """A CSV file of the rows that failed, as they came, with a column that says why. Raises ``Refusal``."""
    header = [column["header"] for column in row["mapping"]]
    delimiter = row["reading"].get("delimiter") or ","
    yield "\ufeff".encode() + _line([*header, _TITLE.get(language, "problem")], delimiter)
    wanted = _failed(db, row["id"])
    next_one = await anext(wanted, None)
    reading = sheets.read_rows(files.content(row["blob_id"]), bare(row["reading"]), row["reading"]["header_row"])
    try:
        async for chunk in reading:
            lines = []
            for number, cells in chunk:
                if next_one is None:
                    break
                if number == next_one[0]:
                    filled = [*cells, *[""] * (len(header) - len(cells))]
                    lines.append(_line([*filled, _say(next_one[1], language)], delimiter))
                    next_one = await anext(wanted, None)
            if lines:
                yield b"".join(lines)
            if next_one is None:
                return
    finally:
        await reading.aclose()


async def _failed(db: Database, import_id: UUID) -> AsyncIterator[tuple[int, list[dict[str, Any]]]]:
    after = 0
    query = sa.select(_ROW.c.number, _ROW.c.problems).where(_ROW.c.import_id == import_id, _ROW.c.state == "failed")
    while True:
        async with db.read() as session:
            page = query.where(_ROW.c.number > after).order_by(_ROW.c.number).limit(AT_ONCE)
            found = (await session.execute(page)).all()
        for number, problems in found:
            yield number, problems
        if len(found) < AT_ONCE:
            return
        after = found[-1].number


def _say(problems: Sequence[Mapping[str, Any]], language: str) -> str:
    """What is wrong, each with its column."""
    return " ".join(
        (f"{one['column']}: " if one["column"] else "") + word(one["code"], language) for one in problems
    )  # fmt: skip


def _line(cells: Sequence[str], delimiter: str) -> bytes:
    made = io.StringIO()
    csv.writer(made, delimiter=delimiter).writerow([_harmless(cell) for cell in cells])
    return made.getvalue().encode("utf-8", "replace")


def _harmless(cell: str) -> str:
    """A spreadsheet takes what begins like a formula for one; an apostrophe makes it text."""
    return f"'{cell}" if cell.startswith(_HARMFUL) and not _HARMLESS.fullmatch(cell) else cell
