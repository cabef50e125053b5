"""Record what a customer said, as somebody at a page writes it down."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

import sqlalchemy as sa

from hub import customers
from hub.consent.models import Consent
from hub.consent.record import Said, record
from hub.consent.schemas import ConsentChange
from hub.customers import Customer, CustomerIdentity, CustomerOut
from hub.db import Tx
from hub.web import Invalid, Stale

TOLD = 200  # customers whose pages are told of one change; those of a larger switchboard see it when they look again


async def say(tx: Tx, root: Customer, wanted: ConsentChange, by: UUID) -> CustomerOut:
    """Write it down for the customer. Raises ``Invalid``, ``Stale``, or ``Conflict`` for what it may not undo."""
    holder = await holder_of(tx, root.id, wanted.identity_id)
    said = Said(
        identity_id=wanted.identity_id, channel=wanted.channel, purpose=wanted.purpose, state=wanted.state,
        source=wanted.source, at=wanted.at, wording=wanted.wording, language=wanted.language, actor_id=by,
        customer_id=None if wanted.for_all else holder,
    )  # fmt: skip
    await _refuse_stale(tx, root, wanted)
    await record(tx, said)
    await tell(tx, [wanted.identity_id], also=[root.id])
    return (await customers.describe_customers(tx.session, [root]))[0]


async def holder_of(tx: Tx, root_id: UUID, identity_id: UUID) -> UUID:
    """The member of the set that the address is linked to, the survivor first. Raises ``Invalid``."""
    query = (
        sa.select(Customer.id)
        .join(CustomerIdentity, CustomerIdentity.customer_id == Customer.id)
        .where(Customer.root_id == root_id, CustomerIdentity.identity_id == identity_id,
               CustomerIdentity.valid_to.is_(None))
        .order_by(Customer.merged_into.is_not(None), Customer.id)
        .limit(1)
    )  # fmt: skip
    found = await tx.session.scalar(query)
    if found is None:
        raise Invalid.field("body.identity_id", "not_found", "The customer does not use this address.")
    return found


async def _refuse_stale(tx: Tx, root: Customer, wanted: ConsentChange) -> None:
    if wanted.version is None:
        return
    query = sa.select(Consent.version).where(
        Consent.identity_id == wanted.identity_id, Consent.channel == wanted.channel, Consent.purpose == wanted.purpose
    )
    stands = await tx.session.scalar(query) or 0
    if stands != wanted.version:
        (current,) = await customers.describe_customers(tx.session, [root])
        raise Stale(current, ["state"], version=stands)


async def tell(tx: Tx, identity_ids: Collection[UUID], *, also: Collection[UUID] = ()) -> None:
    """Show it to everybody who has the page of somebody open who uses one of these addresses."""
    users = (
        sa.select(Customer.root_id)
        .join(CustomerIdentity, CustomerIdentity.customer_id == Customer.id)
        .where(CustomerIdentity.identity_id.in_(list(identity_ids)[:TOLD]), CustomerIdentity.valid_to.is_(None))
        .limit(TOLD)
    )
    roots = {*(await tx.session.scalars(users)), *also}
    query = sa.select(Customer).where(Customer.id.in_(roots)).order_by(Customer.id).with_for_update(of=Customer)
    found = list(await tx.session.scalars(query.execution_options(populate_existing=True)))
    await customers.touch_customers(tx, found, findable=False)
