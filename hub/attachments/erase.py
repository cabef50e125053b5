"""Take files out of the hub: asked for, or because they are old. The row stays and says so."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

import sqlalchemy as sa

from hub.attachments.fetch import want_forgotten
from hub.attachments.models import Attachment
from hub.attachments.store import tell
from hub.blobs import Blobs, drop_references
from hub.db import Database, Lane, Tx, utc_now
from hub.jobs import Context, Handlers

BATCH = 20


async def erase(tx: Tx, row: Attachment) -> UUID | None:
    """Mark it erased; returns the blob, which the caller deletes after the commit.

    The provider's copy of one that was never fetched goes, too, where its account wants that.
    """
    if row.url is not None:
        await want_forgotten(tx, row.account, row.url)
    blob, row.blob_id = row.blob_id, None
    row.state, row.reason, row.url, row.name, row.settled_at = "erased", None, None, None, tx.now
    await drop_references(tx, "attachment", row.id)
    await tell(tx, row.interaction_id)
    return blob


async def erase_old(db: Database, blobs: Blobs, before: datetime) -> int:
    """Erase what came before this moment, some at a time; returns how many."""

    async def work(tx: Tx) -> list[UUID | None]:
        old = sa.select(Attachment).where(Attachment.state == "fetched", Attachment.created_at < before)
        rows = await tx.session.scalars(old.order_by(Attachment.created_at).limit(BATCH).with_for_update())
        return [await erase(tx, row) for row in rows.all()]

    count = 0
    while gone := await db.write(work, lane=Lane.BULK):
        for blob in filter(None, gone):
            await blobs.delete(blob)  # after a crash here the purge of unreferenced files does it
        count += len(gone)
    return count


def register_retention(handlers: Handlers, blobs: Blobs, keep_days: int) -> None:
    """Erase in time what is older than ``keep_days``; 0 keeps all."""
    if not keep_days:
        return

    @handlers.cron("attachments.retention", every=timedelta(hours=6))
    async def retain(ctx: Context) -> None:
        await erase_old(ctx.database, blobs, utc_now() - timedelta(days=keep_days))
