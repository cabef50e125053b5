"""Custom fields: the organisation's own, added, changed and archived; values outlive the archive."""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from pydantic import BaseModel

from hub import jobs
from hub.customers.models import Customer, CustomField
from hub.customers.schemas_fields import FieldOut, NewField
from hub.db import Database, Lane, Reader, Tx, new_id
from hub.text import fold
from hub.web import Conflict, Invalid, NotFound, Stale

MOST_FIELDS = 100  # that are not archived
MOST_EVER = 1_000
RENAME = "customers.rename_options"
BATCH = 500


class RenameOptions(BaseModel):
    """The options that got another name, as a job."""

    key: str
    renamed: dict[str, str]


async def load_fields(reader: Reader) -> dict[str, CustomField]:
    """All fields by key, archived ones too, in the order in which people see them."""
    query = sa.select(CustomField.__table__).order_by(CustomField.position, CustomField.id).limit(MOST_EVER)
    return {row["key"]: CustomField(**row) for row in (await reader.execute(query)).mappings()}


async def add_field(tx: Tx, wanted: NewField) -> FieldOut:
    """Add a field at the end. Raises ``Invalid``, or ``Conflict`` for a key that is taken or too many fields."""
    _check_options(wanted.kind, wanted.options)
    known = await load_fields(tx.connection)
    _room(known.values())
    key = wanted.key or _key(wanted.label, known)
    if key in known:
        raise Conflict("There is a field of this key already, archived perhaps.", code="key_taken")
    made = CustomField(
        id=new_id(), key=key, label=wanted.label, kind=wanted.kind, options=list(wanted.options),
        applies_to=wanted.applies_to, position=len(known), archived_at=None, created_at=tx.now, version=1,
    )  # fmt: skip
    tx.session.add(made)
    await tx.session.flush()
    return present(made)


async def change_field(tx: Tx, field_id: UUID, changes: dict[str, Any], version: int | None) -> FieldOut:
    """Change a field. Values of removed options stay; those of renamed ones follow, in a job."""
    field = await _get(tx, field_id)
    if version is not None and version != field.version:
        raise Stale(present(field), _differing(field, changes), version=field.version)
    renamed, archived = changes.pop("renamed", {}), changes.pop("archived", None)
    position = changes.pop("position", None)
    changes = {name: value for name, value in changes.items() if value is not None}
    if "options" in changes or renamed:
        options = changes.setdefault("options", [renamed.get(option, option) for option in field.options])
        _check_options(field.kind, options)
        await _rename(tx, field, renamed, options)
    if archived is False and field.archived_at is not None:
        _room((await load_fields(tx.connection)).values())
    if archived is not None:
        field.archived_at = (field.archived_at or tx.now) if archived else None
    for name, value in changes.items():
        setattr(field, name, value)
    if position is not None:
        await _move(tx, field, position)
    field.version += 1
    await tx.session.flush()
    return present(field)


def present(field: CustomField) -> FieldOut:
    """The field as the API gives it."""
    return FieldOut(
        id=field.id, key=field.key, label=field.label, kind=field.kind, options=field.options,
        applies_to=field.applies_to, position=field.position, archived=field.archived_at is not None,
        created_at=field.created_at, version=field.version,
    )  # fmt: skip


def register(handlers: jobs.Handlers) -> None:
    """Let the workers carry renamed options over to the customers."""

    @handlers.on(RENAME, payload=RenameOptions)
    async def rename_options(ctx: jobs.Context, job: RenameOptions) -> None:
        await rename_values(ctx.database, job.key, job.renamed)


async def rename_values(db: Database, key: str, renamed: dict[str, str]) -> int:
    """Give customers the new names of the options that they have; returns how many there were. May be repeated."""
    after, count = UUID(int=0), 0
    value = Customer.fields[key].as_string()
    found = sa.select(Customer.id).where(value.in_(list(renamed))).order_by(Customer.id).limit(BATCH)
    while True:
        async with db.read() as session:
            ids = list(await session.scalars(found.where(Customer.id > after)))
        if not ids:
            return count
        after, count = ids[-1], count + len(ids)
        await db.write(lambda tx, ids=ids: _rename_some(tx, ids, key, renamed), lane=Lane.BULK)  # type: ignore[misc]


async def _rename_some(tx: Tx, ids: Collection[UUID], key: str, renamed: dict[str, str]) -> None:
    locked = sa.select(Customer.id, Customer.fields).where(Customer.id.in_(list(ids))).with_for_update()
    rows = [
        {"b_id": customer, "b_fields": values | {key: renamed[values[key]]}}
        for customer, values in await tx.connection.execute(locked)
        if values.get(key) in renamed
    ]
    if rows:
        table: Any = Customer.__table__
        change = sa.update(table).where(table.c.id == sa.bindparam("b_id", type_=sa.Uuid()))
        await tx.connection.execute(change.values(fields=sa.bindparam("b_fields", type_=table.c.fields.type)), rows)


async def _rename(tx: Tx, field: CustomField, renamed: dict[str, str], options: list[str]) -> None:
    for old, new in renamed.items():
        if old not in field.options:
            raise Invalid.field(f"body.renamed.{old}", "unknown_option", "The field has no such option.")
        if new not in options or old in options or new in renamed:
            detail = "An option gets a name that is among the new options, and its own is not among them any more."
            raise Invalid.field(f"body.renamed.{old}", "renamed", detail)
    if renamed:
        await jobs.enqueue(tx, RENAME, RenameOptions(key=field.key, renamed=renamed))


async def _move(tx: Tx, field: CustomField, position: int) -> None:
    query = sa.select(CustomField).order_by(CustomField.position, CustomField.id).limit(MOST_EVER)
    others = [other for other in await tx.session.scalars(query) if other.id != field.id]
    others.insert(position, field)
    for place, other in enumerate(others):
        other.position = place


async def _get(tx: Tx, field_id: UUID) -> CustomField:
    field = await tx.session.get(CustomField, field_id, with_for_update=True)
    if field is None:
        raise NotFound("There is no such field.")
    return field


def _check_options(kind: str, options: Collection[str]) -> None:
    if kind != "choice" and options:
        raise Invalid.field("body.options", "no_choice", "Only a choice has options.")
    if kind == "choice" and not options:
        raise Invalid.field("body.options", "missing", "A choice has at least one option.")
    if len({fold(option) for option in options}) < len(options):
        raise Invalid.field("body.options", "repeated", "Two options read alike.")


def _room(fields: Collection[CustomField]) -> None:
    if sum(field.archived_at is None for field in fields) >= MOST_FIELDS or len(fields) >= MOST_EVER:
        raise Conflict(f"There may be {MOST_FIELDS} fields at most: archive one first.", code="too_many_fields")


def _key(label: str, taken: Collection[str]) -> str:
    """A key that says what the label says, as far as it is written in Latin letters."""
    word = re.sub(r"[^a-z0-9]+", "_", fold(label)).strip("_")
    stem = (word if word[:1].isalpha() else f"field_{word}".rstrip("_"))[:36]
    return next(key for n in range(1, len(taken) + 3) if (key := stem if n == 1 else f"{stem}_{n}") not in taken)


def _differing(field: CustomField, changes: dict[str, Any]) -> list[str]:
    shown = present(field).model_dump()
    return [name for name, value in changes.items() if name in shown and value is not None and shown[name] != value]
