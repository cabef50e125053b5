"""The log of consent and the suppressions as files, a page at a time, each read on its own."""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from pathlib import Path
from typing import Any, Literal
from uuid import UUID

import sqlalchemy as sa
from aiohttp import web
from sqlalchemy.ext.asyncio import AsyncSession

from hub.accounts import user_refs
from hub.consent.load import counts
from hub.consent.models import ConsentEvent, Suppression
from hub.consent.schemas import ConsentExportQuery
from hub.consent.suppressions import stands
from hub.customers import Customer, Identity, shown_address
from hub.db import Database, utc_now
from hub.sheets.writing import MOST_ROWS, TYPES, Cell, CsvSheet, Sheet, XlsxSheet, safe

PAGE = 1_000
CHUNK = 256 * 1024
Format = Literal["csv", "xlsx"]
Lines = Sequence[Sequence[Cell]]
Read = Callable[[AsyncSession, UUID | None], Awaitable[tuple[Lines, UUID | None]]]
LOG = ("address", "kind", "channel", "purpose", "state", "source", "time", "wording", "language", "recorded_at",
       "recorded_by", "said_by", "taken_back")  # fmt: skip
SUPPRESSIONS = ("address", "match", "channel", "purpose", "reason", "note", "since", "until")


def log(query: ConsentExportQuery) -> Read:
    """What reads the log's pages, in the order in which it was written down."""
    event = ConsentEvent
    columns = (event.id, shown_address().label("value"), Identity.kind, event.channel, event.purpose, event.state,
               event.source, event.at, event.wording, event.language, event.recorded_at, event.actor_id)  # fmt: skip
    wanted = (
        sa.select(*columns, Customer.name, (~counts(event)).label("taken_back"))
        .join(Identity, Identity.id == event.identity_id)
        .outerjoin(Customer, Customer.id == event.customer_id)
        .order_by(event.id)
        .limit(PAGE)
    )
    for column, value in (
        (event.channel, query.channel), (event.purpose, query.purpose), (event.state, query.state),
        (event.source, query.source),
    ):  # fmt: skip
        wanted = wanted if value is None else wanted.where(column == value)
    wanted = wanted if query.since is None else wanted.where(event.at >= query.since)
    wanted = wanted if query.until is None else wanted.where(event.at < query.until)

    async def read(session: AsyncSession, after: UUID | None) -> tuple[Lines, UUID | None]:
        rows = (await session.execute(wanted if after is None else wanted.where(event.id > after))).all()
        people = await user_refs(session, {row.actor_id for row in rows if row.actor_id})
        names = {key: person.name for key, person in people.items()}
        return [_said(row, names) for row in rows], rows[-1].id if rows else None

    return read


def _said(row: Any, names: dict[UUID, str]) -> list[Cell]:
    return [
        row.value, row.kind, row.channel, row.purpose, row.state, row.source, row.at.isoformat(), row.wording,
        row.language, row.recorded_at.isoformat(), names.get(row.actor_id), row.name, "yes" if row.taken_back else None,
    ]  # fmt: skip


def suppressions() -> Read:
    """What reads the pages of those that stand."""
    one, now = Suppression, utc_now()

    async def read(session: AsyncSession, after: UUID | None) -> tuple[Lines, UUID | None]:
        query = sa.select(one).where(stands(now)).order_by(one.id).limit(PAGE)
        rows = list(await session.scalars(query if after is None else query.where(one.id > after)))
        return [_held(row) for row in rows], rows[-1].id if rows else None

    return read


def _held(one: Suppression) -> list[Cell]:
    ends = one.until.isoformat() if one.until else None
    return [one.value, one.match, one.channel, one.purpose, one.reason, one.note, one.since.isoformat(), ends]


async def send(
    request: web.Request, db: Database, name: str, form: Format, columns: Sequence[str], read: Read
) -> web.StreamResponse:
    """Answer with the file; what is under way is never whole in memory."""
    response = web.StreamResponse(headers={
        "Content-Type": TYPES[form] + ("; charset=utf-8" if form == "csv" else ""), "Cache-Control": "no-store",
        "X-Content-Type-Options": "nosniff",
        "Content-Disposition": f'attachment; filename="{name}-{utc_now():%Y-%m-%d}.{form}"',
    })  # fmt: skip
    await response.prepare(request)
    with tempfile.TemporaryDirectory(prefix="peyvand-export-") as folder:
        async for part in _bytes(db, form, columns, read, Path(folder)):
            if part:
                await response.write(part)
    await response.write_eof()
    return response


async def _bytes(db: Database, form: Format, columns: Sequence[str], read: Read, folder: Path) -> AsyncIterator[bytes]:
    sheet: Sheet = XlsxSheet(folder / "export.xlsx", "en") if form == "xlsx" else CsvSheet()
    yield sheet.write([columns])
    after, left = None, MOST_ROWS if form == "xlsx" else None
    while True:
        async with db.read() as session:
            rows, after = await read(session, after)
        if after is None or left == 0:
            break
        rows = rows[:left]
        left = None if left is None else left - len(rows)
        yield await asyncio.to_thread(_write, sheet, rows, form)
    if (path := await asyncio.to_thread(sheet.close)) is not None:
        with path.open("rb") as file:
            while chunk := await asyncio.to_thread(file.read, CHUNK):
                yield chunk


def _write(sheet: Sheet, rows: Lines, form: Format) -> bytes:
    if form == "xlsx":  # its texts stay texts
        return sheet.write(rows)
    return sheet.write([[safe(cell) if isinstance(cell, str) else cell for cell in row] for row in rows])
