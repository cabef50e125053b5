"""What changes while a text to many is under way: whose a number is, and where a route leads."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from hub.customers import Customer, CustomerIdentity
from hub.db import Database, Lane, Reader, Tx
from hub.sms.bulk.store import OVER, SendSome, send_later
from hub.sms.models import SmsBulk, SmsBulkRecipient, SmsRoute
from hub.sms.store import RouteLeft

AT_ONCE = 2_000  # recipients of one transaction: on SQLite calls wait for it
R = SmsBulkRecipient


async def still_theirs(reader: Reader, rows: Sequence[UUID]) -> set[UUID]:
    """Those of these recipients whose number is still theirs, as it was when the text was prepared."""
    link, member, asked = CustomerIdentity, aliased(Customer), aliased(Customer)
    query = sa.select(R.id).join(asked, asked.id == R.customer_id).join(member, member.root_id == asked.root_id)
    query = query.join(link, (link.customer_id == member.id) & (link.identity_id == R.identity_id))
    found = await reader.execute(query.where(R.id.in_(rows), link.valid_to.is_(None)))
    return set(found.scalars())


async def leave_route(db: Database, left: RouteLeft) -> None:
    """Whoever waits for a route that leads elsewhere now is left to each message's own, some at a time."""
    while await db.write(lambda tx: _leave_some(tx, left), lane=Lane.BULK):
        pass


async def _leave_some(tx: Tx, left: RouteLeft) -> bool:
    route = sa.select(SmsRoute.id).where(SmsRoute.id == left.route_id, SmsRoute.account == left.account)
    if await tx.session.scalar(route.where(SmsRoute.active)) is not None:  # it leads there again
        return False
    under_way = sa.select(SmsBulk.id).where(SmsBulk.state.not_in(OVER))
    mine = (R.state == "pending", R.account == left.account, R.route_id == left.route_id)
    some = sa.select(R.id).where(R.bulk_id.in_(under_way), *mine).limit(AT_ONCE)
    change: Any = sa.update(R).where(R.id.in_(some), *mine).values(account="", route_id=None, reason=None)
    rows = (await tx.session.execute(
        change.returning(R.bulk_id), execution_options={"synchronize_session": False}
    )).scalars().all()  # fmt: skip
    running = sa.select(SmsBulk.id).where(SmsBulk.id.in_(set(rows)), SmsBulk.state == "running")
    for bulk in await tx.session.scalars(running.order_by(SmsBulk.id)):  # a few: so many may be open
        await send_later(tx, SendSome(bulk_id=bulk, account=""))
    return len(rows) == AT_ONCE
