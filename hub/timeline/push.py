"""Tell open customer pages that an entry came, changed or went."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

import sqlalchemy as sa

from hub import events
from hub.db import Tx
from hub.timeline.models import Interaction, TimelineEntry
from hub.timeline.read import entries, present_entry
from hub.timeline.store import Added, Touch, holders


def customer_room(customer_id: UUID) -> str:
    """The room of everybody who looks at this customer."""
    return f"customer:{customer_id}"


async def push_entries(tx: Tx, interaction_id: UUID, gone: Mapping[UUID, UUID] | None = None) -> None:
    """Push the interaction as it now is to its customers' pages; ``gone`` names entries taken away, by customer."""
    where = [TimelineEntry.interaction_id == interaction_id]
    owners = {entry: customer for customer, entry in await holders(tx.session, interaction_id)}
    version = await tx.session.scalar(sa.select(Interaction.version).where(Interaction.id == interaction_id)) or 0
    for entry in await entries(tx.session, where):
        room = customer_room(owners[entry.id])
        await events.append(tx, room, events.Kind.ENTRY, entry.id, version, entry)
    for customer, entry_id in (gone or {}).items():
        await events.append(tx, customer_room(customer), events.Kind.ENTRY, entry_id, version + 1, None)


async def push_new(tx: Tx, touch: Touch, added: Added, certainty: str) -> None:
    """Push an interaction that this transaction has just stored; nothing is read back."""
    item = Interaction(id=added.id, version=1, **{name: getattr(touch, name) for name in touch.__slots__})
    for customer, entry in added.entries.items():
        out = present_entry(item, entry, touch.role, certainty, None)
        await events.append(tx, customer_room(customer), events.Kind.ENTRY, entry, 1, out)
