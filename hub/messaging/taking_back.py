"""Take back many messages at once that nobody was given yet."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from hub import metrics, timeline
from hub.db import Tx
from hub.messaging.models import OutboxMessage
from hub.messaging.present import facts_of

_TABLE: Any = OutboxMessage.__table__


async def take_back_many(tx: Tx, ids: Sequence[UUID], reason: str = "cancelled") -> int:
    """Those of them that wait never leave: how many. Their jobs find nothing to do."""
    if not ids:
        return 0
    waiting = sa.select(_TABLE.c.id).where(_TABLE.c.id.in_(list(ids)), _TABLE.c.state == "accepted")
    chosen = (await tx.connection.execute(waiting.order_by(_TABLE.c.id).with_for_update())).scalars().all()
    change = sa.update(_TABLE).where(_TABLE.c.id.in_(chosen), _TABLE.c.state == "accepted")
    change = change.values(state="refused", reason=reason, ended_at=tx.now, version=_TABLE.c.version + 1)
    rows = [dict(row) for row in (await tx.connection.execute(change.returning(*_TABLE.c))).mappings()]
    await timeline.update_many(tx, {
        row["interaction_id"]: {"state": "refused", "facts": facts_of(row)} for row in rows if row["interaction_id"]
    })  # fmt: skip
    tx.after_commit(lambda: _count(rows))
    return len(rows)


def _count(rows: Sequence[Mapping[str, Any]]) -> None:
    for row in rows:
        metrics.messages_total.labels(row["channel"], "refused").inc()
