"""Internal notes: on a customer, on a contact, or about an interaction; and what is pinned."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from hub import search
from hub.accounts import Permission, audit
from hub.db import Reader, Tx
from hub.timeline import mentions
from hub.timeline.hidden import refuse_hidden
from hub.timeline.models import Interaction, Mention, Participant, TimelineEntry
from hub.timeline.push import push_entries
from hub.timeline.read import entry_of, first_entries
from hub.timeline.schemas import EntryOut, NewNote, NoteChange
from hub.timeline.store import Touch, add_interaction, holders, update_interaction
from hub.web import Conflict, Forbidden, Invalid, NotFound, Principal

MOST_PINS = 100  # on one customer's timeline
MOST_NOTES = 500  # shown of one interaction


async def add_note(
    tx: Tx, author: Principal, note: NewNote, customers: Collection[UUID], *, identity_id: UUID | None = None,
    about_id: UUID | None = None, pinned: bool = False, facts: Mapping[str, Any] | None = None,
) -> EntryOut:  # fmt: skip
    """Write a note on these customers' timelines, or on nobody's, and tell whom it names. Raises ``Invalid``."""
    named = await mentions.colleagues_named(tx, note.mentions, author.id)
    touch = Touch("note", "none", "done", tx.now, author_id=author.id, text=note.text, identity_id=identity_id,
                  about_id=about_id, facts=dict(facts or {}))  # fmt: skip
    added = await add_interaction(tx, touch, customers, "confirmed")
    if pinned:
        for customer, entry in added.entries.items():
            await _pin(tx, entry, customer, author.id)
    await mentions.name(tx, added.id, named, author.id)
    await push_entries(tx, added.id)
    if about_id:
        await _changed(tx, about_id)  # the number of its notes is part of an entry
    await mentions.push_named(tx, added.id, named)
    return await entry_of(tx.session, added.id, next(iter(customers), None))


async def note_on_interaction(tx: Tx, author: Principal, interaction_id: UUID, note: NewNote) -> EntryOut:
    """Write a note about an interaction. It stands where that one surely belongs; else with its contact alone.

    Raises ``NotFound`` or ``Invalid``.
    """
    item = await tx.session.get(Interaction, interaction_id)
    if item is None:
        raise NotFound("There is no such interaction.")
    await refuse_hidden(tx.session, interaction_id)
    refuse_note(item, "path.interaction_id")
    sure = sa.select(TimelineEntry.customer_id).where(
        TimelineEntry.interaction_id == interaction_id, TimelineEntry.certainty == "confirmed"
    )
    customers = list(await tx.session.scalars(sure.order_by(TimelineEntry.id)))
    identity = None if customers else item.identity_id
    return await add_note(tx, author, note, customers, identity_id=identity, about_id=interaction_id)


async def check_about(tx: Tx, about_id: UUID | None, members: Sequence[UUID]) -> None:
    """What a note on a customer is about must be on their timeline. Raises ``Invalid``."""
    if about_id is None:
        return
    query = sa.select(Interaction).join(TimelineEntry, TimelineEntry.interaction_id == Interaction.id)
    query = query.where(Interaction.id == about_id, TimelineEntry.customer_id.in_(members)).limit(1)
    item = await tx.session.scalar(query)
    if item is None:
        raise Invalid.field("body.about_id", "not_found", "This is not on the customer's timeline.")
    refuse_note(item, "body.about_id")


def refuse_note(item: Interaction, field: str) -> None:
    """A note is about something that happened. Raises ``Invalid``."""
    if item.channel == "note":
        raise Invalid.field(field, "note", "A note cannot be about a note.")


async def notes_about(reader: Reader, interaction_id: UUID) -> list[EntryOut]:
    """The notes about an interaction, oldest first. Raises ``NotFound``."""
    known = sa.select(Interaction.id).where(Interaction.id == interaction_id)
    if (await reader.execute(known)).first() is None:
        raise NotFound("There is no such interaction.")
    query = sa.select(Interaction.id).where(Interaction.about_id == interaction_id)
    ids = list((await reader.execute(query.order_by(Interaction.id.desc()).limit(MOST_NOTES))).scalars())
    found = await first_entries(reader, ids)
    return [found[note] for note in reversed(ids)]


async def change_note(tx: Tx, user: Principal, note_id: UUID, change: NoteChange) -> EntryOut:
    """Say something else from now on. Raises ``NotFound``, ``Forbidden`` or ``Invalid``."""
    note = await _own_note(tx, user, note_id)
    new: list[UUID] = []
    if change.mentions is not None:
        named = await mentions.colleagues_named(tx, change.mentions, user.id)
        new = await mentions.rename(tx, note_id, named, user.id)
    await update_interaction(tx, note_id, text=change.text, edited_at=tx.now)
    if note.author_id != user.id:
        audit.record(tx, "note_changed", actor_id=user.id, subject_id=note_id)
    await push_entries(tx, note_id)
    await mentions.push_named(tx, note_id, new)
    return await entry_of(tx.session, note_id)


async def delete_note(tx: Tx, user: Principal, note_id: UUID) -> None:
    """Take a note away from wherever it stands. Raises ``NotFound`` or ``Forbidden``."""
    note = await _own_note(tx, user, note_id)
    gone = dict(await holders(tx.session, note_id))
    await mentions.withdraw(tx, note_id, note.version)
    await push_entries(tx, note_id, gone)
    for table in (Mention, TimelineEntry, Participant):
        await tx.session.execute(sa.delete(table).where(table.interaction_id == note_id))
    await tx.session.execute(sa.delete(Interaction).where(Interaction.id == note_id))
    await search.forget_message(tx, note_id)
    if note.author_id != user.id:
        audit.record(tx, "note_deleted", actor_id=user.id, subject_id=note_id)
    if note.about_id:
        await _changed(tx, note.about_id)


async def pin(tx: Tx, user: Principal, entry_id: UUID) -> EntryOut:
    """Keep an entry on top of its timeline, for everybody. Raises ``NotFound`` or ``Conflict``."""
    entry = await _entry(tx, entry_id)
    if entry.pinned_at is None:
        await _pin(tx, entry_id, entry.customer_id, user.id)
        await _changed(tx, entry.interaction_id)
    return await entry_of(tx.session, entry.interaction_id, entry.customer_id)


async def unpin(tx: Tx, entry_id: UUID) -> EntryOut:
    """Let an entry stand where its time puts it. Raises ``NotFound``."""
    entry = await _entry(tx, entry_id)
    if entry.pinned_at is not None:
        change = sa.update(TimelineEntry).where(TimelineEntry.id == entry_id)
        await tx.session.execute(change.values(pinned_at=None, pinned_by=None))
        await _changed(tx, entry.interaction_id)
    return await entry_of(tx.session, entry.interaction_id, entry.customer_id)


async def _pin(tx: Tx, entry_id: UUID, customer_id: UUID, user_id: UUID) -> None:
    pinned = sa.select(sa.func.count()).select_from(TimelineEntry)
    pinned = pinned.where(TimelineEntry.customer_id == customer_id, TimelineEntry.pinned_at.is_not(None))
    if (await tx.session.scalar(pinned) or 0) >= MOST_PINS:
        raise Conflict("So many entries are pinned already that one more would not be seen.", code="too_many_pins")
    change = sa.update(TimelineEntry).where(TimelineEntry.id == entry_id)
    await tx.session.execute(change.values(pinned_at=tx.now, pinned_by=user_id))


async def _entry(tx: Tx, entry_id: UUID) -> TimelineEntry:
    entry = await tx.session.get(TimelineEntry, entry_id, with_for_update=True)
    if entry is None:
        raise NotFound("There is no such entry.")
    return entry


async def _own_note(tx: Tx, user: Principal, note_id: UUID) -> Interaction:
    note = await tx.session.get(Interaction, note_id, with_for_update=True)
    if note is None or note.channel != "note":
        raise NotFound("There is no such note.")
    if note.author_id != user.id and not user.may(Permission.NOTES_MANAGE):
        raise Forbidden("Somebody else wrote this note.", code="not_your_note")
    return note


async def _changed(tx: Tx, interaction_id: UUID) -> None:
    await update_interaction(tx, interaction_id)
    await push_entries(tx, interaction_id)
