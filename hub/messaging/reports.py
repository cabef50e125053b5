"""What providers say became of messages: late, twice or in any order, it comes to the same."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa

from hub.db import Tx
from hub.messaging.models import OutboxMessage
from hub.messaging.move import move
from hub.ports import DeliveryReport


async def take_reports(tx: Tx, account: str, reports: Sequence[DeliveryReport]) -> list[DeliveryReport]:
    """Apply what an account heard; returns the reports on messages that are not known (yet)."""
    ids = {one.provider_id for one in reports}
    query = sa.select(OutboxMessage).where(OutboxMessage.account == account, OutboxMessage.provider_id.in_(ids))
    rows = await tx.session.scalars(query.order_by(OutboxMessage.id).with_for_update())
    found = {row.provider_id: row for row in rows} if reports else {}
    for one in reports:
        if (row := found.get(one.provider_id)) is not None:
            await move(tx, row, one.state, one.reason, one.detail, at=one.at)
    return [one for one in reports if one.provider_id not in found]
