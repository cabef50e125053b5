"""Two machines that answer each other are stopped: pure, and one query for what it needs to know."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

import sqlalchemy as sa

from hub.db import Tx
from hub.messaging import OutboxMessage

AUTOMATIC: Final = ("opt_out", "opt_in", "help", "auto_reply")  # origins of what the hub answers by itself
MOST: Final = 30
WINDOW: Final = timedelta(seconds=30)
SILENCE: Final = timedelta(hours=1)


def silenced(answered: Sequence[datetime], now: datetime) -> bool:
    """Whether nothing is answered by itself to a peer: ``MOST`` answers within ``WINDOW`` are followed by ``SILENCE``.

    ``answered``: when the latest ``MOST`` were, in any order.
    """
    latest = sorted(answered)[-MOST:]
    return len(latest) == MOST and latest[-1] - latest[0] <= WINDOW and now - latest[-1] < SILENCE


async def silent(tx: Tx, identities: Collection[UUID]) -> set[UUID]:
    """Those of the peers to whom nothing is answered by itself now, in one query."""
    if not identities:
        return set()
    row = OutboxMessage
    place = sa.func.row_number().over(partition_by=row.identity_id, order_by=row.created_at.desc()).label("place")
    latest = sa.select(row.identity_id, row.created_at, place).where(
        row.identity_id.in_(list(identities)), row.origin.in_(AUTOMATIC), row.created_at > tx.now - SILENCE - WINDOW,
    ).subquery()  # fmt: skip
    times: dict[UUID, list[datetime]] = {}
    for found in await tx.connection.execute(sa.select(latest).where(latest.c.place <= MOST)):
        times.setdefault(found.identity_id, []).append(found.created_at)
    return {identity for identity, some in times.items() if silenced(some, tx.now)}
