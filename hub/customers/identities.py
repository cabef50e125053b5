"""Identities: found or made by their key, and linked to those who use them."""

from __future__ import annotations

from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession

from hub.customers.models import Customer, CustomerIdentity, Identity
from hub.customers.numbers import Address
from hub.db import Tx, new_id


async def see_identity(tx: Tx, address: Address, namespace: str = "") -> UUID:
    """The identity with this key, made when it is new, its last sight moved on. Safe when two do it at once."""
    table = sqlite if tx.dialect == "sqlite" else postgresql
    insert = table.insert(Identity).values(
        id=new_id(), kind=address.kind, namespace=namespace, value=address.value, region=address.region,
        first_seen_at=tx.now, last_seen_at=tx.now,
    )  # fmt: skip
    statement = insert.on_conflict_do_update(
        index_elements=["kind", "namespace", "value"], set_={"last_seen_at": insert.excluded.last_seen_at}
    ).returning(Identity.id)
    found: UUID = (await tx.session.execute(statement)).scalar_one()
    return found


async def users_of(session: AsyncSession, identity_id: UUID, limit: int = 20) -> list[Customer]:
    """Customers who use the identity now, last heard first."""
    query = (
        sa.select(Customer)
        .join(CustomerIdentity, CustomerIdentity.customer_id == Customer.id)
        .where(
            CustomerIdentity.identity_id == identity_id,
            CustomerIdentity.valid_to.is_(None),
            Customer.merged_into.is_(None),
        )
        .order_by(Customer.last_contact_at.desc().nulls_last(), Customer.id)
        .limit(limit)
    )
    return list((await session.scalars(query)).unique().all())


async def link(
    tx: Tx, customer_id: UUID, identity_id: UUID, label: str | None = None, *, primary: bool = False
) -> None:
    """Say that the customer uses the identity; a link that stands already is left as it is."""
    standing = sa.select(CustomerIdentity.id).where(
        CustomerIdentity.customer_id == customer_id,
        CustomerIdentity.identity_id == identity_id,
        CustomerIdentity.valid_to.is_(None),
    )
    if (await tx.session.execute(standing)).first() is None:
        tx.session.add(
            CustomerIdentity(
                customer_id=customer_id, identity_id=identity_id, label=label, primary=primary, valid_from=tx.now
            )
        )
        await tx.session.flush()
