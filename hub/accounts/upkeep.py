"""What is over is removed now and then."""

from __future__ import annotations

from hub.accounts import sessions, throttle
from hub.db import Database, Lane, Tx
from hub.settings import Settings


async def clean_up(db: Database, settings: Settings) -> int:
    """End sessions that are over and forget old attempts; for a job every few minutes. Returns ended sessions."""

    async def clean(tx: Tx) -> int:
        await throttle.purge(tx)
        return await sessions.purge(tx, settings)

    return await db.write(clean, lane=Lane.BULK)
