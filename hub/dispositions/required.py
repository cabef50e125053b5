"""The queues and lines whose calls must have a disposition."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from hub.accounts import audit
from hub.db import Reader, Tx
from hub.dispositions.hooks import HOOKS
from hub.dispositions.models import RequiredDisposition
from hub.dispositions.schemas import RequirableOut
from hub.teams import Owned
from hub.web import NotFound, Principal, Stale

_TABLE = RequiredDisposition
_INSERT = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}
KINDS = ("queue", "line")


async def required_among(reader: Reader, item_ids: Collection[UUID]) -> set[UUID]:
    """Which of these queues and lines want a result of their calls."""
    if not item_ids:
        return set()
    query = sa.select(_TABLE.item_id).where(_TABLE.item_id.in_(list(item_ids)), _TABLE.required)
    return set((await reader.execute(query)).scalars())


async def list_requirable(reader: Reader, items: Owned) -> list[RequirableOut]:
    """Every queue and line, and whether a result is required there."""
    query = sa.select(_TABLE.kind, _TABLE.item_id, _TABLE.required, _TABLE.version)
    kept = {(row.kind, row.item_id): (row.required, row.version) for row in await reader.execute(query.limit(10_000))}
    found = []
    for kind in KINDS:
        for item in await items[kind](reader) if kind in items else []:
            required, version = kept.get((kind, item.id), (False, 0))
            found.append(RequirableOut.model_validate({
                "kind": kind, "item_id": item.id, "name": item.name, "detail": item.detail, "required": required,
                "version": version,
            }))  # fmt: skip
    return found


async def require(
    tx: Tx, actor: Principal, items: Owned, kind: str, item_id: UUID, *, required: bool, address: str,
    seen: int | None = None,
) -> RequirableOut:  # fmt: skip
    """Say whether calls there must have a result. Raises ``NotFound``, or ``Stale`` for an old version ``seen``."""
    listed = await list_requirable(tx.session, items)
    found = next((one for one in listed if (one.kind, one.item_id) == (kind, item_id)), None)
    if found is None:
        raise NotFound("There is no such queue or line.")
    new: Any = _INSERT[tx.dialect](_TABLE).values(kind=kind, item_id=item_id, required=False, version=0)
    await tx.session.execute(new.on_conflict_do_nothing())  # the first two may come at once
    row = await tx.session.get_one(_TABLE, (kind, item_id), with_for_update=True, populate_existing=True)
    if seen not in (None, row.version):
        current = found.model_copy(update={"required": row.required, "version": row.version})
        raise Stale(current, ["required"], version=row.version)
    row.required, row.version = required, row.version + 1
    await tx.session.flush()
    audit.record(
        tx, "disposition_required_set", actor_id=actor.id, subject_id=item_id, address=address, kind=kind,
        required=required,
    )  # fmt: skip
    if not required:
        await HOOKS.less_wanted(tx)
    return found.model_copy(update={"required": required, "version": row.version})
