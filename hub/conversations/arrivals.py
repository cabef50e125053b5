"""Who is told of a message that came in: the assignee, else the customer's owner, else the team that is there."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from hub import events
from hub.accounts import User
from hub.conversations.schemas import ArrivalOut, ConversationOut
from hub.customers import Customer
from hub.db import Tx
from hub.inbound import Arrived
from hub.presence import available_of
from hub.teams import members_of

SNIPPET = 140
MOST_TOLD = 50  # of one team


async def tell(tx: Tx, latest: Mapping[UUID, Arrived], shown: Mapping[UUID, ConversationOut]) -> None:
    """Tell them of the latest message of each conversation."""
    owners = await _owners(tx, {one.users[0][1] for one in latest.values() if len(one.users) == 1})
    teams = {
        out.team.id for key, out in shown.items()
        if out.team and not out.assignee and not _owner(latest[key], owners)
    }  # fmt: skip
    members = await members_of(tx.connection, teams) if teams else {}
    present = await available_of(tx.connection, {user for some in members.values() for user in some})
    for key, out in shown.items():
        told = _told(tx, out, latest[key])
        for user in whom(out, _owner(latest[key], owners), members, present):
            await events.append(tx, events.user_room(user), events.Kind.ARRIVAL, out.id, out.version, told)


def whom(
    out: ConversationOut, owner: UUID | None, members: Mapping[UUID, Collection[UUID]], present: Collection[UUID]
) -> Sequence[UUID]:
    """Pure: whom one concerns."""
    if out.assignee:
        return [out.assignee.id]
    if owner:
        return [owner]
    team = members.get(out.team.id, ()) if out.team else ()
    return sorted(user for user in team if user in present)[:MOST_TOLD]


def _owner(one: Arrived, owners: Mapping[UUID, UUID]) -> UUID | None:
    return owners.get(one.users[0][1]) if len(one.users) == 1 else None


async def _owners(tx: Tx, roots: Collection[UUID]) -> dict[UUID, UUID]:
    if not roots:
        return {}
    query = sa.select(Customer.id, Customer.owner_id).join(User, User.id == Customer.owner_id)
    query = query.where(Customer.id.in_(list(roots)), User.active.is_(True))
    return {row.id: row.owner_id for row in await tx.connection.execute(query)}


def _told(tx: Tx, out: ConversationOut, one: Arrived) -> ArrivalOut:
    text: Any = one.message.text or ""
    return ArrivalOut(
        id=out.id, interaction_id=one.interaction_id, channel=out.channel, identity_id=out.identity_id,
        customer=out.customers[0] if len(out.customers) == 1 else None, shown_address=out.shown_address,
        snippet=" ".join(text[: 2 * SNIPPET].split())[:SNIPPET], at=one.message.at, told_at=tx.now, unread=out.unread,
        version=out.version,
    )  # fmt: skip
