"""Read, add, change, order and archive dispositions."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from hub.db import Reader, Tx, new_id
from hub.dispositions.hooks import HOOKS
from hub.dispositions.models import Disposition
from hub.dispositions.schemas import DispositionOut, NamesOut, NewDisposition
from hub.text import fold
from hub.web import Conflict, Invalid, NotFound, Stale

MOST = 300  # that are not archived
MOST_EVER = 1_000
_ALL = sa.select(Disposition).order_by(Disposition.position, Disposition.id).limit(MOST_EVER)


async def list_dispositions(reader: Reader) -> list[DispositionOut]:
    """All of them in their order, groups and results alike, archived ones too."""
    query = sa.select(Disposition.__table__).order_by(Disposition.position, Disposition.id).limit(MOST_EVER)
    return present([Disposition(**row) for row in (await reader.execute(query)).mappings()])


async def choosable(reader: Reader, disposition_id: UUID, field: str) -> None:
    """Raises ``Invalid`` at the field unless a call may be given this disposition."""
    found = next((one for one in await list_dispositions(reader) if one.id == disposition_id), None)
    if found is None:
        raise Invalid.field(field, "not_found", "There is no such result.")
    if not found.choosable:
        raise Invalid.field(field, "not_choosable", "This is a group of results, or it is archived.")


async def any_usable(reader: Reader) -> bool:
    """Whether there is anything to choose from."""
    return any(one.choosable for one in await list_dispositions(reader))


def branch(disposition_id: UUID) -> sa.Select[Any]:
    """The disposition and, where it is a group, those in it."""
    either = sa.or_(Disposition.id == disposition_id, Disposition.parent_id == disposition_id)
    return sa.select(Disposition.id).where(either)


async def add(tx: Tx, wanted: NewDisposition) -> DispositionOut:
    """Add one at the end of its group. Raises ``Invalid``, or ``Conflict`` where there are too many."""
    known = await _locked(tx)
    _room(known)
    made = Disposition(
        id=new_id(), parent_id=wanted.parent_id, names=wanted.names.model_dump(), archived_at=None,
        position=len(known), created_at=tx.now, version=1,
    )  # fmt: skip
    _check_place(made, wanted.parent_id, known)
    _check_names(made, known)
    tx.session.add(made)
    await tx.session.flush()
    return next(one for one in present([*known, made]) if one.id == made.id)


async def change(tx: Tx, disposition_id: UUID, changes: dict[str, Any], version: int | None) -> DispositionOut:
    """Change one. Raises ``NotFound``, ``Invalid``, ``Conflict``, or ``Stale`` for an old ``version``."""
    known = await _locked(tx)
    found = next((one for one in known if one.id == disposition_id), None)
    if found is None:
        raise NotFound("There is no such result.")
    if version is not None and version != found.version:
        current = next(one for one in present(known) if one.id == found.id)
        raise Stale(current, _differing(current, changes), version=found.version)
    _apply(tx, found, changes, known)
    if changes.get("position") is not None:
        _move(found, changes["position"], known)
    found.version += 1
    await tx.session.flush()
    if changes.get("archived"):
        await HOOKS.less_wanted(tx)
    return next(one for one in present(known) if one.id == found.id)


def present(known: Sequence[Disposition]) -> list[DispositionOut]:
    """Dispositions as the API gives them; all of them must be at hand."""
    archived = {one.id for one in known if one.archived_at is not None}
    groups = {one.parent_id for one in known if one.parent_id and one.id not in archived}
    return [
        DispositionOut(
            id=one.id, parent_id=one.parent_id, names=NamesOut(en=one.names.get("en"), fa=one.names.get("fa")),
            position=one.position, archived=one.id in archived, version=one.version,
            choosable=one.id not in archived and one.parent_id not in archived and one.id not in groups,
        )
        for one in sorted(known, key=lambda one: (one.position, one.id))
    ]  # fmt: skip


def _apply(tx: Tx, found: Disposition, changes: dict[str, Any], known: Sequence[Disposition]) -> None:
    if "parent_id" in changes:
        _check_place(found, changes["parent_id"], known)
        found.parent_id = changes["parent_id"]
    if changes.get("archived") is False and found.archived_at is not None:
        _room(known)
    if changes.get("archived") is not None:
        found.archived_at = (found.archived_at or tx.now) if changes["archived"] else None
    if changes.get("names") is not None:
        found.names = changes["names"]
    if found.archived_at is None:
        _check_names(found, known)


def _check_place(one: Disposition, parent_id: UUID | None, known: Sequence[Disposition]) -> None:
    if parent_id is None:
        return
    parent = next((other for other in known if other.id == parent_id), None)
    if parent is None or parent.id == one.id:
        raise Invalid.field("body.parent_id", "not_found", "There is no such group.")
    if parent.parent_id is not None:
        raise Invalid.field("body.parent_id", "too_deep", "There are two levels, and this is on the second.")
    if any(other.parent_id == one.id for other in known):
        raise Invalid.field("body.parent_id", "too_deep", "It has results of its own: there are two levels only.")
    if parent.archived_at is not None:
        raise Invalid.field("body.parent_id", "archived", "The group is archived: bring it back first.")


def _check_names(one: Disposition, known: Sequence[Disposition]) -> None:
    """No two in a group read alike in a language."""
    shown = [other for other in known if other is not one and not other.archived_at]
    beside = [other for other in shown if other.parent_id == one.parent_id]
    for language, name in one.names.items():
        if name and fold(name) in {fold(other.names.get(language) or "") for other in beside}:
            raise Invalid.field(f"body.names.{language}", "repeated", "Another one in this group has this name.")


def _move(found: Disposition, position: int, known: Sequence[Disposition]) -> None:
    """Put it among its siblings that are shown; the others stand behind them as they did."""
    ordered = sorted(known, key=lambda one: (one.position, one.id))
    beside = [one for one in ordered if one.parent_id == found.parent_id and one is not found and not one.archived_at]
    beside.insert(position, found)
    rest = [one for one in ordered if one not in beside]
    for place, one in enumerate([*beside, *rest]):
        one.position = place


def _room(known: Sequence[Disposition]) -> None:
    if sum(one.archived_at is None for one in known) >= MOST or len(known) >= MOST_EVER:
        raise Conflict(f"There may be {MOST} results at most: archive one first.", code="too_many_dispositions")


async def _locked(tx: Tx) -> list[Disposition]:
    if tx.dialect == "postgresql":  # one that somebody else is adding cannot be locked by its row
        await tx.session.execute(sa.text("LOCK TABLE disposition IN SHARE ROW EXCLUSIVE MODE"))
    return list((await tx.session.scalars(_ALL)).all())


def _differing(current: DispositionOut, changes: dict[str, Any]) -> list[str]:
    shown = current.model_dump()
    return [name for name, value in changes.items() if name in shown and value is not None and shown[name] != value]
