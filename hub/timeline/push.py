"""Tell open customer pages that an entry came, changed or went."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from types import SimpleNamespace
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from hub import events
from hub.accounts import user_refs
from hub.db import Precompiled, Reader, Tx, new_id
from hub.db.statements import update_by_id, update_values
from hub.timeline.models import Interaction, Participant, TimelineEntry
from hub.timeline.present import CUSTOMER, Beside, Standing, line_refs, present_entry
from hub.timeline.read import entries
from hub.timeline.schemas import CustomerRef
from hub.timeline.store import Added, Touch

_TOUCH = tuple(Touch.__slots__)
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
    query = sa.select(CUSTOMER.c.id, CUSTOMER.c.root_id).where(CUSTOMER.c.id.in_(list(customers)))
    return {customer: customer_room(root) for customer, root in await reader.execute(query)}


async def push_new(
    tx: Tx, touch: Touch, added: Added, certainty: str, roots: Mapping[UUID, UUID], names: Mapping[UUID, str]
) -> None:
    """Push an interaction that this transaction has just stored; nothing is read back.

    ``roots`` are the customers on whose pages the entries stand, by whoever holds them, and ``names`` theirs.
    """
    pages = {customer: roots[customer] for customer in added.entries}
    lines = await line_refs(tx.connection, {touch.line_id} if touch.line_id else ())
    holders = [CustomerRef(id=root, name=names[root]) for root in pages.values()]
    beside = Beside(line=lines.get(touch.line_id) if touch.line_id else None, holders=holders)
    item = SimpleNamespace(id=added.id, version=1, edited_at=None, **{name: getattr(touch, name) for name in _TOUCH})
    for customer, entry in added.entries.items():
        out = present_entry(item, Standing(entry, pages[customer], touch.role, certainty), beside)
        await events.append(tx, customer_room(pages[customer]), events.Kind.ENTRY, entry, 1, out)


async def follow_call(
    tx: Tx, interaction_id: UUID, state: str, facts: dict[str, Any], agents: Sequence[UUID], new_agents: Sequence[UUID]
) -> None:
    """A call went on: its interaction's state and facts, its agents, and the entries on open pages; four statements."""
    change = update_by_id(Interaction, ("state", "facts"), versioned=True, returning=True)
    values = update_values(interaction_id, {"state": state, "facts": facts})
    await tx.written()
    changed = await change.on(tx.connection, values)
    if not changed:
        return
    if new_agents:
        rows = [{"id": new_id(), "interaction_id": interaction_id, "role": "agent", "user_id": agent,
                 "identity_id": None, "customer_id": None} for agent in new_agents]  # fmt: skip
        await tx.insert(Participant, rows)
    await _push_call(tx, changed[0], agents[:1])


async def _push_call(tx: Tx, item: Any, agents: Sequence[UUID]) -> None:
    rows = await _ENTRIES.on(tx.connection, {"interaction": item.id})
    if not rows:
        return
    people = await user_refs(tx.connection, {*agents, *(row.pinned_by for row in rows if row.pinned_by)})
    lines = await line_refs(tx.connection, {item.line_id} if item.line_id else ())
    holders = {row.root_id: CustomerRef(id=row.root_id, name=row.name) for row in rows}
    beside = Beside(
        agent=next((people[agent] for agent in agents if agent in people), None), notes=rows[0].notes,
        line=lines.get(item.line_id) if item.line_id else None, holders=list(holders.values()),
    )  # fmt: skip
    for row in {row.root_id: row for row in reversed(rows)}.values():
        pinned_by = people.get(row.pinned_by) if row.pinned_by else None
        standing = Standing(row.id, row.root_id, row.role, row.certainty, row.pinned_at, pinned_by)
        out = present_entry(item, standing, beside)
        await events.append(tx, customer_room(row.root_id), events.Kind.ENTRY, row.id, item.version, out)


_TABLE: Any = TimelineEntry.__table__
_ITEM: Any = Interaction.__table__
_HOLDER, _ROOT = CUSTOMER.alias("holder"), CUSTOMER.alias("root")
_ID: Any = sa.bindparam("interaction", type_=sa.Uuid())
_NOTES = sa.select(sa.func.count(_ITEM.c.id)).where(_ITEM.c.about_id == _ID).scalar_subquery().label("notes")
_ENTRIES = Precompiled(
    sa.select(
        *(_TABLE.c[name] for name in ("id", "role", "certainty", "pinned_at", "pinned_by")), _HOLDER.c.root_id,
        _ROOT.c.name, _NOTES,
    )
    .join(_HOLDER, _HOLDER.c.id == _TABLE.c.customer_id)
    .join(_ROOT, _ROOT.c.id == _HOLDER.c.root_id)
    .where(_TABLE.c.interaction_id == _ID)
    .order_by(_TABLE.c.id)
)  # fmt: skip
