"""Write interactions and put them on timelines; say whose they are."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from hub import search
from hub.db import Tx, new_id
from hub.timeline.models import Interaction, Participant, TimelineEntry

RECENT = 6  # a card shows three, and what waits may be among them
_ENTRY: Any = TimelineEntry.__table__


@dataclass(frozen=True, slots=True)
class Touch:
    """A new interaction, before anybody knows whose it is."""

    channel: str
    direction: str
    state: str
    occurred_at: datetime
    account: str | None = None
    identity_id: UUID | None = None
    call_id: UUID | None = None
    author_id: UUID | None = None
    subject: str | None = None
    text: str | None = None
    about_id: UUID | None = None
    line_id: UUID | None = None
    facts: dict[str, Any] = field(default_factory=dict)

    @property
    def role(self) -> str:
        """What the outside party is in it."""
        return "from" if self.direction == "in" else "to"


@dataclass(frozen=True, slots=True)
class Added:
    """A stored interaction and the entries (by customer) on which it stands."""

    id: UUID
    entries: dict[UUID, UUID]


async def add_interaction(
    tx: Tx, touch: Touch, customers: Collection[UUID], certainty: str, *, soon: bool = False
) -> Added:
    """Store a touch with its participants and an entry on each customer's timeline; ``soon``: with ``tx.written()``."""
    interaction_id = new_id()
    values = {name: getattr(touch, name) for name in touch.__slots__}
    await tx.insert(Interaction, [{"id": interaction_id, "version": 1, **values}])
    role = touch.role
    people: list[dict[str, Any]] = []
    if touch.identity_id:
        people.append({"role": role, "identity_id": touch.identity_id, "customer_id": None, "user_id": None})
    if touch.author_id:
        people.append({"role": "agent", "identity_id": None, "customer_id": None, "user_id": touch.author_id})
    rows = [{"id": new_id(), "interaction_id": interaction_id, **person} for person in people]
    await tx.insert(Participant, rows)
    entries = await add_entries(tx, interaction_id, customers, touch.occurred_at, touch.channel, role, certainty)
    if touch.text or touch.subject:
        await search.index_message(tx, interaction_id, touch.occurred_at, touch.subject, touch.text)
    if not soon:
        await tx.written()
    return Added(interaction_id, entries)


async def add_entries(
    tx: Tx, interaction_id: UUID, customers: Collection[UUID], occurred_at: datetime, channel: str, role: str,
    certainty: str,
) -> dict[UUID, UUID]:  # fmt: skip
    """Put an interaction on the timelines of ``customers`` with ``tx.written()``; returns the entries by customer."""
    rows: list[dict[str, Any]] = [
        {"id": new_id(), "customer_id": customer, "interaction_id": interaction_id, "occurred_at": occurred_at,
         "channel": channel, "role": role, "certainty": certainty}
        for customer in customers
    ]  # fmt: skip
    await tx.insert(TimelineEntry, rows)
    return {row["customer_id"]: row["id"] for row in rows}


async def named_agents(session: AsyncSession, interactions: Mapping[UUID, UUID]) -> dict[UUID, set[UUID]]:
    """Agents who are named in these interactions, by what each interaction maps to."""
    found: dict[UUID, set[UUID]] = {}
    if interactions:
        query = sa.select(Participant.interaction_id, Participant.user_id)
        query = query.where(Participant.interaction_id.in_(list(interactions)), Participant.role == "agent")
        for interaction, user in await session.execute(query):
            if user is not None:
                found.setdefault(interactions[interaction], set()).add(user)
    return found


async def update_interaction(tx: Tx, interaction_id: UUID, **values: Any) -> None:
    """Change state, facts and the like."""
    statement = sa.update(Interaction).where(Interaction.id == interaction_id)
    change = statement.values(version=Interaction.version + 1, **values)
    if values.keys() & {"subject", "text"}:
        shown = change.returning(Interaction.occurred_at, Interaction.subject, Interaction.text)
        for written in (await tx.session.execute(shown)).all():
            await search.index_message(tx, interaction_id, *written)
    else:
        await tx.session.execute(change)


async def merge_facts(tx: Tx, interaction_id: UUID, facts: dict[str, Any]) -> None:
    """Add to what only the channel has; a fact that is None is taken away."""
    item = await tx.session.get(Interaction, interaction_id, with_for_update=True, populate_existing=True)
    if item is not None:
        gone = {name for name, value in facts.items() if value is None}
        item.facts = {name: value for name, value in (item.facts | facts).items() if name not in gone}
        item.version += 1
        await tx.session.flush()


async def set_holders(
    tx: Tx, interaction_id: UUID, customers: Collection[UUID], occurred_at: datetime, channel: str, role: str,
    certainty: str,
) -> dict[UUID, UUID]:  # fmt: skip
    """Make the interaction's party in this role exactly ``customers``; returns the entries taken away, by customer.

    Those who take part in another role, as in a conference, keep their entries.
    """
    found = (await tx.session.execute(_HOLDERS, {"interaction": interaction_id})).all()
    standing = {row.customer_id: row.id for row in found if row.role == role or row.customer_id in customers}
    gone = {customer: entry for customer, entry in standing.items() if customer not in customers}
    if gone:
        await tx.session.execute(sa.delete(TimelineEntry).where(TimelineEntry.id.in_(list(gone.values()))))
    kept = [entry for customer, entry in standing.items() if customer in customers]
    change = sa.update(TimelineEntry).where(TimelineEntry.id.in_(kept))
    await tx.session.execute(change.values(certainty=certainty, role=role))
    new = [customer for customer in customers if customer not in standing]
    await add_entries(tx, interaction_id, new, occurred_at, channel, role, certainty)
    await tx.written()
    return gone


_HOLDERS = sa.select(_ENTRY.c.customer_id, _ENTRY.c.id, _ENTRY.c.role).where(
    _ENTRY.c.interaction_id == sa.bindparam("interaction", type_=sa.Uuid())
)


async def holders(session: AsyncSession, interaction_id: UUID) -> list[tuple[UUID, UUID]]:
    """(customer, entry) of everybody on whose timeline the interaction is."""
    query = sa.select(TimelineEntry.customer_id, TimelineEntry.id).where(TimelineEntry.interaction_id == interaction_id)
    return [(customer, entry) for customer, entry in await session.execute(query)]
