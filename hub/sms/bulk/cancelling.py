"""Cancel a text to many: who has not got it yet does not, nor what waits for a turn of its own."""

from __future__ import annotations

from uuid import UUID

import sqlalchemy as sa

from hub import jobs, messaging
from hub.db import Database, Lane, Reader, Tx
from hub.messaging import OutboxMessage
from hub.sms.bulk.schemas import BulkOut
from hub.sms.bulk.store import LANE, TAKE_BACK, Prepare, describe, lock, told
from hub.sms.models import SmsBulk, SmsBulkRecipient
from hub.web import Conflict

SKIPPED, TAKEN_BACK = 2_000, 500  # recipients and messages of one transaction: on SQLite calls wait for it
FEW = 10_000  # recipients whose messages are counted at once
R = SmsBulkRecipient


async def cancel(tx: Tx, bulk_id: UUID) -> BulkOut:
    """Nobody else gets it; what there is to undo is undone at once where it is little, else by a job.

    A second time changes nothing. Raises ``Conflict`` where it is over.
    """
    bulk = await lock(tx, bulk_id)
    if bulk.state in {"finished", "failed"}:
        raise Conflict("It is over.", code="bulk_over")
    if bulk.state == "cancelled":
        return (await describe(tx.session, [bulk]))[0]
    bulk.state, bulk.ended_at = "cancelled", tx.now
    if await _undo_some(tx, bulk_id) or bulk.total > FEW:
        await undo_later(tx, bulk_id)
    else:
        bulk.gone = await _count_gone(tx.session, bulk_id)
    return await told(tx, bulk)


async def undo_later(tx: Tx, bulk_id: UUID) -> None:
    """Have the rest undone, and those counted that are gone."""
    await jobs.enqueue(tx, TAKE_BACK, Prepare(bulk_id=bulk_id), lane=LANE, key=f"{TAKE_BACK}:{bulk_id}")


async def undo(db: Database, bulk_id: UUID) -> None:
    """All of it, some at a time; told of when nothing is left to undo."""
    while await db.write(lambda tx: _undo_next(tx, bulk_id), lane=Lane.BULK):
        pass
    async with db.read() as session:
        gone = await _count_gone(session, bulk_id)
    await db.write(lambda tx: _say(tx, bulk_id, gone), lane=Lane.BULK)


async def _undo_next(tx: Tx, bulk_id: UUID) -> bool:
    bulk = await tx.session.get(SmsBulk, bulk_id, with_for_update=True, populate_existing=True)
    return bulk is not None and bulk.state == "cancelled" and await _undo_some(tx, bulk_id)


async def _undo_some(tx: Tx, bulk_id: UUID) -> bool:
    """Some who wait are left out, or some messages that nobody was given yet never leave; whether there may be more."""
    waiting = sa.select(R.id).where(R.bulk_id == bulk_id, R.state == "pending").limit(SKIPPED)
    change = sa.update(R).where(R.id.in_(waiting), R.state == "pending").values(state="skipped", reason="cancelled")
    skipped = (await tx.session.execute(change.returning(R.id), execution_options={"synchronize_session": False})).all()
    if len(skipped) == SKIPPED:
        return True
    begun = sa.select(R.message_id).join(OutboxMessage, OutboxMessage.id == R.message_id)
    begun = begun.where(R.bulk_id == bulk_id, R.state == "accepted", OutboxMessage.state == "accepted")
    ids = [key for key in (await tx.session.execute(begun.limit(TAKEN_BACK))).scalars() if key is not None]
    await messaging.take_back_many(tx, ids)
    return len(ids) == TAKEN_BACK


async def _count_gone(reader: Reader, bulk_id: UUID) -> int:
    gone = sa.select(sa.func.count()).select_from(R).join(OutboxMessage, OutboxMessage.id == R.message_id)
    found = await reader.execute(gone.where(R.bulk_id == bulk_id, OutboxMessage.handed_at.is_not(None)))
    return int(found.scalar_one())


async def _say(tx: Tx, bulk_id: UUID, gone: int) -> None:
    bulk = await tx.session.get(SmsBulk, bulk_id, with_for_update=True, populate_existing=True)
    if bulk is not None and bulk.state == "cancelled":
        bulk.gone = gone
        await told(tx, bulk)
