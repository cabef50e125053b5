"""Identities: found or made by their key, and linked to those who use them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from hub import search
from hub.customers.links import make_primary
from hub.customers.models import Customer, CustomerIdentity, Identity
from hub.customers.numbers import Address
from hub.db import Precompiled, Reader, Tx, UTCDateTime, new_id


def _see(insert: Any) -> Any:
    return insert.on_conflict_do_update(
        index_elements=["kind", "namespace", "value"], set_={"last_seen_at": insert.excluded.last_seen_at}
    ).returning(Identity.__table__.c.id)


# built once: on the way to a pop, building a statement costs more than running it
_TABLE: Any = Identity.__table__
_SEE = {"sqlite": Precompiled(_see(sqlite.insert(_TABLE))), "postgresql": Precompiled(_see(postgresql.insert(_TABLE)))}
_member = sa.orm.aliased(Customer)
_best = sa.func.row_number().over(
    partition_by=_member.root_id,
    order_by=[CustomerIdentity.chosen_at.desc().nulls_last(), _member.merged_into.is_not(None), CustomerIdentity.id],
)
_LINKS = (
    sa.select(_member.root_id, _member.id.label("member_id"), CustomerIdentity.chosen_at, _best.label("place"))
    .join(_member, _member.id == CustomerIdentity.customer_id)
    .where(CustomerIdentity.identity_id == sa.bindparam("identity"), CustomerIdentity.valid_to.is_(None))
    .subquery()
)
_USERS_OF = (
    sa.select(*Customer.__table__.c, _LINKS.c.member_id, _LINKS.c.chosen_at)
    .join(_LINKS, sa.and_(_LINKS.c.root_id == Customer.id, _LINKS.c.place == 1))
    .order_by(_LINKS.c.chosen_at.desc().nulls_last(), Customer.last_contact_at.desc().nulls_last(), Customer.id)
    .limit(sa.bindparam("most", type_=sa.Integer))
)

_AT: Any = sa.bindparam("at", type_=UTCDateTime())
_root = sa.select(_member.root_id).where(_member.id == sa.bindparam("customer", type_=sa.Uuid())).scalar_subquery()
_HEARD = Precompiled(
    sa.update(Customer)
    .where(
        Customer.id == _root,
        sa.or_(Customer.last_contact_at.is_(None), Customer.last_contact_at < _AT),
    )
    .values(last_contact_at=_AT)
)


async def see_identity(tx: Tx, address: Address, namespace: str = "") -> UUID:
    """The identity with this key, made when it is new, its last sight moved on. Safe when two do it at once."""
    row = {"id": new_id(), "kind": address.kind, "namespace": namespace, "value": address.value,
           "written": address.written, "region": address.region, "first_seen_at": tx.now,
           "last_seen_at": tx.now}  # fmt: skip
    found: UUID = (await _SEE[tx.dialect].on(tx.connection, row))[0].id
    return found


_SEEN = Precompiled(
    sa.update(_TABLE)
    .where(_TABLE.c.id == sa.bindparam("identity", type_=sa.Uuid()), _TABLE.c.last_seen_at < _AT)
    .values(last_seen_at=_AT)
    .execution_options(deferred=True)
)


async def seen(tx: Tx, latest: Mapping[UUID, datetime]) -> None:
    """Move the last sight of identities on, in the order in which everybody takes them."""
    await _each(tx, _SEEN, [{"identity": identity, "at": at} for identity, at in sorted(latest.items())])


async def users_of(reader: Reader, identity_id: UUID, limit: int = 20) -> Sequence[Any]:
    """Rows of the customers who use the identity now: whoever was chosen last for it first, then the last heard.

    A merged set is one row, its root's; ``member_id`` is the member that holds the link.
    """
    return (await reader.execute(_USERS_OF, {"identity": identity_id, "most": limit})).all()


async def heard_from(tx: Tx, latest: Mapping[UUID, datetime]) -> None:
    """Remember the last contact with customers, merged or not; an earlier one changes nothing."""
    await _each(tx, _HEARD, [{"customer": customer, "at": at} for customer, at in sorted(latest.items())])


async def _each(tx: Tx, change: Precompiled, rows: Sequence[Mapping[str, Any]]) -> None:
    if len(rows) == 1:
        await change.on(tx.connection, rows[0])
    elif rows:
        await change.many(tx.connection, rows)


async def link(
    tx: Tx, customer_id: UUID, identity_id: UUID, label: str | None = None, *, primary: bool = False,
    chosen: bool = False,
) -> UUID:  # fmt: skip
    """Say that the customer uses the identity; a link that stands in its merged set is left as it is.

    ``chosen``: somebody said so just now, which is remembered. Safe when two do it. Returns the member with the link.
    """
    await tx.session.execute(sa.select(Identity.id).where(Identity.id == identity_id).with_for_update())
    root = sa.select(_member.root_id).where(_member.id == customer_id).scalar_subquery()
    standing = (
        sa.select(CustomerIdentity)
        .join(Customer, Customer.id == CustomerIdentity.customer_id)
        .where(Customer.root_id == root, CustomerIdentity.identity_id == identity_id,
               CustomerIdentity.valid_to.is_(None))
        .order_by(CustomerIdentity.chosen_at.desc().nulls_last(), Customer.merged_into.is_not(None),
                  CustomerIdentity.id)
        .limit(1)
    )  # fmt: skip
    found = await tx.session.scalar(standing)
    if found is None:
        found = CustomerIdentity(
            customer_id=customer_id, identity_id=identity_id, label=label, primary=False, valid_from=tx.now
        )
        tx.session.add(found)
        await tx.session.flush()
        await search.index_customers(tx, [customer_id])
        if primary:
            await make_primary(tx, found)
    if chosen:
        found.chosen_at = tx.now
        await tx.session.flush()
    return found.customer_id
