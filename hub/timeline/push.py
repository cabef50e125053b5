"""Tell open customer pages that an entry came, changed or went."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from hub import events
from hub.accounts import user_refs
from hub.db import Reader, Tx, new_id
from hub.db.statements import update_by_id, update_values
from hub.timeline.models import Interaction, Participant, TimelineEntry
from hub.timeline.read import entries, present_entry
from hub.timeline.store import Added, Touch, holders

# the customers area's table: entries stand on the page of the one that their holder was merged into
_CUSTOMER = sa.table("customer", sa.column("id", sa.Uuid()), sa.column("root_id", sa.Uuid()))


def customer_room(customer_id: UUID) -> str:
    """The room of everybody who looks at this customer."""
    return f"customer:{customer_id}"


async def push_entries(tx: Tx, interaction_id: UUID, gone: Mapping[UUID, UUID] | None = None) -> None:
    """Push the interaction as it now is to its customers' pages; ``gone`` names entries taken away, by customer."""
    where = [TimelineEntry.interaction_id == interaction_id]
    owners = {entry: customer for customer, entry in await holders(tx.session, interaction_id)}
    pages = await pages_of(tx.session, {*owners.values(), *(gone or {})})
    version = await tx.session.scalar(sa.select(Interaction.version).where(Interaction.id == interaction_id)) or 0
    for entry in await entries(tx.session, where):
        await events.append(tx, pages[owners[entry.id]], events.Kind.ENTRY, entry.id, version, entry)
    for customer, entry_id in (gone or {}).items():
        await events.append(tx, pages[customer], events.Kind.ENTRY, entry_id, version + 1, None)


async def pages_of(reader: Reader, customers: Collection[UUID]) -> dict[UUID, str]:
    """The room of the page on which each customer's entries stand."""
    query = sa.select(_CUSTOMER).where(_CUSTOMER.c.id.in_(list(customers)))
    return {customer: customer_room(root) for customer, root in await reader.execute(query)}


async def push_new(
    tx: Tx, touch: Touch, added: Added, certainty: str, roots: Mapping[UUID, UUID] | None = None
) -> None:
    """Push an interaction that this transaction has just stored; nothing is read back.

    ``roots`` names the customers on whose pages the entries stand, by whoever holds them; nobody: the holders'.
    """
    pages = roots or {}
    item = Interaction(id=added.id, version=1, **{name: getattr(touch, name) for name in touch.__slots__})
    for customer, entry in added.entries.items():
        out = present_entry(item, entry, touch.role, certainty, None)
        await events.append(tx, customer_room(pages.get(customer, customer)), events.Kind.ENTRY, entry, 1, out)


async def follow_call(
    tx: Tx, interaction_id: UUID, state: str, facts: dict[str, Any], agents: Sequence[UUID], new_agents: Sequence[UUID]
) -> None:
    """A call went on: its interaction's state and facts, its agents, and the entries on open pages; four statements."""
    change = update_by_id(Interaction, ("state", "facts"), versioned=True, returning=True)
    values = update_values(interaction_id, {"state": state, "facts": facts})
    await tx.written()
    columns = (await tx.connection.execute(change, values)).mappings().one_or_none()
    if columns is None:
        return
    if new_agents:
        rows = [{"id": new_id(), "interaction_id": interaction_id, "role": "agent", "user_id": agent,
                 "identity_id": None, "customer_id": None} for agent in new_agents]  # fmt: skip
        await tx.insert(Participant, rows)
    item = Interaction(**columns)
    agent = (await user_refs(tx.connection, agents[:1])).get(agents[0]) if agents else None
    for row in await tx.connection.execute(_ENTRIES, {"interaction": interaction_id}):
        out = present_entry(item, row.id, row.role, row.certainty, agent)
        await events.append(tx, customer_room(row.root_id), events.Kind.ENTRY, row.id, item.version, out)


_TABLE: Any = TimelineEntry.__table__
_ENTRIES = (
    sa.select(_TABLE.c.id, _CUSTOMER.c.root_id, _TABLE.c.role, _TABLE.c.certainty)
    .join(_CUSTOMER, _CUSTOMER.c.id == _TABLE.c.customer_id)
    .where(_TABLE.c.interaction_id == sa.bindparam("interaction", type_=sa.Uuid()))
)
