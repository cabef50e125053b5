"""Change a customer that others may be changing too: what differs from what the reader saw."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import sqlalchemy as sa
from pydantic_core import to_jsonable_python

from hub.customers import store
from hub.customers.models import Customer
from hub.customers.schemas import CustomerOut
from hub.db import Tx
from hub.web import NotFound, Stale

_REFERENCES = {"organisation_id": "organisation", "owner_id": "owner"}


async def lock_customer(tx: Tx, customer_id: UUID) -> Customer:
    """The customer, or the one that it was merged into, held until the transaction ends. Raises ``NotFound``."""
    root = sa.select(Customer.root_id).where(Customer.id == customer_id).scalar_subquery()
    query = sa.select(Customer).where(Customer.id == root).with_for_update(of=Customer)
    customer = await tx.session.scalar(query.execution_options(populate_existing=True))
    if customer is None:
        raise NotFound("There is no such customer.")
    return customer


async def refuse_stale(
    tx: Tx, customer: Customer, version: int | None, changes: dict[str, Any], base: dict[str, Any] | None
) -> None:
    """Raise ``Stale`` where the reader saw another version: with the profile as it stands, and the fields that differ.

    Compared is what the reader saw (``base``), or what they want where they did not say what they saw.
    """
    if version is None or version == customer.version:
        return
    current = await store.describe(tx.session, customer)
    raise Stale(current, differing(current, changes if base is None else base), version=customer.version)


def differing(current: CustomerOut, seen: dict[str, Any]) -> list[str]:
    """The names of ``seen`` whose values are not those of the profile; ``fields.<key>`` for a custom field."""
    stands = values_of(current)
    found = []
    for name, value in to_jsonable_python(seen).items():
        if name == "fields" and isinstance(value, dict):
            found += [f"fields.{key}" for key, item in value.items() if stands["fields"].get(key) != item]
        elif name == "tags" and isinstance(value, list):
            found += ["tags"] if sorted(map(str, value)) != stands["tags"] else []
        elif name not in stands or stands[name] != value:
            found.append(name)
    return found


def values_of(profile: CustomerOut) -> dict[str, Any]:
    """The profile in the words of a change: references by id, tags by name."""
    shown: dict[str, Any] = to_jsonable_python(profile)
    shown |= {name: shown[at] and shown[at]["id"] for name, at in _REFERENCES.items()}
    return shown | {"tags": sorted(tag["name"] for tag in shown["tags"])}
