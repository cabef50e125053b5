"""What is forgotten of texts to many in time: who got them. How they went is kept."""

from __future__ import annotations

from datetime import timedelta

import sqlalchemy as sa

from hub.db import Database, Lane, Tx, utc_now
from hub.settings.areas import MessagingSettings
from hub.sms.bulk.schemas import BulkResults
from hub.sms.bulk.store import OVER, opened_of, results
from hub.sms.models import SmsBulk, SmsBulkRecipient

SETTLED_DAYS = 30  # after which no report is awaited any more, and hardly anybody opens a link
AHEAD = timedelta(hours=12)  # its messages are forgotten by when each was written, and nobody counts them after that
AT_ONCE = 2_000
R = SmsBulkRecipient


async def keep_figures(db: Database, settings: MessagingSettings) -> bool:
    """Keep how the next one went, before its messages are forgotten; False where there is none.

    It is counted before it is written down: on SQLite calls would wait for that.
    """
    given = settings.keep_captured_days, settings.keep_sent_days, settings.keep_bulk_days
    days = min(SETTLED_DAYS, *(days for days in given if days))
    begun = sa.func.coalesce(SmsBulk.started_at, SmsBulk.created_at)
    query = sa.select(SmsBulk.id).where(SmsBulk.state.in_(OVER), begun < utc_now() - timedelta(days=days) + AHEAD)
    async with db.read() as session:
        found = await session.scalar(query.where(SmsBulk.kept_at.is_(None)).order_by(SmsBulk.created_at).limit(1))
        if found is None:
            return False
        went = BulkResults(items=await results(session, found), opened=await opened_of(session, found))
    change = sa.update(SmsBulk).where(SmsBulk.id == found)
    kept = went.model_dump(mode="json")
    await db.write(lambda tx: tx.session.execute(change.values(kept=kept, kept_at=tx.now)), lane=Lane.BULK)
    return True


async def forget(tx: Tx, days: int) -> bool:
    """Forget some of the recipients of those that are over for so many days; whether there may be more. 0: never."""
    if not days:
        return False
    old = sa.and_(
        SmsBulk.state.in_(OVER), SmsBulk.ended_at < tx.now - timedelta(days=days), SmsBulk.kept_at.is_not(None)
    )
    ids = sa.select(R.id).join(SmsBulk, SmsBulk.id == R.bulk_id).where(old).limit(AT_ONCE)
    found = list((await tx.session.execute(ids)).scalars())
    await tx.session.execute(sa.delete(R).where(R.id.in_(found)))
    return len(found) == AT_ONCE
