"""Interactions that an area keeps, such as a task's line: many changed or taken away, by a fixed number of queries."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from hub import events, search
from hub.db import Reader, Tx, change_many
from hub.timeline import mentions
from hub.timeline.models import Interaction, Mention, Participant, TimelineEntry
from hub.timeline.push import MOST_HOLDERS, customer_room, pages_of
from hub.timeline.read import entries

_ITEM: Any = Interaction.__table__
_HEAD = ("id", "channel", "direction", "subject", "occurred_at", "call_id")


async def push_many(tx: Tx, interactions: Collection[UUID]) -> None:
    """Push these as they now are to the pages that they stand on."""
    await tx.written()
    if not interactions:
        return
    where = [TimelineEntry.interaction_id.in_(list(interactions))]
    standing = await entries(tx.session, where, MOST_HOLDERS + 2 * len(interactions))
    standing.sort(key=lambda one: one.id, reverse=True)
    shown = {(one.interaction_id, one.customer_id): one for one in standing}
    for (_, root), entry in shown.items():  # of two who are one by now the first, as a page has it
        if root is not None:
            await events.append(tx, customer_room(root), events.Kind.ENTRY, entry.id, entry.version, entry)


async def update_many(tx: Tx, changes: Mapping[UUID, Mapping[str, Any]], told: Collection[UUID] | None = None) -> None:
    """Set the same columns of several, without their text, and push them, or only those ``told``."""
    if not changes:
        return
    await change_many(tx, Interaction, changes)
    await push_many(tx, changes if told is None else told)


async def remove_many(tx: Tx, interactions: Collection[UUID]) -> None:
    """Take these away from wherever they stand, with the notes about them, and tell those whom the notes name."""
    if not interactions:
        return
    about = sa.select(Interaction.id).where(Interaction.about_id.in_(list(interactions)))
    ids = [*interactions, *await tx.session.scalars(about)]
    await mentions.withdraw_many(tx, ids)
    gone = sa.select(TimelineEntry.id, TimelineEntry.customer_id, Interaction.version)
    gone = gone.join(Interaction, Interaction.id == TimelineEntry.interaction_id)
    rows = (await tx.session.execute(gone.where(TimelineEntry.interaction_id.in_(ids)))).all()
    pages = await pages_of(tx.session, {row.customer_id for row in rows})
    for row in rows:
        await events.append(tx, pages[row.customer_id], events.Kind.ENTRY, row.id, row.version + 1, None)
    for table in (Mention, TimelineEntry, Participant):
        await tx.session.execute(sa.delete(table).where(table.interaction_id.in_(ids)))
    await tx.session.execute(sa.delete(Interaction).where(Interaction.id.in_(ids)))
    await search.forget_messages(tx, ids)


async def heads_of(reader: Reader, interactions: Collection[UUID]) -> dict[UUID, Any]:
    """Rows (channel, direction, subject, time, call) of these, by their ids."""
    if not interactions:
        return {}
    query = sa.select(*(_ITEM.c[name] for name in _HEAD)).where(_ITEM.c.id.in_(list(interactions)))
    return {row.id: row for row in await reader.execute(query)}


async def count_notes(reader: Reader, interactions: Collection[UUID]) -> dict[UUID, int]:
    """How many notes there are about each of these; those without are left out."""
    if not interactions:
        return {}
    query = sa.select(_ITEM.c.about_id, sa.func.count().label("notes")).where(_ITEM.c.about_id.in_(list(interactions)))
    return {row.about_id: row.notes for row in await reader.execute(query.group_by(_ITEM.c.about_id))}


async def interaction_of_call(reader: Reader, call_id: UUID) -> UUID | None:
    """The interaction that a call is kept as."""
    query = sa.select(_ITEM.c.id).where(_ITEM.c.call_id == call_id).order_by(_ITEM.c.id).limit(1)
    return (await reader.execute(query)).scalar()
