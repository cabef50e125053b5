"""A text to many whose account is away says so, and waits for it; it goes on by the job that waits in its lane."""

from __future__ import annotations

from datetime import timedelta

import sqlalchemy as sa

from hub import messaging
from hub.db import Tx
from hub.sms.bulk.holding import AWAY
from hub.sms.bulk.store import give_up, told
from hub.sms.models import SmsBulk, SmsBulkRecipient

PATIENCE = timedelta(hours=24)
R = SmsBulkRecipient


async def look(tx: Tx) -> None:
    """Say of those that run whose account is not at work; one that is gone for a day is given up."""
    known = await messaging.standing(tx.session, "sms")
    waits = sa.select(R.bulk_id).where(R.bulk_id == SmsBulk.id, R.state == "pending", R.account != "")
    away = waits.where(R.account.not_in([account for account, works in known.items() if works])).exists()
    query = sa.select(SmsBulk).where(SmsBulk.state == "running", away).order_by(SmsBulk.id)
    for bulk in await tx.session.scalars(query.with_for_update()):  # a few: so many may be open
        if bulk.reason != AWAY:
            bulk.reason = AWAY
            await told(tx, bulk)
        elif bulk.started_at is not None and bulk.started_at < tx.now - PATIENCE and not await _known(tx, bulk, known):
            await give_up(tx, bulk.id)


async def _known(tx: Tx, bulk: SmsBulk, known: dict[str, bool]) -> bool:
    """Whether any of its accounts was at work within the day."""
    mine = sa.select(R.id).where(R.bulk_id == bulk.id, R.state == "pending", R.account.in_(list(known)))
    return (await tx.session.execute(mine.limit(1))).first() is not None
