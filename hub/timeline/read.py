"""Read timelines by keyset, newest first."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from hub.accounts import UserRef, user_refs
from hub.timeline.models import Interaction, Participant, TimelineEntry
from hub.timeline.schemas import EntryOut

Position = tuple[datetime, UUID]


async def customer_timeline(
    session: AsyncSession, customer_id: UUID, before: Position | None, limit: int, channel: str | None = None
) -> list[EntryOut]:
    """Up to ``limit`` entries of a customer older than ``before``."""
    where = [TimelineEntry.customer_id == customer_id]
    if before:
        where.append(_older(TimelineEntry.occurred_at, TimelineEntry.id, before))
    if channel:
        where.append(Interaction.channel == channel)
    return await entries(session, where, limit)


async def entries(session: AsyncSession, where: Sequence[sa.ColumnElement[bool]], limit: int = 50) -> list[EntryOut]:
    """Timeline entries with their interactions and agents, in three queries."""
    query = (
        sa.select(TimelineEntry, Interaction)
        .join(Interaction, Interaction.id == TimelineEntry.interaction_id)
        .where(*where)
        .order_by(TimelineEntry.occurred_at.desc(), TimelineEntry.id.desc())
        .limit(limit)
    )
    rows = [(entry, item) for entry, item in await session.execute(query)]
    agents = await _agents(session, [item for _, item in rows])
    return [_entry(item, entry.id, entry.role, entry.certainty, agents) for entry, item in rows]


async def identity_timeline(
    session: AsyncSession, identity_id: UUID, before: Position | None, limit: int
) -> list[EntryOut]:
    """Interactions of a contact, whoever it is, older than ``before``; the entry's id is the interaction's."""
    query = sa.select(Interaction).where(Interaction.identity_id == identity_id)
    if before:
        query = query.where(_older(Interaction.occurred_at, Interaction.id, before))
    query = query.order_by(Interaction.occurred_at.desc(), Interaction.id.desc()).limit(limit)
    items = list((await session.scalars(query)).all())
    agents = await _agents(session, items)
    return [_entry(item, item.id, "from" if item.direction == "in" else "to", "none", agents) for item in items]


def _older(
    at: sa.SQLColumnExpression[datetime], row: sa.SQLColumnExpression[UUID], than: Position
) -> sa.ColumnElement[bool]:
    """Keyset comparison, spelt out: SQLite compares row values only when both sides are stored alike."""
    return sa.or_(at < than[0], sa.and_(at == than[0], row < than[1]))


async def _agents(session: AsyncSession, items: Sequence[Interaction]) -> dict[UUID, UserRef]:
    ids = [item.id for item in items]
    if not ids:
        return {}
    query = sa.select(Participant.interaction_id, Participant.user_id).where(
        Participant.interaction_id.in_(ids), Participant.role == "agent", Participant.user_id.is_not(None)
    )
    first: dict[UUID, UUID] = {}
    for interaction, user in await session.execute(query.order_by(Participant.id)):
        if user is not None:
            first.setdefault(interaction, user)
    refs = await user_refs(session, set(first.values()))
    return {interaction: refs[user] for interaction, user in first.items() if user in refs}


def _entry(item: Interaction, entry_id: UUID, role: str, certainty: str, agents: dict[UUID, UserRef]) -> EntryOut:
    return present_entry(item, entry_id, role, certainty, agents.get(item.id))


def present_entry(item: Interaction, entry_id: UUID, role: str, certainty: str, agent: UserRef | None) -> EntryOut:
    """A timeline entry as the API gives it."""
    return EntryOut(
        id=entry_id, interaction_id=item.id, channel=item.channel, direction=item.direction, state=item.state,
        subject=item.subject, text=item.text, occurred_at=item.occurred_at, role=role, certainty=certainty,
        agent=agent, facts=item.facts, call_id=item.call_id, version=item.version,
    )  # fmt: skip
