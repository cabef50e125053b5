"""What customers allowed: kept with the address, for a channel and a purpose; of a merged set the strictest counts."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any, Literal
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from hub.customers.models import Consent, Customer, CustomerIdentity, Identity
from hub.customers.schemas import ConsentChange, ConsentOut
from hub.db import Reader, Tx, new_id
from hub.web import Invalid

Stance = Literal["granted", "withdrawn", "unknown"]
CHANNELS = {"phone": ("call", "sms"), "sender": ("sms",), "email": ("email",)}  # what reaches an address of each kind
_INSERT = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}
MOST = 1_000  # of a customer
_OF_SET = (
    sa.select(Consent)
    .join(CustomerIdentity, CustomerIdentity.identity_id == Consent.identity_id)
    .join(Customer, Customer.id == CustomerIdentity.customer_id)
    .where(Customer.root_id == sa.bindparam("root"), CustomerIdentity.valid_to.is_(None))
    .limit(MOST)
)
_PLACE = sa.func.row_number().over(
    partition_by=Customer.root_id, order_by=(Consent.recorded_at.desc(), Consent.id)
)  # fmt: skip
_PLACED = (
    sa.select(Customer.root_id, _PLACE.label("place"), *Consent.__table__.c)
    .join(CustomerIdentity, CustomerIdentity.identity_id == Consent.identity_id)
    .join(Customer, Customer.id == CustomerIdentity.customer_id)
    .where(
        Customer.root_id.in_(sa.bindparam("roots", expanding=True, type_=sa.Uuid())),
        CustomerIdentity.valid_to.is_(None),
    )
    .subquery("placed")
)
_OF_SETS = sa.select(_PLACED).where(_PLACED.c.place <= MOST).order_by(_PLACED.c.root_id, _PLACED.c.place)


async def consents_of(reader: Reader, roots: Collection[UUID]) -> dict[UUID, list[ConsentOut]]:
    """What is recorded at the addresses that each customer uses now, newest first."""
    found: dict[UUID, dict[UUID, ConsentOut]] = {}
    for row in (await reader.execute(_OF_SETS, {"roots": list(roots)})) if roots else ():
        found.setdefault(row.root_id, {}).setdefault(row.id, ConsentOut.model_validate(row))  # once, whoever shares it
    return {root: list(consents.values()) for root, consents in found.items()}


async def consent_of(reader: Reader, root_id: UUID, channel: str, purpose: str = "marketing") -> Stance:
    """The strictest that anybody in the set said: withdrawn anywhere forbids, and silence allows nothing."""
    query = _OF_SET.with_only_columns(Consent.state).where(Consent.channel == channel, Consent.purpose == purpose)
    states = set((await reader.execute(query.order_by(None), {"root": root_id})).scalars())
    return "withdrawn" if "withdrawn" in states else "granted" if "granted" in states else "unknown"


async def record_consent(tx: Tx, root_id: UUID, wanted: ConsentChange, by: UUID) -> None:
    """Remember what somebody said. Raises ``Invalid`` for an address that is not theirs, or of the wrong kind."""
    used = (
        sa.select(Identity.kind)
        .join(CustomerIdentity, CustomerIdentity.identity_id == Identity.id)
        .join(Customer, Customer.id == CustomerIdentity.customer_id)
        .where(Customer.root_id == root_id, Identity.id == wanted.identity_id, CustomerIdentity.valid_to.is_(None))
    )
    kind = await tx.session.scalar(used.limit(1))
    if kind is None:
        raise Invalid.field("body.identity_id", "not_found", "The customer does not use this address.")
    if wanted.channel not in CHANNELS.get(kind, ()):
        raise Invalid.field("body.channel", "wrong_channel", "This address is not reached on that channel.")
    values = wanted.model_dump() | {"source": "agent", "recorded_by": by, "recorded_at": tx.now}
    table: Any = Consent.__table__
    insert: Any = _INSERT[tx.dialect](table).values(id=new_id(), **values)
    said = {name: insert.excluded[name] for name in ("state", "source", "recorded_by", "recorded_at")}
    key = ["identity_id", "channel", "purpose"]
    await tx.connection.execute(insert.on_conflict_do_update(index_elements=key, set_=said))
