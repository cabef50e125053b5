"""Put a batch of new interactions on timelines, in a fixed number of statements."""

from __future__ import annotations

from collections.abc import Sequence
from types import SimpleNamespace
from typing import Any, NamedTuple
from uuid import UUID

import sqlalchemy as sa

from hub import events
from hub.accounts import user_refs
from hub.db import Tx, new_id
from hub.db.statements import insert_into
from hub.timeline.models import Interaction, Participant, TimelineEntry
from hub.timeline.present import CUSTOMER, Beside, Standing, present_entry
from hub.timeline.push import customer_room
from hub.timeline.schemas import CustomerRef
from hub.timeline.store import Touch


class Taking(NamedTuple):
    """A contact that takes part, its role, and who uses it: (holder of the link, root)."""

    identity_id: UUID
    role: str
    users: Sequence[tuple[UUID, UUID]]


class Arrival(NamedTuple):
    """A new interaction under an id that is known already, and everybody from outside in it."""

    id: UUID
    touch: Touch
    parties: Sequence[Taking]


async def add_interactions(tx: Tx, arrivals: Sequence[Arrival]) -> None:
    """Store them with their participants and entries, and tell the customers' pages."""
    if not arrivals:
        return
    items, people, entries = [], [], []
    for arrival in arrivals:
        touch = arrival.touch
        items.append({"id": arrival.id, "version": 1, "edited_at": None,
                      **{name: getattr(touch, name) for name in touch.__slots__}})  # fmt: skip
        people += [_participant(arrival, party) for party in arrival.parties]
        people += [_agent(arrival)] if touch.author_id else []
        entries += _entries(arrival)
    for model, rows in ((Interaction, items), (Participant, people), (TimelineEntry, [row for row, _ in entries])):
        if rows:
            await tx.connection.execute(insert_into(model), rows)
    await _push(tx, items, entries)


def _participant(arrival: Arrival, party: Taking) -> dict[str, Any]:
    first = party is arrival.parties[0]  # found by the interaction itself
    return {"id": new_id(), "interaction_id": arrival.id, "role": party.role, "identity_id": party.identity_id,
            "customer_id": None, "user_id": None,
            "occurred_at": None if first else arrival.touch.occurred_at}  # fmt: skip


def _agent(arrival: Arrival) -> dict[str, Any]:
    """Whoever wrote it here."""
    return {"id": new_id(), "interaction_id": arrival.id, "role": "agent", "identity_id": None, "customer_id": None,
            "user_id": arrival.touch.author_id, "occurred_at": None}  # fmt: skip


def _entries(arrival: Arrival) -> list[tuple[dict[str, Any], UUID]]:
    """A row for each customer, in their first role, with the root on whose page it stands."""
    found: dict[UUID, tuple[dict[str, Any], UUID]] = {}
    for party in arrival.parties:
        certainty = "confirmed" if len(party.users) == 1 else "candidate"
        for member, root in party.users:
            row = {"id": new_id(), "customer_id": member, "interaction_id": arrival.id, "role": party.role,
                   "occurred_at": arrival.touch.occurred_at, "channel": arrival.touch.channel,
                   "certainty": certainty}  # fmt: skip
            standing = found.get(root)
            if standing is None or (standing[0]["certainty"] == "candidate" and certainty == "confirmed"):
                found[root] = row, root
    return list(found.values())


async def _push(tx: Tx, items: Sequence[dict[str, Any]], entries: Sequence[tuple[dict[str, Any], UUID]]) -> None:
    by_id = {item["id"]: SimpleNamespace(**item) for item in items}
    holders: dict[UUID, list[UUID]] = {}
    for row, root in entries:
        holders.setdefault(row["interaction_id"], []).append(root)
    names = await _names(tx, {root for roots in holders.values() if len(roots) > 1 for root in roots})
    authors = {item["author_id"] for item in items if item["author_id"]}
    agents = await user_refs(tx.connection, authors) if authors else {}
    for row, root in entries:
        roots = holders[row["interaction_id"]]
        item = by_id[row["interaction_id"]]
        others = [CustomerRef(id=one, name=names[one]) for one in roots] if len(roots) > 1 else []
        beside = Beside(holders=others, agent=agents.get(item.author_id))
        out = present_entry(item, Standing(row["id"], root, row["role"], row["certainty"]), beside)
        await events.append(tx, customer_room(root), events.Kind.ENTRY, row["id"], 1, out)


_NAMES = sa.select(CUSTOMER.c.id, CUSTOMER.c.name).where(
    CUSTOMER.c.id.in_(sa.bindparam("ids", expanding=True, type_=sa.Uuid()))
)


async def _names(tx: Tx, roots: set[UUID]) -> dict[UUID, str]:
    if not roots:
        return {}
    return {row.id: row.name for row in await tx.connection.execute(_NAMES, {"ids": list(roots)})}
