"""Merged customers: the set that stands for one, read as a whole; nothing of its members is rewritten."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from hub.customers.models import Customer
from hub.db import Reader

MOST_MEMBERS = 50  # of a set: a page reads the timelines of all of them
_ROOTS: Any = sa.bindparam("roots", expanding=True, type_=sa.Uuid())
_MEMBERS = (
    sa.select(Customer.root_id, Customer.id)
    .where(Customer.root_id.in_(_ROOTS))
    .order_by(Customer.id)
)  # fmt: skip


async def members(reader: Reader, root_id: UUID) -> list[UUID]:
    """The ids of everybody who was merged into ``root_id``, at any depth, with its own first."""
    return (await members_of(reader, [root_id]))[root_id]


async def members_of(reader: Reader, roots: Collection[UUID]) -> dict[UUID, list[UUID]]:
    """The same for several, in one query."""
    found = {root: [root] for root in roots}
    if roots:
        for root, member in await reader.execute(_MEMBERS, {"roots": list(roots)}):
            if member != root:
                found[root].append(member)
    return found
