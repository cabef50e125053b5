"""Conversations as the API gives them."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from hub.accounts import user_refs
from hub.conversations.models import ConversationItem
from hub.conversations.schemas import ConversationMessage, ConversationOut
from hub.customers import Customer, Identity, display, shown_address, users_of_many
from hub.db import Reader
from hub.teams import team_refs
from hub.timeline import CustomerRef, Interaction

_PLAIN = (
    "id",
    "channel",
    "account",
    "identity_id",
    "line_id",
    "state",
    "unread",
    "last_at",
    "snoozed_until",
    "version",
)


Users = Mapping[UUID, Sequence[tuple[UUID, UUID]]]


async def describe(
    reader: Reader, rows: Sequence[Mapping[str, Any]], known: Users | None = None
) -> list[ConversationOut]:
    """In five queries, however many. ``known``: who uses the addresses, where that was asked already."""
    if not rows:
        return []
    identities = {row["identity_id"] for row in rows}
    query = sa.select(Identity.id, shown_address().label("value")).where(Identity.id.in_(identities))
    addresses = {found.id: found.value for found in await reader.execute(query)}
    people = await customers_of(reader, identities, known)
    users = await user_refs(reader, {row["assignee_id"] for row in rows if row["assignee_id"]})
    teams = await team_refs(reader, {row["team_id"] for row in rows if row["team_id"]})
    return [
        ConversationOut.model_validate({name: row[name] for name in _PLAIN} | {
            "own": row["own"] or None, "address": addresses[row["identity_id"]],
            "shown_address": shown(addresses[row["identity_id"]]), "customers": people.get(row["identity_id"], []),
            "assignee": users.get(row["assignee_id"]), "team": teams.get(row["team_id"]),
        })
        for row in rows
    ]  # fmt: skip


def shown(address: str) -> str:
    """An address as people write it."""
    return display(address) if address.startswith("+") else address


async def customers_of(
    reader: Reader, identities: Collection[UUID], known: Users | None = None
) -> dict[UUID, list[CustomerRef]]:
    """Who uses each address, by their names as they are now."""
    users = await users_of_many(reader, identities) if known is None else known
    roots = {root for some in users.values() for _, root in some}
    query = sa.select(Customer.id, Customer.name).where(Customer.id.in_(list(roots)))
    names = {row.id: row.name for row in await reader.execute(query)} if roots else {}
    return {
        identity: [CustomerRef(id=root, name=names[root]) for root in sorted({root for _, root in some})]
        for identity, some in users.items()
    }


async def messages(
    session: AsyncSession, conversation_id: UUID, before: tuple[Any, UUID] | None, limit: int
) -> list[ConversationMessage]:
    """The latest first, by their real time."""
    item, line = ConversationItem, Interaction
    query = sa.select(line).join(item, item.interaction_id == line.id).where(item.conversation_id == conversation_id)
    if before:
        query = query.where(sa.tuple_(item.occurred_at, item.interaction_id) < sa.tuple_(*map(sa.literal, before)))
    query = query.order_by(item.occurred_at.desc(), item.interaction_id.desc()).limit(limit)
    rows = list(await session.scalars(query))
    users = await user_refs(session, {row.author_id for row in rows if row.author_id})
    return [_message(row, users) for row in rows]


def _message(row: Interaction, users: Mapping[UUID, Any]) -> ConversationMessage:
    out = row.direction == "out"
    return ConversationMessage.model_validate({
        "id": row.id, "direction": row.direction, "text": row.text, "at": row.occurred_at, "state": row.state,
        "reason": row.facts.get("reason") if out else None,
        "author": users.get(row.author_id) if row.author_id else None,
        "automatic": out and row.author_id is None, "message_id": row.facts.get("message_id") if out else None,
        "files": [] if out else row.facts.get("attachments", []),
        "unanswered": row.facts.get("unanswered") is True, "silenced": row.facts.get("silenced") is True,
    })  # fmt: skip
