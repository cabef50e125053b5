"""People change conversations: whose they are, and where they stand."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from hub.accounts import User
from hub.conversations.access import Reach
from hub.conversations.models import Conversation
from hub.conversations.present import describe
from hub.conversations.push import keep
from hub.conversations.schemas import ConversationOut
from hub.conversations.states import OPEN, moved
from hub.customers import Customer, CustomerIdentity
from hub.db import Reader, Tx
from hub.jobs import Context, Handlers
from hub.teams import team_refs
from hub.web import Invalid, NotFound, Stale

MOST = 100  # of one customer
AT_ONCE = 500
_TABLE: Any = Conversation.__table__


async def get(reader: Reader, conversation_id: UUID) -> ConversationOut:
    """Raises ``NotFound``."""
    found = await describe(reader, [await _row(reader, conversation_id)])
    return found[0]


async def of_customer(session: Reader, customer_id: UUID, reach: Reach) -> list[ConversationOut]:
    """Those within reach at addresses that the customer uses, merged ones' too; the latest first."""
    home = sa.select(Customer.root_id).where(Customer.id == customer_id).scalar_subquery()
    addresses = sa.select(CustomerIdentity.identity_id).join(Customer, Customer.id == CustomerIdentity.customer_id)
    addresses = addresses.where(Customer.root_id == home, CustomerIdentity.valid_to.is_(None))
    query = sa.select(_TABLE).where(_TABLE.c.identity_id.in_(addresses), reach.visible)
    query = query.order_by(_TABLE.c.last_at.desc(), _TABLE.c.id)
    return await describe(session, [dict(row._mapping) for row in await session.execute(query.limit(MOST))])


async def change(tx: Tx, conversation_id: UUID, given: Mapping[str, Any], version: int | None) -> ConversationOut:
    """Raises ``NotFound``, ``Invalid`` or ``Stale``."""
    row = await _row(tx.connection, conversation_id, held=True)
    if version is not None and version != row["version"]:
        (current,) = await describe(tx.session, [row])
        raise Stale(current, sorted(given), version=row["version"])
    new = await _changes(tx, given)
    if all(row[name] == value for name, value in new.items() if name != "resolved_at"):
        return (await describe(tx.session, [row]))[0]
    return (await keep(tx, [row | new]))[0]


async def read(tx: Tx, conversation_id: UUID) -> ConversationOut:
    """Somebody has read it. Raises ``NotFound``."""
    row = await _row(tx.connection, conversation_id, held=True)
    if not row["unread"]:
        return (await describe(tx.session, [row]))[0]
    return (await keep(tx, [row | {"unread": 0}]))[0]


async def _changes(tx: Tx, given: Mapping[str, Any]) -> dict[str, Any]:
    new: dict[str, Any] = {}
    if given.get("assignee_id"):
        query = sa.select(User.id).where(User.id == given["assignee_id"], User.active.is_(True))
        if await tx.session.scalar(query) is None:
            raise Invalid.field("body.assignee_id", "not_found", "There is no such user.")
    if given.get("team_id"):
        team = (await team_refs(tx.connection, [given["team_id"]])).get(given["team_id"])
        if team is None or not team.active:
            raise Invalid.field("body.team_id", "not_found", "There is no such team.")
    new |= {name: given[name] for name in ("assignee_id", "team_id") if name in given}
    if (state := given.get("state")) is not None:
        until = given.get("snoozed_until")
        if state == "snoozed" and (until is None or not tx.now < until <= tx.now + timedelta(days=366)):
            raise Invalid.field("body.snoozed_until", "out_of_range", "Choose a time from now on, within a year.")
        new |= moved(state, tx.now, until)
    return new


async def _row(reader: Reader, conversation_id: UUID, *, held: bool = False) -> dict[str, Any]:
    query = sa.select(_TABLE).where(_TABLE.c.id == conversation_id)
    row = (await reader.execute(query.with_for_update() if held else query)).first()
    if row is None:
        raise NotFound("There is no such conversation.")
    return dict(row._mapping)


def register(handlers: Handlers) -> None:
    """Once a minute: those whose time has come are open again."""

    @handlers.cron("conversations.wake", every=timedelta(minutes=1))
    async def wake_conversations(ctx: Context) -> None:
        while await ctx.database.write(wake) == AT_ONCE:
            pass


async def wake(tx: Tx) -> int:
    """One step of it; how many were woken."""
    due = sa.select(_TABLE).where(_TABLE.c.state == "snoozed", _TABLE.c.snoozed_until <= tx.now)
    due = due.order_by(_TABLE.c.id).limit(AT_ONCE).with_for_update()
    rows = [dict(row._mapping) | OPEN for row in await tx.connection.execute(due)]
    await keep(tx, rows)
    return len(rows)
