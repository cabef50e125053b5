"""Lists and searches of customers."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from hub.accounts import user_refs
from hub.customers.describe import organisations_of, tags_of
from hub.customers.models import Customer, CustomerIdentity, Identity
from hub.customers.numbers import display
from hub.customers.schemas import CustomerRow
from hub.text import digits, fold, initials

Key = tuple[str, UUID]
_ESCAPE = "\\"


async def find_customers(session: AsyncSession, text: str | None, after: Key | None, limit: int) -> list[Customer]:
    """Customers by name, in the alphabet's order; ``text`` is any part of a name, a number or a mail address."""
    query = sa.select(Customer).where(Customer.merged_into.is_(None))
    if text and text.strip():
        query = query.where(_matches(text))
    if after:
        newer = sa.or_(Customer.sort_key > after[0], sa.and_(Customer.sort_key == after[0], Customer.id > after[1]))
        query = query.where(newer)
    query = query.order_by(Customer.sort_key, Customer.id).limit(limit)
    return list((await session.scalars(query)).all())


async def present_rows(session: AsyncSession, customers: Sequence[Customer]) -> list[CustomerRow]:
    """The customers as a list shows them, in a fixed number of queries."""
    ids = [customer.id for customer in customers]
    organisations = await organisations_of(session, customers)
    owners = await user_refs(session, {customer.owner_id for customer in customers if customer.owner_id})
    tags = await tags_of(session, ids)
    addresses = await _addresses(session, ids)
    rows = []
    for customer in customers:
        belongs = organisations.get(customer.organisation_id) if customer.organisation_id else None
        rows.append(
            CustomerRow(
                id=customer.id, name=customer.name, initials=initials(customer.name), kind=customer.kind,
                job_title=customer.job_title, organisation=belongs.name if belongs else None,
                number=addresses.get((customer.id, "phone")), email=addresses.get((customer.id, "email")),
                tags=tags.get(customer.id, []), owner=owners.get(customer.owner_id) if customer.owner_id else None,
                last_contact_at=customer.last_contact_at,
            )
        )  # fmt: skip
    return rows


async def _addresses(session: AsyncSession, ids: Sequence[UUID]) -> dict[tuple[UUID, str], str]:
    """The main number and mail of each customer."""
    if not ids:
        return {}
    query = (
        sa.select(CustomerIdentity.customer_id, Identity.kind, Identity.value)
        .join(Identity, Identity.id == CustomerIdentity.identity_id)
        .where(CustomerIdentity.customer_id.in_(list(ids)), CustomerIdentity.valid_to.is_(None))
        .order_by(CustomerIdentity.primary.desc(), CustomerIdentity.id)
    )
    found: dict[tuple[UUID, str], str] = {}
    for customer, kind, value in await session.execute(query):
        found.setdefault((customer, kind), display(value))
    return found


def _matches(text: str) -> sa.ColumnElement[bool]:
    words = fold(text)[:200].split()
    by_name = sa.and_(*(Customer.search.like(_part(word), escape=_ESCAPE) for word in words))
    linked = sa.select(CustomerIdentity.customer_id).join(Identity, Identity.id == CustomerIdentity.identity_id)
    plain = "".join(char for char in digits(text) if char.isdigit() or char == "+")
    patterns = [Identity.value.like(_part(text.strip().lower()[:200]), escape=_ESCAPE)]
    if len(plain) >= 3:
        national = plain.removeprefix("+").removeprefix("00").lstrip("0") or plain
        patterns.append(Identity.value.like(_part(national[:40]), escape=_ESCAPE))
    by_address = Customer.id.in_(linked.where(CustomerIdentity.valid_to.is_(None), sa.or_(*patterns)))
    return sa.or_(by_name, by_address) if words else by_address


def _part(text: str) -> str:
    escaped = text.replace(_ESCAPE, _ESCAPE * 2).replace("%", _ESCAPE + "%").replace("_", _ESCAPE + "_")
    return f"%{escaped}%"
