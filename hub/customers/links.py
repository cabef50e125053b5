"""The addresses of a customer as pages show them, and changes to their links."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from hub.customers.models import Customer, CustomerIdentity, Identity, shown
from hub.customers.numbers import display
from hub.customers.schemas import IdentityRef
from hub.db import Reader, Tx
from hub.web import NotFound

MOST = 200
_ROOTS: Any = sa.bindparam("roots", expanding=True, type_=sa.Uuid())
_PLACE = sa.func.row_number().over(
    partition_by=Customer.root_id,
    order_by=(CustomerIdentity.primary.desc(), Customer.merged_into.is_not(None), CustomerIdentity.valid_from,
              CustomerIdentity.id),
)  # fmt: skip
_PLACED = (
    sa.select(
        Customer.root_id, _PLACE.label("place"), CustomerIdentity.id.label("link_id"), Identity.id, Identity.kind,
        shown().label("value"), CustomerIdentity.label, CustomerIdentity.verified, CustomerIdentity.primary,
        CustomerIdentity.valid_from,
    )
    .join(Identity, Identity.id == CustomerIdentity.identity_id)
    .join(Customer, Customer.id == CustomerIdentity.customer_id)
    .where(Customer.root_id.in_(_ROOTS), CustomerIdentity.valid_to.is_(None))
    .subquery("placed")
)  # fmt: skip
_OF_SETS = sa.select(_PLACED).where(_PLACED.c.place <= MOST).order_by(_PLACED.c.root_id, _PLACED.c.place)
_member, _own = sa.orm.aliased(Customer), sa.orm.aliased(CustomerIdentity)
_USERS = (
    sa.select(CustomerIdentity.identity_id, sa.func.count(sa.distinct(Customer.root_id)))
    .join(Customer, Customer.id == CustomerIdentity.customer_id)
    .where(
        CustomerIdentity.valid_to.is_(None),
        CustomerIdentity.identity_id.in_(
            sa.select(_own.identity_id)
            .join(_member, _member.id == _own.customer_id)
            .where(_member.root_id.in_(_ROOTS), _own.valid_to.is_(None))
        ),
    )
    .group_by(CustomerIdentity.identity_id)
)


async def identities_of(reader: Reader, roots: Collection[UUID]) -> dict[UUID, list[IdentityRef]]:
    """What each customer, with all who were merged into it, is reached by now; the primary one of each kind first."""
    found: dict[UUID, dict[UUID, Any]] = {}
    for row in (await reader.execute(_OF_SETS, {"roots": list(roots)})) if roots else ():
        found.setdefault(row.root_id, {}).setdefault(row.id, row)  # two members may use one address
    if not found:
        return {}
    users = {row[0]: row[1] for row in await reader.execute(_USERS, {"roots": list(found)})}
    return {root: _refs(list(rows.values()), users) for root, rows in found.items()}


def _refs(rows: Sequence[Any], users: Mapping[UUID, int]) -> list[IdentityRef]:
    first = {row.kind: row.id for row in reversed(rows) if row.primary}
    return [
        IdentityRef(
            id=row.id, link_id=row.link_id, kind=row.kind, value=row.value, display=display(row.value),
            label=row.label, verified=row.verified, primary=first.get(row.kind) == row.id, valid_from=row.valid_from,
            shared_with=max(0, users.get(row.id, 0) - 1),  # one is the customer
        )
        for row in rows
    ]  # fmt: skip


async def change_link(tx: Tx, root_id: UUID, link_id: UUID, changes: dict[str, Any]) -> None:
    """Set label, verified or primary of a link that stands. Raises ``NotFound``."""
    found = await _standing(tx, root_id, link_id)
    if changes.get("primary"):
        await make_primary(tx, found)
    for name, value in changes.items():
        setattr(found, name, value)
    await tx.session.flush()


async def make_primary(tx: Tx, link: CustomerIdentity) -> None:
    """Let the link be the one primary of its kind in its customer's set."""
    root = sa.select(Customer.root_id).where(Customer.id == link.customer_id).scalar_subquery()
    kind = sa.select(Identity.kind).where(Identity.id == link.identity_id).scalar_subquery()
    await tx.session.execute(sa.select(Customer.id).where(Customer.id == root).with_for_update())
    others = sa.update(CustomerIdentity).where(
        CustomerIdentity.customer_id.in_(sa.select(Customer.id).where(Customer.root_id == root)),
        CustomerIdentity.identity_id.in_(sa.select(Identity.id).where(Identity.kind == kind)),
        CustomerIdentity.primary, CustomerIdentity.id != link.id,
    )  # fmt: skip
    await tx.session.execute(others.values(primary=False), execution_options={"synchronize_session": False})
    link.primary = True
    await tx.session.flush()


async def end_link(tx: Tx, root_id: UUID, link_id: UUID) -> None:
    """Nobody in the set uses the address any longer; what came over it stays. Raises ``NotFound``."""
    found = await _standing(tx, root_id, link_id)
    ended = sa.update(CustomerIdentity).where(
        CustomerIdentity.customer_id.in_(sa.select(Customer.id).where(Customer.root_id == root_id)),
        CustomerIdentity.identity_id == found.identity_id, CustomerIdentity.valid_to.is_(None),
    )  # fmt: skip
    await tx.session.execute(ended.values(valid_to=tx.now), execution_options={"synchronize_session": False})


async def _standing(tx: Tx, root_id: UUID, link_id: UUID) -> CustomerIdentity:
    query = (
        sa.select(CustomerIdentity)
        .join(Customer, Customer.id == CustomerIdentity.customer_id)
        .where(CustomerIdentity.id == link_id, Customer.root_id == root_id, CustomerIdentity.valid_to.is_(None))
    )
    found = await tx.session.scalar(query)
    if found is None:
        raise NotFound("The customer does not use this address.")
    return found
