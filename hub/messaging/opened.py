"""What is told of links in messages that people opened."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from hub import timeline
from hub.db import Reader, Tx, change_many
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


CountOpened = Callable[[Reader, Sequence[UUID]], Awaitable[Mapping[UUID, Opened]]]


async def note_opened(tx: Tx, messages: Collection[UUID], count: CountOpened) -> None:
    """Keep what ``count`` finds with the messages and their lines on the timeline, and tell open pages.

    It counts while the messages are held, so that of two at once neither overwrites more by less.
    """
    query = sa.select(*(_TABLE.c[name] for name in _READ)).where(_TABLE.c.id.in_(list(messages)))
    found = await tx.connection.execute(query.order_by(_TABLE.c.id).with_for_update())
    held = {row["id"]: dict(row) for row in found.mappings()}
    rows = [
        held[key] | {"opened": now.count, "opened_at": now.at}
        for key, now in (await count(tx.connection, list(held))).items()
        if now.count > held[key]["opened"]
    ]
    if not rows:
        return
    changes = {row["id"]: {"opened": row["opened"], "opened_at": row["opened_at"]} for row in rows}
    await change_many(tx, OutboxMessage, changes)
    await timeline.update_many(tx, {
        row["interaction_id"]: {"facts": facts_of(row)} for row in rows if row["interaction_id"] is not None
    })  # fmt: skip
    await push.push(tx, [row["id"] for row in rows][-TOLD:])
