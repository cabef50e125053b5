"""What is forgotten of texts to many in time: who got them. How they went is kept."""

from __future__ import annotations

from datetime import timedelta

import sqlalchemy as sa

from hub.db import Tx
from hub.settings.areas import MessagingSettings
from hub.sms.bulk.schemas import BulkResults
from hub.sms.bulk.store import OVER, opened_of, results
from hub.sms.models import SmsBulk, SmsBulkRecipient

SETTLED_DAYS = 30  # after which no report is awaited any more, and hardly anybody opens a link
FIGURES_OF, AT_ONCE = 5, 2_000
R = SmsBulkRecipient


async def keep_figures(tx: Tx, settings: MessagingSettings) -> bool:
    """Keep how some of them went, before their messages are forgotten; whether there may be more."""
    days = min(SETTLED_DAYS, settings.keep_captured_days, settings.keep_sent_days or SETTLED_DAYS)
    query = sa.select(SmsBulk).where(SmsBulk.state.in_(OVER), SmsBulk.ended_at < tx.now - timedelta(days=days))
    query = query.where(SmsBulk.kept_at.is_(None)).order_by(SmsBulk.created_at).limit(FIGURES_OF)
    rows = list(await tx.session.scalars(query.with_for_update()))
    for bulk in rows:  # five
        items, opened = await results(tx.session, bulk.id), await opened_of(tx.session, bulk.id)
        bulk.kept = BulkResults(items=items, opened=opened).model_dump(mode="json")
        bulk.kept_at = tx.now
    return len(rows) == FIGURES_OF


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
