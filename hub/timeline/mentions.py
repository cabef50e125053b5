"""Colleagues who are named in notes, and what each of them has read."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from hub import events
from hub.accounts import active_users, user_refs
from hub.db import Reader, Tx, new_id
from hub.timeline.models import Interaction, Mention
from hub.timeline.present import CUSTOMER
from hub.timeline.read import first_entries
from hub.timeline.schemas import CustomerRef, MentionOut
from hub.web import Invalid, Principal

LATEST = 50  # unread mentions in a snapshot; the others are read by the API


async def colleagues_named(tx: Tx, users: Sequence[UUID], author: UUID) -> list[UUID]:
    """Whom a note is to reach, each once and without its author. Raises ``Invalid`` for who does not work here."""
    named = [user for user in dict.fromkeys(users) if user != author]
    active = {user.id for user in await active_users(tx.connection, named)} if named else set()
    if not active.issuperset(named):
        raise Invalid.field("body.mentions", "not_found", "One of those named does not work here.")
    return named


async def name(tx: Tx, note_id: UUID, users: Collection[UUID], by: UUID) -> None:
    """Note that the note names these users."""
    rows = [{"id": new_id(), "interaction_id": note_id, "user_id": user, "mentioned_by": by, "created_at": tx.now,
             "read_at": None} for user in users]  # fmt: skip
    if rows:
        await tx.connection.execute(sa.insert(Mention), rows)


async def rename(tx: Tx, note_id: UUID, users: Sequence[UUID], by: UUID) -> list[UUID]:
    """Let the note name exactly these users; returns those whom it did not name before."""
    named = {row.user_id: row for row in await tx.session.scalars(_of(note_id))}
    gone = [row for user, row in named.items() if user not in users]
    version = await _version(tx, note_id)
    for row in gone:
        await _push_gone(tx, row, version)
    await tx.session.execute(sa.delete(Mention).where(Mention.id.in_([row.id for row in gone])))
    new = [user for user in users if user not in named]
    await name(tx, note_id, new, by)
    return new


async def withdraw(tx: Tx, note_id: UUID, version: int) -> None:
    """The note goes: tell those whom it named."""
    for row in await tx.session.scalars(_of(note_id)):
        await _push_gone(tx, row, version)


async def withdraw_many(tx: Tx, notes: Collection[UUID]) -> None:
    """The same for several notes, by one query."""
    query = sa.select(Mention, Interaction.version).join(Interaction, Interaction.id == Mention.interaction_id)
    for row, version in (await tx.session.execute(query.where(Mention.interaction_id.in_(list(notes))))).all():
        await _push_gone(tx, row, version)


async def push_named(tx: Tx, note_id: UUID, users: Collection[UUID]) -> None:
    """Tell users that a note names them."""
    if users:
        rows = (await tx.session.scalars(_of(note_id).where(Mention.user_id.in_(list(users))))).all()
        await _push(tx, rows)


async def mentions_of(reader: Reader, user_id: UUID, *, unread: bool, before: UUID | None, limit: int) -> Sequence[Any]:
    """Rows of the notes in which the user is named, newest first."""
    table = Mention.__table__
    query = sa.select(table).where(table.c.user_id == user_id)
    if unread:
        query = query.where(table.c.read_at.is_(None))
    if before is not None:
        query = query.where(table.c.id < before)
    return (await reader.execute(query.order_by(table.c.id.desc()).limit(limit))).all()


async def mark_read(tx: Tx, user_id: UUID, ids: Sequence[UUID]) -> None:
    """The user has read these; others' are left alone."""
    query = sa.select(Mention).where(Mention.id.in_(ids), Mention.user_id == user_id, Mention.read_at.is_(None))
    rows = (await tx.session.scalars(query)).all()
    for row in rows:
        row.read_at = tx.now
    await tx.session.flush()
    await _push(tx, rows)


async def present_mentions(reader: Reader, rows: Sequence[Any]) -> list[MentionOut]:
    """Mentions with their notes, in a fixed number of queries."""
    if not rows:
        return []
    notes = await first_entries(reader, [row.interaction_id for row in rows])
    people = await user_refs(reader, {row.mentioned_by for row in rows if row.mentioned_by})
    ids = {note.customer_id for note in notes.values() if note.customer_id}
    found = await reader.execute(sa.select(CUSTOMER.c.id, CUSTOMER.c.name).where(CUSTOMER.c.id.in_(ids)))
    names = {row.id: CustomerRef(id=row.id, name=row.name) for row in found}
    return [
        MentionOut(
            id=row.id, entry=note, customer=names.get(note.customer_id) if note.customer_id else None,
            by=people.get(row.mentioned_by), created_at=row.created_at, read_at=row.read_at,
            version=_mention_version(note.version, row.read_at),
        )
        for row in rows
        if (note := notes.get(row.interaction_id))
    ]  # fmt: skip


async def add_to_me(session: AsyncSession, user: Principal, _item: UUID | None) -> Mapping[str, Sequence[MentionOut]]:
    """The newest unread mentions, for everybody's own room."""
    rows = await mentions_of(session, user.id, unread=True, before=None, limit=LATEST)
    return {"mention": await present_mentions(session, rows)}


def _mention_version(note: int, read_at: datetime | None) -> int:
    """It changes with its note, and once more when it is read."""
    return 2 * note + (read_at is not None)


def _of(note_id: UUID) -> Any:
    return sa.select(Mention).where(Mention.interaction_id == note_id).order_by(Mention.id)


async def _version(tx: Tx, note_id: UUID) -> int:
    return await tx.session.scalar(sa.select(Interaction.version).where(Interaction.id == note_id)) or 0


async def _push(tx: Tx, rows: Sequence[Mention]) -> None:
    users = {row.id: row.user_id for row in rows}
    for mention in await present_mentions(tx.session, rows):
        room = events.user_room(users[mention.id])
        await events.append(tx, room, events.Kind.MENTION, mention.id, mention.version, mention)


async def _push_gone(tx: Tx, row: Mention, version: int) -> None:
    await events.append(tx, events.user_room(row.user_id), events.Kind.MENTION, row.id, 2 * (version + 1), None)
