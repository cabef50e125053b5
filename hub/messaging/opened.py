"""What is told of links in messages that people opened."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from hub import timeline
from hub.db import Tx, change_many
from hub.messaging import push
from hub.messaging.models import OutboxMessage
from hub.messaging.present import facts_of

TOLD = 50  # of one batch: a page that is open on a long list reads it again
_TABLE: Any = OutboxMessage.__table__
_READ = ("id", "interaction_id", "channel", "purpose", "reason", "text", "origin", "parts", "operator", "price_micros",
         "currency", "links", "opened", "opened_at")  # fmt: skip


@dataclass(frozen=True, slots=True)
class Opened:
    """How often, and when last."""

    count: int
    at: datetime


async def note_opened(tx: Tx, opened: Mapping[UUID, Opened]) -> None:
    """Keep it with the messages and their lines on the timeline, and tell open pages. Those that are gone are left."""
    if not opened:
        return
    query = sa.select(*(_TABLE.c[name] for name in _READ)).where(_TABLE.c.id.in_(list(opened)))
    rows = [
        dict(row) for row in (await tx.connection.execute(query.order_by(_TABLE.c.id).with_for_update())).mappings()
    ]
    for row in rows:
        more = opened[row["id"]]
        row["opened"] += more.count
        row["opened_at"] = max(row["opened_at"] or more.at, more.at)
    changes = {row["id"]: {"opened": row["opened"], "opened_at": row["opened_at"]} for row in rows}
    await change_many(tx, OutboxMessage, changes)
    await timeline.update_many(tx, {
        row["interaction_id"]: {"facts": facts_of(row)} for row in rows if row["interaction_id"] is not None
    })  # fmt: skip
    await push.push(tx, [row["id"] for row in rows][-TOLD:])
