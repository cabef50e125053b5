"""Identities: found or made by their key, and linked to those who use them."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession

from hub.customers.models import Customer, CustomerIdentity, Identity
from hub.customers.numbers import Address
from hub.db import Tx, new_id


def _see(insert: Any) -> Any:
    return insert.on_conflict_do_update(
        index_elements=["kind", "namespace", "value"], set_={"last_seen_at": insert.excluded.last_seen_at}
    ).returning(Identity.__table__.c.id)


# built once: on the way to a pop, building a statement costs more than running it
_TABLE: Any = Identity.__table__
_SEE = {"sqlite": _see(sqlite.insert(_TABLE)), "postgresql": _see(postgresql.insert(_TABLE))}
_USERS_OF = (
    sa.select(Customer)
    .join(CustomerIdentity, CustomerIdentity.customer_id == Customer.id)
    .where(
        CustomerIdentity.identity_id == sa.bindparam("identity"),
        CustomerIdentity.valid_to.is_(None),
        Customer.merged_into.is_(None),
    )
    .order_by(Customer.last_contact_at.desc().nulls_last(), Customer.id)
    .limit(sa.bindparam("most", type_=sa.Integer))
)


async def see_identity(tx: Tx, address: Address, namespace: str = "") -> UUID:
    """The identity with this key, made when it is new, its last sight moved on. Safe when two do it at once."""
    row = {"id": new_id(), "kind": address.kind, "namespace": namespace, "value": address.value,
           "region": address.region, "first_seen_at": tx.now, "last_seen_at": tx.now}  # fmt: skip
    found: UUID = (await tx.connection.execute(_SEE[tx.dialect], row)).scalar_one()
    return found


async def users_of(session: AsyncSession, identity_id: UUID, limit: int = 20) -> list[Customer]:
    """Customers who use the identity now, last heard first."""
    return list((await session.scalars(_USERS_OF, {"identity": identity_id, "most": limit})).all())


async def heard_from(tx: Tx, customer_id: UUID, at: datetime) -> None:
    """Remember the last contact with a customer; an earlier one changes nothing."""
    earlier = sa.or_(Customer.last_contact_at.is_(None), Customer.last_contact_at < at)
    await tx.session.execute(
        sa.update(Customer).where(Customer.id == customer_id, earlier).values(last_contact_at=at),
        execution_options={"synchronize_session": False},
    )


async def link(
    tx: Tx, customer_id: UUID, identity_id: UUID, label: str | None = None, *, primary: bool = False
) -> None:
    """Say that the customer uses the identity; a link that stands already is left as it is. Safe when two do it."""
    await tx.session.execute(sa.select(Identity.id).where(Identity.id == identity_id).with_for_update())
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
