"""What people do with an import: begin one, change how it is read, start it, stop it, take it back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from hub import blobs, jobs
from hub.accounts import user_refs
from hub.blobs import BlobInfo
from hub.customers import load_fields
from hub.db import Database, Reader, Tx, new_id
from hub.imports import mapping, store
from hub.imports.files import Files
from hub.imports.models import ImportMapping
from hub.imports.schemas import ImportChange, ImportOptions, ImportOut, ReadingChange
from hub.jobs.imports import LANE, ImportJob
from hub.web import Conflict, Invalid, Principal, given

_MAPPING: Any = ImportMapping.__table__
OPEN = frozenset({"uploaded", "checked", "failed"})  # it may still be changed, if nothing was written yet
_SHAPE = ("encoding", "delimiter", "sheet", "header_row")  # of a reading: the file must be looked at again


async def labels(reader: Reader) -> dict[str, str]:
    """Custom fields that can be filled: labels by key."""
    return {key: field.label for key, field in (await load_fields(reader)).items() if field.archived_at is None}


async def begin(db: Database, files: Files, info: BlobInfo, user: Principal) -> ImportOut:
    """An import of the file, its columns recognised or mapped as the last time. Raises ``Refusal``."""
    async with db.read() as session:
        fields = await labels(session)
    reading, columns, total = await files.inspect(info.id, {"calendar": "auto", "date_order": "auto"}, fields)
    heading = mapping.digest(columns)

    async def work(tx: Tx) -> ImportOut:
        remembered = await tx.connection.scalar(sa.select(_MAPPING.c.mapping).where(_MAPPING.c.heading == heading))
        if remembered:
            mapping.apply_remembered(columns, remembered)
        import_id = new_id()
        row = {
            "id": import_id, "name": info.name or "file", "blob_id": info.id, "state": "uploaded", "heading": heading,
            "reading": reading, "mapping": columns, "policy": "skip", "preview": {}, "total": total,
            "options": ImportOptions().model_dump(mode="json"), "created_by": user.id, "created_at": tx.now,
            "done": 0, "created": 0, "updated": 0, "skipped": 0, "failed": 0, "warned": 0, "version": 1,
        }  # fmt: skip
        made = (await tx.connection.execute(sa.insert(store.TABLE).values(row).returning(store.TABLE))).mappings()
        await blobs.add_reference(tx, info.id, store.OWNER, import_id)
        return await store.describe(tx.connection, made.one())

    return await db.write(work)


async def change(db: Database, files: Files, import_id: UUID, wanted: ImportChange) -> ImportOut:
    """Read the file otherwise, map its columns, set policy and options.

    Raises ``Invalid``, ``Conflict`` or ``Refusal``.
    """
    async with db.read() as session:
        row = await store.get_import(session, import_id)
        fields = await labels(session)
        if wanted.options and wanted.options.owner_id and not await user_refs(session, {wanted.options.owner_id}):
            raise Invalid.field("body.options.owner_id", "not_found", "There is no such user.")
    _check_open(row)
    changes = await _read_again(files, row, wanted.reading, fields) if wanted.reading else {}
    known: list[dict[str, Any]] = changes.get("mapping") or row["mapping"]
    columns = [dict(column) for column in known]
    if wanted.mapping is not None:
        mapping.change_mapping(columns, [item.model_dump(mode="json") for item in wanted.mapping], fields)
    changes |= {"mapping": columns, "state": "uploaded", "preview": {}, "error": None, "finished_at": None}
    if wanted.policy:
        changes["policy"] = wanted.policy
    if wanted.options:
        changes["options"] = wanted.options.model_dump(mode="json")

    async def work(tx: Tx) -> ImportOut:
        now = await store.lock_import(tx, import_id)
        _check_open(now)
        if now["version"] != row["version"]:
            raise Conflict("Somebody else is changing this import.", code="changed")
        return await store.change_import(tx, import_id, changes)

    return await db.write(work)


async def _read_again(
    files: Files, row: Mapping[str, Any], wanted: ReadingChange, fields: dict[str, str]
) -> dict[str, Any]:
    new = {name: value for name, value in given(wanted).items() if value is not None}
    reading = dict(row["reading"]) | new
    if not any(name in new and new[name] != row["reading"].get(name) for name in _SHAPE):
        return {"reading": reading}
    if "header_row" not in new:
        reading["header_row"] = None  # another sheet has its own
    known, columns, total = await files.inspect(row["blob_id"], reading, fields)
    return {"reading": known, "mapping": columns, "total": total, "heading": mapping.digest(columns)}


def _check_open(row: Mapping[str, Any]) -> None:
    if row["state"] not in OPEN or row["done"]:
        raise Conflict("This import is at work, or is over.", code="state")


async def ask_for_check(tx: Tx, import_id: UUID, kind: str) -> ImportOut:
    """Have a dry run made."""
    row = await store.lock_import(tx, import_id)
    _check_open(row)
    mapping.check_mapping(row["mapping"])
    await _enqueue(tx, kind, import_id)
    return await store.change_import(tx, import_id, {"state": "checking", "preview": {}, "error": None})


async def ask_for_run(tx: Tx, import_id: UUID, kind: str, user: Principal) -> ImportOut:
    """Have it carried out, and remember how its columns were mapped."""
    row = await store.lock_import(tx, import_id)
    _check_open(row)
    mapping.check_mapping(row["mapping"])
    await _remember(tx, row, user)
    await _enqueue(tx, kind, import_id)
    changes = {"state": "running", "started_at": tx.now, "finished_at": None, "error": None}
    return await store.change_import(tx, import_id, changes)


async def _remember(tx: Tx, row: Mapping[str, Any], user: Principal) -> None:
    kept = [{name: column[name] for name in ("header", "target", "options")} for column in row["mapping"]]
    values = {"mapping": kept, "used_by": user.id, "used_at": tx.now}
    insert: Any = (postgresql.insert if tx.dialect == "postgresql" else sqlite.insert)(_MAPPING)
    statement = insert.values(heading=row["heading"], **values)
    await tx.connection.execute(statement.on_conflict_do_update(index_elements=["heading"], set_=values))


async def cancel(tx: Tx, import_id: UUID) -> ImportOut:
    """Stop it where it is: a dry run leaves nothing, of a run what is written stays until it is taken back."""
    row = await store.lock_import(tx, import_id)
    if row["state"] == "checking":
        return await store.change_import(tx, import_id, {"state": "uploaded", "done": 0})
    if row["state"] != "running":
        raise Conflict("This import is not at work.", code="state")
    return await store.change_import(tx, import_id, {"state": "cancelled", "finished_at": tx.now})


async def ask_for_undo(tx: Tx, import_id: UUID, kind: str) -> ImportOut:
    """Have it taken back."""
    row = await store.lock_import(tx, import_id)
    if row["state"] not in {"done", "cancelled", "failed"} or not row["done"]:
        raise Conflict("There is nothing to take back.", code="state")
    await _enqueue(tx, kind, import_id)
    return await store.change_import(tx, import_id, {"state": "undoing", "error": None})


async def _enqueue(tx: Tx, kind: str, import_id: UUID) -> None:
    await jobs.enqueue(tx, kind, ImportJob(import_id=import_id), lane=LANE, key=f"{kind}:{import_id}")
