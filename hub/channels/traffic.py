"""Counts what accounts receive and send, by the hour; written now and then, never per event."""

from __future__ import annotations

import asyncio
from collections import Counter
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import sqlalchemy as sa
import structlog
from sqlalchemy.dialects import postgresql, sqlite

from hub.channels.models import Traffic
from hub.db import Database, Lane, StoreError, Tx

log = structlog.get_logger(__name__)
FLUSH_SECONDS = 5.0
KEEP = timedelta(hours=48)


class TrafficCounter:
    """The counts of one process that are not in the store yet."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._received: Counter[UUID] = Counter()
        self._sent: Counter[UUID] = Counter()

    def add(self, account: UUID, *, received: int = 0, sent: int = 0) -> None:
        """Count events received from, or commands sent to, this account."""
        self._received[account] += received
        self._sent[account] += sent

    async def run(self) -> None:
        """Write every few seconds, if there is something to write, until cancelled."""
        while True:
            await asyncio.sleep(FLUSH_SECONDS)
            await self.flush()

    async def flush(self) -> None:
        """Write now; while the store is away the counts stay in memory."""
        received, self._received = self._received, Counter()
        sent, self._sent = self._sent, Counter()
        if not received.keys() | sent.keys():
            return
        try:
            await self._database.write(lambda tx: _add(tx, received, sent), lane=Lane.BULK)
        except StoreError as error:
            log.warning("traffic_waits", error=str(error))
            self._received.update(received)
            self._sent.update(sent)


async def _add(tx: Tx, received: Counter[UUID], sent: Counter[UUID]) -> None:
    hour = tx.now.replace(minute=0, second=0, microsecond=0)
    insert: Any = postgresql.insert if tx.dialect == "postgresql" else sqlite.insert
    rows = [
        {"account_id": account, "hour": hour, "received": received[account], "sent": sent[account]}
        for account in sorted(received.keys() | sent.keys())
    ]
    new = insert(Traffic)
    totals = {
        "received": Traffic.received + new.excluded.received,
        "sent": Traffic.sent + new.excluded.sent,
    }
    await tx.session.execute(new.on_conflict_do_update(index_elements=["account_id", "hour"], set_=totals), rows)
    await purge(tx, tx.now - KEEP)


async def purge(tx: Tx, before: datetime) -> None:
    """Forget older hours."""
    await tx.session.execute(sa.delete(Traffic).where(Traffic.hour < before))
