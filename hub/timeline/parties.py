"""Several outside parties in one interaction: a conference, or a mail with others in To and Cc."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any, NamedTuple
from uuid import UUID

import sqlalchemy as sa

from hub.db import Tx, new_id
from hub.timeline.models import Interaction, Participant, TimelineEntry
from hub.timeline.push import push_entries
from hub.timeline.store import add_entries, holders, update_interaction


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
    standing = {customer for customer, _ in await holders(tx.session, interaction_id)}
    for party in new:
        certainty = "confirmed" if len(party.customers) == 1 else "candidate"
        if certainty == "confirmed":
            await _confirm(tx, interaction_id, standing.intersection(party.customers))
        fresh = [customer for customer in dict.fromkeys(party.customers) if customer not in standing]
        await add_entries(tx, interaction_id, fresh, item.occurred_at, item.channel, party.role, certainty)
        await tx.written()
        standing.update(fresh)
    await update_interaction(tx, interaction_id)
    await push_entries(tx, interaction_id)


async def _confirm(tx: Tx, interaction_id: UUID, customers: Collection[UUID]) -> None:
    """Whoever may have been somebody in it surely was somebody else in it."""
    if customers:
        change = sa.update(TimelineEntry).where(
            TimelineEntry.interaction_id == interaction_id, TimelineEntry.customer_id.in_(list(customers))
        )
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
