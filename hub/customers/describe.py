"""Gather what pages show of several customers, in a fixed number of queries."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from hub.accounts import user_refs
from hub.customers.models import Customer, CustomerTag, Tag
from hub.customers.schemas import Candidate, OrganisationRef, RecentItem, TagOut
from hub.db import Reader
from hub.text import initials
from hub.timeline import recent

LIKELY_WITHIN = timedelta(days=30)


_TAGS_OF = (
    sa.select(CustomerTag.customer_id, Tag.name, Tag.tone)
    .join(Tag, Tag.id == CustomerTag.tag_id)
    .where(CustomerTag.customer_id.in_(sa.bindparam("customers", expanding=True, type_=sa.Uuid())))
    .order_by(sa.case((Tag.tone == "warn", 0), (Tag.tone == "vip", 1), else_=2), Tag.name)
)


_NAMES = sa.select(Customer.id, Customer.name).where(
    Customer.id.in_(sa.bindparam("ids", expanding=True, type_=sa.Uuid()))
)


async def tags_of(reader: Reader, customers: Collection[UUID]) -> dict[UUID, list[TagOut]]:
    """Each customer's tags, warnings first."""
    found: dict[UUID, list[TagOut]] = {}
    if customers:
        for customer, name, tone in await reader.execute(_TAGS_OF, {"customers": list(customers)}):
            found.setdefault(customer, []).append(TagOut(name=name, tone=tone))
    return found


async def organisations_of(reader: Reader, customers: Sequence[Any]) -> dict[UUID, OrganisationRef]:
    """The organisations that these customers belong to, by the organisation's id."""
    ids = {customer.organisation_id for customer in customers if customer.organisation_id}
    if not ids:
        return {}
    rows = await reader.execute(_NAMES, {"ids": list(ids)})
    return {organisation: OrganisationRef(id=organisation, name=name) for organisation, name in rows}


async def describe_candidates(reader: Reader, customers: Sequence[Any], now: datetime) -> list[Candidate]:
    """Customers (objects or rows) as the pop shows them, in the order given; the first may be marked likely."""
    ids = [customer.id for customer in customers]
    if not ids:
        return []
    organisations = await organisations_of(reader, customers)
    owners = await user_refs(reader, {customer.owner_id for customer in customers if customer.owner_id})
    tags = await tags_of(reader, ids)
    latest = await recent(reader, ids)
    made = [
        Candidate(
            id=customer.id, name=customer.name, kind=customer.kind, initials=initials(customer.name),
            job_title=customer.job_title, organisation=organisations.get(customer.organisation_id or customer.id),
            tags=tags.get(customer.id, []), owner=owners.get(customer.owner_id or customer.id), place=customer.city,
            why="rang_recently" if customer.last_contact_at else "linked", why_at=customer.last_contact_at,
            likely=False, recent=[_line(item) for item in latest.get(customer.id, [])],
        )
        for customer in customers
    ]  # fmt: skip
    return _mark_likely(made, now)


def _mark_likely(candidates: list[Candidate], now: datetime) -> list[Candidate]:
    first = candidates[0]
    rivals = [other for other in candidates[1:] if other.why_at == first.why_at]
    if len(candidates) > 1 and first.why_at and now - first.why_at < LIKELY_WITHIN and not rivals:
        return [first.model_copy(update={"likely": True}), *candidates[1:]]
    return candidates


def _line(item: Any) -> RecentItem:
    subject = item.subject or (item.text or "")[:120] or None
    return RecentItem(
        interaction_id=item.id,
        channel=item.channel,
        direction=item.direction,
        state=item.state,
        subject=subject,
        occurred_at=item.occurred_at,
    )
