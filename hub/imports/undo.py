"""Take an import back: what it changed gets its earlier values, what it made is deleted unless it is in use since."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from functools import cache
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from hub import search
from hub.customers import Customer, CustomerIdentity, CustomerTag
from hub.db import Base, Database, Lane, Tx
from hub.imports import store
from hub.imports.lookup import Standing, load_standing, prefer_indexes
from hub.imports.models import ImportRow
from hub.imports.write import update_customers
from hub.settings import Settings

BATCH = 100  # customers of a transaction, so that calls go first
PHASES = ("rows", "person", "organisation", "end")  # organisations last: people refer to them
_OWN = {"customer_identity", "customer_tag", "duplicate_pair", "import_row", "customer_search"}
_GOING = (
    ("customer_identity", ("customer_id",)), ("customer_tag", ("customer_id",)),
    ("duplicate_pair", ("a_id", "b_id")), ("customer", ("id",)),
)  # fmt: skip
_TABLE: Any = Customer.__table__
_ROW: Any = ImportRow.__table__
Undone = dict[str, Any]


async def undo(db: Database, settings: Settings, import_id: UUID) -> None:
    """Batch after batch; each leaves its place with the import, so that a killed process goes on there."""
    while await db.write(lambda tx: _batch(tx, import_id), lane=Lane.BULK):
        pass


async def _batch(tx: Tx, import_id: UUID) -> bool:
    row = await store.lock_import(tx, import_id)
    if row["state"] != "undoing":
        return False
    await prefer_indexes(tx.connection, tx.dialect)
    place: Undone = {"phase": PHASES[0], "after": None, "deleted": 0, "kept": 0, "restored": 0}
    place |= row["preview"].get("undo", {})
    more = await (_restore(tx, import_id, place) if place["phase"] == "rows" else _delete(tx, import_id, place))
    if not more:
        place |= {"phase": PHASES[PHASES.index(place["phase"]) + 1], "after": None}
    changes: dict[str, Any] = {"preview": row["preview"] | {"undo": place}}
    ended = place["phase"] == "end"
    if ended:
        changes |= {"state": "undone", "finished_at": tx.now}
    await store.change_import(tx, import_id, changes)
    return not ended


async def _restore(tx: Tx, import_id: UUID, place: Undone) -> bool:
    """Give changed customers their values back, the last row first."""
    query = (
        sa.select(_ROW.c.number, _ROW.c.customer_id, _ROW.c.before)
        .where(_ROW.c.import_id == import_id, _ROW.c.state.in_(("updated", "merged")))
        .order_by(_ROW.c.number.desc())
        .limit(BATCH)
    )
    if place["after"] is not None:
        query = query.where(_ROW.c.number < place["after"])
    rows = (await tx.connection.execute(query)).all()
    changed = [row for row in rows if row.before]
    standing = await load_standing(tx.connection, {row.customer_id for row in changed}, lock=True)
    touched = {}
    for row in changed:
        found = standing.get(row.customer_id)
        if found is not None and await _take_back(tx, found, row.before):
            touched[row.customer_id] = found
    await update_customers(tx, touched, import_id)
    if touched:
        await search.index_customers(tx, list(touched))
    place |= {"after": rows[-1].number if rows else None, "restored": place["restored"] + len(touched)}
    return bool(rows)


async def _take_back(tx: Tx, standing: Standing, before: Mapping[str, Any]) -> bool:
    """True when something was taken back; what somebody has changed since stays as they want it."""
    values = _values(standing.values, before)
    standing.values.update(values)
    if "name" in values:
        standing.rename(values["name"])
    links, tags = [UUID(link) for link in before["links"]], [UUID(tag) for tag in before["tags"]]
    if links:
        own: Any = CustomerIdentity.__table__
        ended = sa.update(own).where(own.c.id.in_(links), own.c.valid_to.is_(None)).values(valid_to=tx.now)
        await tx.connection.execute(ended)
    if tags:
        worn: Any = CustomerTag.__table__
        where = (worn.c.customer_id == standing.values["id"], worn.c.tag_id.in_(tags))
        await tx.connection.execute(sa.delete(worn).where(*where))
    return bool(values or links or tags)


def _values(now: Mapping[str, Any], before: Mapping[str, Any]) -> dict[str, Any]:
    """The earlier values of what is still as the import left it."""
    values: dict[str, Any] = {}
    for name, left in before["after"].items():
        earlier = before["values"][name]
        if name == "fields":
            fields = dict(now["fields"])
            for key in [key for key, value in left.items() if fields.get(key) == value]:
                fields[key] = earlier[key]
            values |= {"fields": {key: value for key, value in fields.items() if value is not None}}
        elif (str(now[name]) if isinstance(now[name], UUID) else now[name]) == left:
            values[name] = UUID(earlier) if earlier and name.endswith("_id") else earlier
    return {name: value for name, value in values.items() if now[name] != value}


async def _delete(tx: Tx, import_id: UUID, place: Undone) -> bool:
    """Delete some of the customers that the import made and nobody has touched."""
    query = sa.select(_TABLE.c.id, _TABLE.c.updated_at == _TABLE.c.created_at, _TABLE.c.merged_into.is_(None)).where(
        _TABLE.c.import_id == import_id, _TABLE.c.kind == place["phase"]
    )
    if place["after"] is not None:
        query = query.where(_TABLE.c.id > UUID(place["after"]))
    rows = (await tx.connection.execute(query.order_by(_TABLE.c.id).limit(BATCH).with_for_update())).all()
    untouched = {row[0] for row in rows if row[1] and row[2]}
    gone = untouched - await _in_use(tx, untouched)
    await _forget(tx, sorted(gone))
    counts = {"deleted": place["deleted"] + len(gone), "kept": place["kept"] + len(rows) - len(gone)}
    place |= counts | {"after": str(rows[-1][0]) if rows else None}
    return bool(rows)


async def _in_use(tx: Tx, ids: Collection[UUID]) -> set[UUID]:
    """Those that something else refers to: an interaction, a call, a merge, a person of an organisation."""
    used: set[UUID] = set()
    for column in _references():
        if not ids:
            break
        where = [column.in_(list(ids))]
        if column.table is _TABLE:
            where.append(column != _TABLE.c.id)  # a customer is the root of itself
        used |= set((await tx.connection.execute(sa.select(column).where(*where).distinct())).scalars())
    return used


@cache
def _references() -> Sequence[Any]:
    """Every column of the hub that names a customer, but for those that are deleted with it."""
    found = [
        column
        for table in Base.metadata.sorted_tables
        if table.name not in _OWN
        for column in table.columns
        if column.name == "customer_id" or any(key.column.table is _TABLE for key in column.foreign_keys)
    ]
    return [*found, _TABLE.c.root_id]


async def _forget(tx: Tx, ids: Sequence[UUID]) -> None:
    if not ids:
        return
    tables = Base.metadata.tables
    for name, columns in _GOING:
        table = tables[name]
        where = sa.or_(*(table.c[column].in_(ids) for column in columns))
        await tx.connection.execute(sa.delete(table).where(where))
    await search.index_customers(tx, ids)
