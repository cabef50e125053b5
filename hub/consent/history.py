"""The log of an address, as pages show it."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from hub.accounts import user_refs
from hub.consent.load import counts
from hub.consent.models import ConsentEvent
from hub.consent.schemas import ConsentEventOut, HistoryQuery
from hub.customers import Customer, CustomerName, Identity
from hub.text import initials
from hub.web import NotFound, Page, cut_page, decode_cursor


async def history(session: AsyncSession, identity_id: UUID, query: HistoryQuery) -> Page[ConsentEventOut]:
    """What was said at the address, the latest first. Raises ``NotFound``."""
    if await session.get(Identity, identity_id) is None:
        raise NotFound("There is no such contact.")
    event = ConsentEvent
    wanted = sa.select(event, (~counts(event)).label("taken_back")).where(event.identity_id == identity_id)
    for column, value in ((event.channel, query.channel), (event.purpose, query.purpose)):
        wanted = wanted if value is None else wanted.where(column == value)
    if query.cursor is not None:
        at, row = decode_cursor(query.cursor, datetime, UUID)
        wanted = wanted.where(sa.tuple_(event.at, event.id) < sa.tuple_(sa.literal(at, event.at.type), sa.literal(row)))
    found = (await session.execute(wanted.order_by(event.at.desc(), event.id.desc()).limit(query.limit + 1))).all()
    items, following = cut_page([row[0] for row in found], query.limit, "at", "id")
    return Page(items=await _present(session, items, {row[0].id for row in found if row.taken_back}), next=following)


async def _present(session: AsyncSession, events: Any, taken_back: Collection[UUID]) -> list[ConsentEventOut]:
    actors = await user_refs(session, {one.actor_id for one in events if one.actor_id})
    named = {one.customer_id for one in events if one.customer_id}
    people = {
        row.id: CustomerName(id=row.id, name=row.name, initials=initials(row.name))
        for row in await session.execute(sa.select(Customer.id, Customer.name).where(Customer.id.in_(named)))
    } if named else {}  # fmt: skip
    plain = ("id", "channel", "purpose", "state", "source", "wording", "language", "at", "recorded_at", "evidence")
    return [
        ConsentEventOut(
            **{name: getattr(one, name) for name in plain}, actor=actors.get(one.actor_id),
            customer=people.get(one.customer_id), taken_back=one.id in taken_back,
        )
        for one in events
    ]  # fmt: skip
