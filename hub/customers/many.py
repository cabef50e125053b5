"""Identities of a whole batch of messages, in a fixed number of statements."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from hub.customers.models import Customer, CustomerIdentity, Identity
from hub.customers.numbers import Address, read_email, read_number
from hub.db import Reader, Tx, UTCDateTime, new_id

LONGEST = 320
_TABLE: Any = Identity.__table__
_CUSTOMER: Any = Customer.__table__


def _see(insert: Any) -> Any:
    later = insert.excluded.last_seen_at
    return insert.on_conflict_do_update(
        index_elements=["kind", "namespace", "value"], set_={"last_seen_at": later}
    ).returning(_TABLE.c.id, _TABLE.c.kind, _TABLE.c.namespace, _TABLE.c.value)


_SEE = {"sqlite": _see(sqlite.insert(_TABLE)), "postgresql": _see(postgresql.insert(_TABLE))}
_USERS = (
    sa.select(CustomerIdentity.identity_id, Customer.id, Customer.root_id)
    .join(Customer, Customer.id == CustomerIdentity.customer_id)
    .where(
        CustomerIdentity.identity_id.in_(sa.bindparam("identities", expanding=True, type_=sa.Uuid())),
        CustomerIdentity.valid_to.is_(None),
    )
    .order_by(CustomerIdentity.chosen_at.desc().nulls_last(), Customer.id)
)
_AT: Any = sa.bindparam("at", type_=UTCDateTime())
_HEARD = (
    sa.update(_CUSTOMER)
    .where(
        _CUSTOMER.c.id == sa.bindparam("root", type_=sa.Uuid()),
        sa.or_(_CUSTOMER.c.last_contact_at.is_(None), _CUSTOMER.c.last_contact_at < _AT),
    )
    .values(last_contact_at=_AT)
    .execution_options(deferred=True)
)


def read_peer(kind: str, value: str, namespace: str, region: str, area_code: str | None) -> Address | None:
    """The address of somebody outside as a connector names it, or None when it cannot be one."""
    if kind == "phone":
        return read_number(value, region, area_code)
    if kind == "email":
        return read_email(value)
    plain = value.strip()
    return Address(kind, plain, None, plain, plain, namespace) if 0 < len(plain) <= LONGEST else None


async def see_identities(tx: Tx, addresses: Collection[Address]) -> dict[Address, UUID]:
    """The identities of these addresses, made where they are new. Two batches at once do not wait in a circle."""
    if not addresses:
        return {}
    keys = {(one.kind, one.namespace, one.value): one for one in addresses}
    rows = [{"id": new_id(), "kind": key[0], "namespace": key[1], "value": key[2], "written": keys[key].written,
             "region": keys[key].region,
             "first_seen_at": tx.now, "last_seen_at": tx.now} for key in sorted(keys)]  # fmt: skip
    found = await tx.connection.execute(_SEE[tx.dialect], rows)
    ids = {(row.kind, row.namespace, row.value): row.id for row in found}
    return {address: ids[address.kind, address.namespace, address.value] for address in addresses}


async def users_of_many(reader: Reader, identities: Collection[UUID]) -> dict[UUID, list[tuple[UUID, UUID]]]:
    """(holder of the link, root) of everybody who uses these identities now; a merged set counts once."""
    found: dict[UUID, dict[UUID, UUID]] = {}
    if identities:
        for identity, member, root in await reader.execute(_USERS, {"identities": list(identities)}):
            found.setdefault(identity, {}).setdefault(root, member)
    return {identity: [(member, root) for root, member in users.items()] for identity, users in found.items()}


async def heard_from_many(tx: Tx, latest: Mapping[UUID, datetime]) -> None:
    """Remember the last contact of these roots; an earlier one changes nothing."""
    if latest:
        rows = [{"root": root, "at": at} for root, at in sorted(latest.items())]
        await tx.connection.execute(_HEARD, rows)
