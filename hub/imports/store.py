"""Imports in the store: described, and told of while they go on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from hub import events
from hub.accounts import UserRef, user_refs
from hub.db import Reader, Tx
from hub.imports.models import ImportRun
from hub.imports.schemas import ImportOut, PreviewOut, UndoOut
from hub.web import NotFound

TABLE: Any = ImportRun.__table__
OWNER = "import"  # of a file's reference
_PLAIN = (
    "id", "name", "state", "policy", "options", "total", "done", "created", "updated", "skipped", "failed", "warned",
    "error", "created_at", "started_at", "finished_at", "version",
)  # fmt: skip
Values = Mapping[str, Any]


async def get_import(reader: Reader, import_id: UUID) -> Values:
    """The import's row. Raises ``NotFound``."""
    found = (await reader.execute(sa.select(TABLE).where(TABLE.c.id == import_id))).mappings().first()
    if found is None:
        raise NotFound("There is no such import.")
    return dict(found)


async def lock_import(tx: Tx, import_id: UUID) -> Values:
    """The same, held until the transaction ends."""
    query = sa.select(TABLE).where(TABLE.c.id == import_id).with_for_update()
    found = (await tx.connection.execute(query)).mappings().first()
    if found is None:
        raise NotFound("There is no such import.")
    return dict(found)


async def change_import(tx: Tx, import_id: UUID, changes: Mapping[str, Any], *, tell: bool = True) -> ImportOut:
    """Set these columns, and show the import to whoever began it."""
    values = dict(changes) | {"version": TABLE.c.version + 1}
    change = sa.update(TABLE).where(TABLE.c.id == import_id).values(values).returning(TABLE)
    row = (await tx.connection.execute(change)).mappings().one()
    shown = await describe(tx.connection, row)
    if tell:
        await push(tx, row, shown)
    return shown


async def push(tx: Tx, row: Values, shown: ImportOut) -> None:
    """Tell whoever began it."""
    room = events.user_room(row["created_by"])
    await events.append(tx, room, events.Kind.IMPORT, row["id"], row["version"], shown)


async def describe(reader: Reader, row: Values) -> ImportOut:
    """The import as the API gives it."""
    return (await describe_all(reader, [row]))[0]


async def describe_all(reader: Reader, rows: Sequence[Values]) -> list[ImportOut]:
    """The imports as the API gives them, in one query."""
    people = await user_refs(reader, {row["created_by"] for row in rows})
    return [_present(row, people.get(row["created_by"])) for row in rows]


def _present(row: Values, by: UserRef | None) -> ImportOut:
    found: dict[str, Any] = row["preview"] or {}
    return ImportOut(
        **{name: row[name] for name in _PLAIN}, reading=row["reading"], columns=row["mapping"],
        preview=PreviewOut.model_validate(found["check"]) if "check" in found else None,
        undo=UndoOut.model_validate(found["undo"]) if "undo" in found else None,
        created_by=by,
    )  # fmt: skip
