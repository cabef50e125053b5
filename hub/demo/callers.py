"""Who calls in the demo, as the store knows them."""

from __future__ import annotations

import sqlalchemy as sa

from hub.calls import Extension, ExtensionClaim
from hub.customers import CustomerIdentity, Identity
from hub.db import Database
from hub.demo.lines import as_dialled

CALLERS = 60
SHARED_SHARE = 4  # a number that several people share comes up this often


async def callers(db: Database, region: str = "IR") -> list[tuple[str, str | None]]:
    """Customers' numbers as a line in ``region`` shows them, shared ones repeated.

    Those of one person come first. Unknown and withheld callers are left to the simulated phone.
    """
    uses = sa.func.count(CustomerIdentity.id)
    query = (
        sa.select(Identity.value, uses)
        .join(CustomerIdentity, CustomerIdentity.identity_id == Identity.id)
        .where(Identity.kind == "phone", CustomerIdentity.valid_to.is_(None))
        .group_by(Identity.id, Identity.value, Identity.last_seen_at)
        .order_by(sa.case((uses > 1, 0), else_=1), Identity.last_seen_at.desc(), Identity.value)
        .limit(CALLERS)
    )
    async with db.read() as session:
        rows = [(value, count) for value, count in await session.execute(query)]
    own = [value for value, count in rows if count == 1]
    shared = [value for value, count in rows if count > 1] * SHARED_SHARE
    return [(as_dialled(value, region), None) for value in own + shared]


async def claimed_extensions(db: Database, account: str) -> list[str]:
    """Numbers of the account's extensions at which somebody sits."""
    query = (
        sa.select(Extension.number)
        .join(ExtensionClaim, ExtensionClaim.extension_id == Extension.id)
        .where(Extension.account == account, ExtensionClaim.until.is_(None))
        .order_by(Extension.number)
    )
    async with db.read() as session:
        return list(await session.scalars(query))
