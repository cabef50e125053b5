"""Imports of consents in the store: found, changed, and told of while they go on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from hub import events
from hub.accounts import user_refs
from hub.consent.imports.schemas import ConsentImportOut
from hub.consent.models import ConsentImport
from hub.db import Reader, Tx
from hub.web import NotFound, Page, PageQuery, cut_page, decode_cursor

TABLE: Any = ConsentImport.__table__
OWNER = "consent_import"  # of a file's reference
ROOM = "consent_imports"
_PLAIN = (
    "id", "name", "state", "total", "done", "added", "known", "refused", "reasons", "rows", "error", "created_at",
    "finished_at", "version",
)  # fmt: skip
Values = Mapping[str, Any]


async def get(reader: Reader, import_id: UUID, *, lock: bool = False) -> dict[str, Any]:
    """The import's row; with ``lock`` held until the transaction ends. Raises ``NotFound``."""
    query = sa.select(TABLE).where(TABLE.c.id == import_id)
    found = (await reader.execute(query.with_for_update() if lock else query)).mappings().first()
    if found is None:
        raise NotFound("There is no such import.")
    return dict(found)


async def change(tx: Tx, import_id: UUID, changes: Values, *, tell: bool = True) -> dict[str, Any]:
    """Set these columns, and show the import to those who look at imports."""
    values = dict(changes) | {"version": TABLE.c.version + 1}
    made = await tx.connection.execute(sa.update(TABLE).where(TABLE.c.id == import_id).values(values).returning(TABLE))
    row = dict(made.mappings().one())
    if tell:
        await push(tx, row)
    return row


async def push(tx: Tx, row: Values) -> None:
    """Show it."""
    shown = (await describe(tx.connection, [row]))[0]
    await events.append(tx, ROOM, events.Kind.CONSENT_IMPORT, row["id"], row["version"], shown)


async def describe(reader: Reader, rows: Sequence[Values]) -> list[ConsentImportOut]:
    """The imports as the API gives them, in one query."""
    people = await user_refs(reader, {row["created_by"] for row in rows})
    return [
        ConsentImportOut.model_validate(
            {name: row[name] for name in _PLAIN} | row["options"]
            | {"columns": sorted(row["reading"]["columns"]), "created_by": people.get(row["created_by"])}
        )
        for row in rows
    ]  # fmt: skip


async def page(reader: Reader, query: PageQuery) -> Page[ConsentImportOut]:
    """A page of them, the latest first."""
    wanted = sa.select(TABLE).order_by(TABLE.c.created_at.desc(), TABLE.c.id.desc()).limit(query.limit + 1)
    if query.cursor:
        at, last = decode_cursor(query.cursor, datetime, UUID)
        after = sa.tuple_(sa.literal(at, TABLE.c.created_at.type), sa.literal(last))
        wanted = wanted.where(sa.tuple_(TABLE.c.created_at, TABLE.c.id) < after)
    rows, following = cut_page((await reader.execute(wanted)).all(), query.limit, "created_at", "id")
    return Page(items=await describe(reader, [dict(row._mapping) for row in rows]), next=following)
