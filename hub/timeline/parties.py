"""Several outside parties in one interaction: a conference, or a mail with others in To and Cc."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any, NamedTuple
from uuid import UUID

import sqlalchemy as sa

from hub.db import Tx, new_id
from hub.timeline.models import Interaction, Participant, TimelineEntry
from hub.timeline.present import CUSTOMER
from hub.timeline.push import push_entries
from hub.timeline.store import add_entries, update_interaction


class OutsideParty(NamedTuple):
    """A contact that took part, its role, and the customers who use it; several: nobody knows which of them."""

    identity_id: UUID
    role: str  # from, to, cc or conference
    customers: Collection[UUID] = ()


async def add_parties(tx: Tx, interaction_id: UUID, parties: Sequence[OutsideParty]) -> None:
    """Let further contacts take part: each of their customers gets an entry, and every page is told.

    Who takes part already stays as they are, so doing it twice changes nothing. Somebody's first role counts.
    """
    await tx.written()
    item = (await tx.connection.execute(_item(interaction_id))).one_or_none()
    if item is None:
        return
    known = set((await tx.connection.execute(_identities(interaction_id))).scalars())
    new = [party for party in _each_once(parties) if party.identity_id not in known]
    if not new:
        return
    await tx.insert(Participant, [
        {"id": new_id(), "interaction_id": interaction_id, "role": party.role, "identity_id": party.identity_id,
         "customer_id": None, "user_id": None, "occurred_at": item.occurred_at} for party in new
    ])  # fmt: skip
    standing = {root: entry for entry, root in await tx.connection.execute(_HOLDERS, {"item": interaction_id})}
    roots = await _roots(tx, {customer for party in new for customer in party.customers})
    for party in new:
        certainty = "confirmed" if len(party.customers) == 1 else "candidate"
        there = [standing[roots[customer]] for customer in party.customers if roots[customer] in standing]
        if certainty == "confirmed":
            await _confirm(tx, there)
        fresh = {roots[customer]: customer for customer in party.customers if roots[customer] not in standing}
        added = await add_entries(
            tx, interaction_id, fresh.values(), item.occurred_at, item.channel, party.role, certainty
        )  # fmt: skip
        await tx.written()
        standing |= {roots[customer]: entry for customer, entry in added.items()}
    await update_interaction(tx, interaction_id)
    await push_entries(tx, interaction_id)


_HOLDERS = (
    sa.select(TimelineEntry.id, CUSTOMER.c.root_id)
    .join(CUSTOMER, CUSTOMER.c.id == TimelineEntry.customer_id)
    .where(TimelineEntry.interaction_id == sa.bindparam("item", type_=sa.Uuid()))
)


async def _roots(tx: Tx, customers: Collection[UUID]) -> dict[UUID, UUID]:
    """Whom each was merged into: somebody has an interaction on their timeline once."""
    query = sa.select(CUSTOMER.c.id, CUSTOMER.c.root_id).where(CUSTOMER.c.id.in_(list(customers)))
    return {row.id: row.root_id for row in await tx.connection.execute(query)}


async def _confirm(tx: Tx, entries: Collection[UUID]) -> None:
    """Whoever may have been somebody in it surely was somebody else in it."""
    if entries:
        change = sa.update(TimelineEntry).where(TimelineEntry.id.in_(list(entries)))
        await tx.connection.execute(change.values(certainty="confirmed"))


def _each_once(parties: Sequence[OutsideParty]) -> list[OutsideParty]:
    found: dict[UUID, OutsideParty] = {}
    for party in parties:
        found.setdefault(party.identity_id, party)
    return list(found.values())


def _item(interaction_id: UUID) -> Any:
    return sa.select(Interaction.occurred_at, Interaction.channel).where(Interaction.id == interaction_id)


def _identities(interaction_id: UUID) -> Any:
    return sa.select(Participant.identity_id).where(
        Participant.interaction_id == interaction_id, Participant.identity_id.is_not(None)
    )
