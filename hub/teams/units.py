"""Units of the organisation: a tree that is changed a branch at a time, and never bites its tail."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from hub import events
from hub.accounts import PEOPLE_ROOM, audit
from hub.db import Reader, Tx, new_id
from hub.teams.models import Person, Team, Unit
from hub.teams.schemas import UnitOut
from hub.teams.scope import below
from hub.text import sort_key
from hub.web import Conflict, Invalid, NotFound, Principal, Stale

MOST = 500
DEEPEST = 8  # levels


async def list_units(reader: Reader) -> list[UnitOut]:
    """All units in the alphabet's order."""
    table: Any = Unit.__table__
    rows = await reader.execute(sa.select(table).order_by(table.c.sort_name, table.c.id).limit(MOST))
    return [UnitOut.model_validate(row) for row in rows]


async def add_unit(tx: Tx, actor: Principal, *, name: str, parent_id: UUID | None, address: str) -> UnitOut:
    """Add a unit. Raises ``Invalid`` for a parent that there is not, ``Conflict`` for too many."""
    units = await _held(tx)
    if len(units) >= MOST:
        raise Conflict(f"There may be {MOST} units at most.", code="too_many_units")
    unit = Unit(
        id=new_id(), name=name, sort_name=sort_key(name), parent_id=parent_id,
        created_at=tx.now, updated_at=tx.now, version=1,
    )  # fmt: skip
    _check_place(units, unit.id, parent_id)
    tx.session.add(unit)
    await tx.session.flush()
    audit.record(tx, "unit_created", actor_id=actor.id, subject_id=unit.id, address=address)
    return await _tell(tx, unit)


async def change_unit(
    tx: Tx, actor: Principal, unit_id: UUID, changes: Mapping[str, Any], *, version: int | None, address: str
) -> UnitOut:
    """Rename or move a unit. Raises ``NotFound``, ``Invalid`` for a circle, or ``Stale``."""
    units = await _held(tx)
    unit = units.get(unit_id)
    if unit is None:
        raise NotFound("There is no such unit.")
    if version is not None and version != unit.version:
        differing = [name for name, value in changes.items() if getattr(unit, name) != value]
        raise Stale(UnitOut.model_validate(unit), differing, version=unit.version)
    if "parent_id" in changes:
        _check_place(units, unit_id, changes["parent_id"])
    for name, value in changes.items():
        setattr(unit, name, value)
    unit.sort_name, unit.updated_at, unit.version = sort_key(unit.name), tx.now, unit.version + 1
    await tx.session.flush()
    fields = sorted(changes)
    audit.record(tx, "unit_changed", actor_id=actor.id, subject_id=unit.id, address=address, fields=fields)
    return await _tell(tx, unit)


async def delete_unit(tx: Tx, actor: Principal, unit_id: UUID, *, address: str) -> None:
    """Delete a unit that nothing belongs to. Raises ``NotFound`` or ``Conflict``."""
    units = await _held(tx)
    if (unit := units.get(unit_id)) is None:
        raise NotFound("There is no such unit.")
    inside = sa.union_all(
        sa.select(Unit.id).where(Unit.parent_id == unit_id),
        sa.select(Team.id).where(Team.unit_id == unit_id),
        sa.select(Person.user_id).where(Person.unit_id == unit_id),
    )
    if (await tx.session.execute(inside.limit(1))).first():
        raise Conflict("Units, teams or people still belong to it: move them first.", code="unit_not_empty")
    await tx.session.delete(unit)
    await tx.session.flush()
    audit.record(tx, "unit_deleted", actor_id=actor.id, subject_id=unit_id, address=address, name=unit.name)
    await events.append(tx, PEOPLE_ROOM, events.Kind.UNIT, unit_id, unit.version + 1, None)


async def require_unit(tx: Tx, unit_id: UUID | None, field: str = "body.unit_id") -> None:
    """Make sure that there is such a unit, until the end of the transaction. Raises ``Invalid``."""
    query = sa.select(Unit.id).where(Unit.id == unit_id).with_for_update(read=True)
    if unit_id is not None and (await tx.session.execute(query)).first() is None:
        raise Invalid.field(field, "not_found", "There is no such unit.")


async def _held(tx: Tx) -> dict[UUID, Unit]:
    """All units, locked: two moves at once could make a circle that neither sees."""
    found = await tx.session.scalars(sa.select(Unit).order_by(Unit.id).with_for_update())
    return {unit.id: unit for unit in found}


def _check_place(units: Mapping[UUID, Unit], unit_id: UUID, parent_id: UUID | None) -> None:
    if parent_id is not None and parent_id not in units:
        raise Invalid.field("body.parent_id", "not_found", "There is no such unit.")
    parents = {unit.id: unit.parent_id for unit in units.values()}
    moved = below(parents, unit_id)
    if parent_id in moved:
        raise Invalid.field("body.parent_id", "circle", "A unit cannot lie inside itself.")
    parents[unit_id] = parent_id
    if max(_depth(parents, unit) for unit in moved) > DEEPEST:
        raise Invalid.field("body.parent_id", "too_deep", f"Units go {DEEPEST} levels deep at most.")


def _depth(parents: Mapping[UUID, UUID | None], unit_id: UUID) -> int:
    depth, at = 1, parents.get(unit_id)
    while at is not None:
        depth, at = depth + 1, parents.get(at)
    return depth


async def _tell(tx: Tx, unit: Unit) -> UnitOut:
    shown = UnitOut.model_validate(unit)
    await events.append(tx, PEOPLE_ROOM, events.Kind.UNIT, unit.id, unit.version, shown)
    return shown
