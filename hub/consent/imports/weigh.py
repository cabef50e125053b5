"""What becomes of a batch of rows: known already, refused and why, or said. Few queries, whatever its size."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from hub.consent.arrays import asked_of
from hub.consent.imports.rows import Row
from hub.consent.load import Loaded, counts
from hub.consent.models import ConsentEvent
from hub.consent.record import Said
from hub.consent.terms import OPT_OUTS
from hub.customers import Address, Identity
from hub.db import Reader, Tx, new_id

_IDENTITY: Any = Identity.__table__
_INSERT: Any = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}
Spot = tuple[UUID, str, str, str, datetime]  # identity, channel, purpose, state, time


async def find(reader: Reader, addresses: Collection[Address]) -> dict[tuple[str, str], UUID]:
    """The identities that there are already, by kind and value."""
    query = sa.select(_IDENTITY.c.kind, _IDENTITY.c.value, _IDENTITY.c.id).where(
        _IDENTITY.c.kind.in_(("phone", "email")), _IDENTITY.c.namespace == "",
        _IDENTITY.c.value.in_(sa.bindparam("values", sorted({one.value for one in addresses}), expanding=True)),
    )  # fmt: skip
    return {(row.kind, row.value): row.id for row in await reader.execute(query)}


async def find_or_make(tx: Tx, addresses: Collection[Address]) -> dict[tuple[str, str], UUID]:
    """The same, and those that are new are made: two imports at once do not wait in a circle."""
    known = await find(tx.connection, addresses)
    new = {(one.kind, one.value): one for one in addresses if (one.kind, one.value) not in known}
    if not new:
        return known
    rows = [{"id": new_id(), "kind": kind, "namespace": "", "value": value, "written": new[kind, value].written,
             "region": new[kind, value].region,
             "first_seen_at": tx.now, "last_seen_at": tx.now} for kind, value in sorted(new)]  # fmt: skip
    await tx.connection.execute(_INSERT[tx.dialect](_IDENTITY).on_conflict_do_nothing(), rows)
    return known | await find(tx.connection, list(new.values()))


async def said_before(reader: Reader, ids: Collection[UUID], rows: Sequence[Row]) -> set[Spot]:
    """What stands in the log of these addresses, of the times that the rows are about."""
    times = [row.at for row in rows if row.at]
    if not times or not ids:
        return set()
    event, asked = ConsentEvent, asked_of(reader, ids)
    query = (
        sa.select(event.identity_id, event.channel, event.purpose, event.state, event.at)
        .join(asked, asked.c.id == event.identity_id)
        .where(event.at >= min(times), event.at <= max(times), counts(event))
    )
    return {tuple(row) for row in await reader.execute(query)}  # type: ignore[misc]


@dataclass(slots=True)
class Earlier:
    """What a dry run keeps of the rows it has seen, since nothing is in the store: at most a file's worth."""

    seen: set[int] = field(default_factory=set)
    opt_outs: dict[tuple[str, str, str, str], datetime] = field(default_factory=dict)

    def refuses(self, row: Row, at: datetime) -> str | None:
        """Why an earlier row stands against this one."""
        mark = hash((row.key, row.state, row.at))
        if mark in self.seen:
            return "known"
        self.seen.add(mark)
        before = self.opt_outs.get(row.key)
        if row.state == "granted":
            return "older_than_opt_out" if before and before >= at else None
        if row.state in OPT_OUTS:
            self.opt_outs[row.key] = max(before, at) if before else at
        return None


def to_say(
    row: Row, ids: Mapping[tuple[str, str], UUID], about: Mapping[str, Any], found: Loaded, before: set[Spot]
) -> Said | None:
    """The row as something said, or None when it is known already. ``about``: the import."""
    identity = ids[row.key[:2]]
    said = Said(
        identity_id=identity, channel=row.channel, purpose=row.purpose, state=row.state, source=row.source,
        at=row.at or about["created_at"], wording=row.wording, language=row.language, actor_id=about["created_by"],
        import_id=about["id"], evidence=row.evidence | {"row": row.number},
    )  # fmt: skip
    if row.at is None:
        stands = found.standing(said.key).decides
        return None if stands and stands.state == row.state else said
    spot: Spot = (identity, row.channel, row.purpose, row.state, row.at)
    if spot in before:
        return None
    before.add(spot)
    return said
