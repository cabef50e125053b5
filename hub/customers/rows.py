"""Customers as a list shows them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from hub.accounts import user_refs
from hub.customers.describe import organisations_of
from hub.customers.models import Customer, CustomerIdentity, CustomerTag, Identity, Tag, shown
from hub.customers.numbers import display
from hub.customers.schemas import CustomerRow, TagOut
from hub.db import Reader
from hub.text import initials

_ROOTS = sa.bindparam("roots", expanding=True, type_=sa.Uuid())
_TAGS = (
    sa.select(Customer.root_id, Tag.name, Tag.tone)
    .join(CustomerTag, CustomerTag.customer_id == Customer.id)
    .join(Tag, Tag.id == CustomerTag.tag_id)
    .where(Customer.root_id.in_(_ROOTS))
    .order_by(sa.case((Tag.tone == "warn", 0), (Tag.tone == "vip", 1), else_=2), Tag.name)
)
_ADDRESSES = (
    sa.select(Customer.root_id, Identity.kind, shown().label("value"))
    .join(CustomerIdentity, CustomerIdentity.customer_id == Customer.id)
    .join(Identity, Identity.id == CustomerIdentity.identity_id)
    .where(Customer.root_id.in_(_ROOTS), CustomerIdentity.valid_to.is_(None))
    .order_by(
        CustomerIdentity.primary.desc(), (Customer.id == Customer.root_id).desc(),
        CustomerIdentity.valid_from, CustomerIdentity.id,
    )
)  # fmt: skip
_PERSON, _HOME = aliased(Customer), aliased(Customer)
_PEOPLE = (
    sa.select(_HOME.root_id, sa.func.count())
    .join(_PERSON, _PERSON.organisation_id == _HOME.id)
    .where(_HOME.root_id.in_(_ROOTS), _PERSON.merged_into.is_(None))
    .group_by(_HOME.root_id)
)
Addresses = dict[tuple[UUID, str], list[str]]


async def present_rows(reader: Reader, customers: Sequence[Customer]) -> list[CustomerRow]:
    """The customers as a list shows them, with what their merged ones bring; in a fixed number of queries."""
    ids = [customer.id for customer in customers]
    organisations = await organisations_of(reader, customers)
    owners = await user_refs(reader, {customer.owner_id for customer in customers if customer.owner_id})
    tags = await all_tags(reader, ids)
    addresses = await all_addresses(reader, ids)
    people = await count_people(reader, [one.id for one in customers if one.kind == "organisation"])
    return [
        CustomerRow(
            id=one.id, name=one.name, initials=initials(one.name), kind=one.kind, job_title=one.job_title,
            organisation=belongs.name if belongs else None, organisation_id=belongs.id if belongs else None,
            number=_first(addresses, one.id, "phone"), email=_first(addresses, one.id, "email"),
            tags=tags.get(one.id, []), owner=owners.get(one.owner_id) if one.owner_id else None,
            city=one.city, stage=one.stage, fields=one.fields, created_at=one.created_at,
            last_contact_at=one.last_contact_at, version=one.version,
            people=people.get(one.id, 0) if one.kind == "organisation" else None,
        )
        for one in customers
        for belongs in [organisations.get(one.organisation_id) if one.organisation_id else None]
    ]  # fmt: skip


async def all_tags(reader: Reader, roots: Collection[UUID]) -> dict[UUID, list[TagOut]]:
    """The tags of each customer and of those merged into it, warnings first."""
    found: dict[UUID, dict[str, TagOut]] = {}
    if roots:
        for root, name, tone in await reader.execute(_TAGS, {"roots": list(roots)}):
            found.setdefault(root, {})[name] = TagOut(name=name, tone=tone)
    return {root: list(tags.values()) for root, tags in found.items()}


async def all_addresses(reader: Reader, roots: Collection[UUID], show: Callable[[str], str] = display) -> Addresses:
    """What each customer is reached by, by kind, the main one first."""
    found: Addresses = {}
    if roots:
        for root, kind, value in await reader.execute(_ADDRESSES, {"roots": list(roots)}):
            values = found.setdefault((root, kind), [])
            if (shown := show(value)) not in values:
                values.append(shown)
    return found


async def count_people(reader: Reader, organisations: Iterable[UUID]) -> dict[UUID, int]:
    """How many people belong to each organisation."""
    ids = list(organisations)
    if not ids:
        return {}
    return {row[0]: row[1] for row in await reader.execute(_PEOPLE, {"roots": ids})}


def _first(addresses: Addresses, root: UUID, kind: str) -> str | None:
    found = addresses.get((root, kind))
    return found[0] if found else None
