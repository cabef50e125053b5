"""Tell open customer pages that an entry came, changed or went."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from uuid import UUID

import sqlalchemy as sa

from hub import events
from hub.db import Reader, Tx
from hub.timeline.models import Interaction, TimelineEntry
from hub.timeline.present import CUSTOMER
from hub.timeline.read import entries

MOST_HOLDERS = 200  # of one interaction


def customer_room(customer_id: UUID) -> str:
    """The room of everybody who looks at this customer."""
    return f"customer:{customer_id}"


async def push_entries(tx: Tx, interaction_id: UUID, gone: Mapping[UUID, UUID] | None = None) -> None:
    """Push the interaction as it now is to its customers' pages; ``gone`` names entries taken away, by customer."""
    await tx.written()
    version = await tx.session.scalar(sa.select(Interaction.version).where(Interaction.id == interaction_id)) or 0
    standing = await entries(tx.session, [TimelineEntry.interaction_id == interaction_id], MOST_HOLDERS)
    shown = {entry.customer_id: entry for entry in sorted(standing, key=lambda one: one.id, reverse=True)}
    for root, entry in shown.items():  # of two who are one by now the first, as a page has it
        if root is not None:
            await events.append(tx, customer_room(root), events.Kind.ENTRY, entry.id, version, entry)
    pages = await pages_of(tx.session, gone) if gone else {}
    for customer, entry_id in (gone or {}).items():
        await events.append(tx, pages[customer], events.Kind.ENTRY, entry_id, version + 1, None)


async def pages_of(reader: Reader, customers: Collection[UUID]) -> dict[UUID, str]:
    """The room of the page on which each customer's entries stand."""
    return {customer: customer_room(root) for customer, root in (await homes_of(reader, customers)).items()}


async def homes_of(reader: Reader, customers: Collection[UUID]) -> dict[UUID, UUID]:
    """The customer on whose page each one's entries stand: who stands for them, or they themselves."""
    query = sa.select(CUSTOMER.c.id, CUSTOMER.c.root_id).where(CUSTOMER.c.id.in_(list(customers)))
    return {row.id: row.root_id for row in await reader.execute(query)}
