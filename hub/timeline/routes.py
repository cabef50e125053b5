"""The routes of notes, pins, mentions and colleagues; those of a customer's timeline are the customers'."""

from __future__ import annotations

from uuid import UUID

from pydantic import Field

from hub.accounts import Permission, active_users
from hub.text import initials
from hub.timeline import mentions, notes
from hub.timeline.hidden import refuse_hidden
from hub.timeline.schemas import Colleague, EntryOut, MentionIds, MentionOut, NewNote, NoteChange
from hub.web import Context, Items, Page, PageQuery, Routes, cut_page, decode_cursor

routes = Routes("timeline")
READ, WRITE = Permission.CUSTOMERS_READ, Permission.CUSTOMERS_WRITE


class MentionsQuery(PageQuery):
    """Which mentions."""

    unread: bool = Field(False, description="Only those that were not read yet.")


@routes.get("/api/interactions/{interaction_id}/notes", permission=READ, summary="The notes about an interaction",
            errors=(404,))  # fmt: skip
async def list_interaction_notes(ctx: Context, interaction_id: UUID) -> Items[EntryOut]:
    """Oldest first."""
    async with ctx.db.read() as session:
        await refuse_hidden(session, interaction_id)
        return Items(items=await notes.notes_about(session, interaction_id))


@routes.post("/api/interactions/{interaction_id}/notes", permission=WRITE, summary="Add a note about an interaction",
             status=201, errors=(404,))  # fmt: skip
async def add_interaction_note(ctx: Context, interaction_id: UUID, body: NewNote) -> EntryOut:
    """It stands on the timelines of those whose interaction it surely is, else with the contact alone."""
    return await ctx.db.write(lambda tx: notes.note_on_interaction(tx, ctx.user, interaction_id, body))


@routes.patch("/api/notes/{interaction_id}", permission=WRITE, summary="Change a note", errors=(403, 404))
async def change_note(ctx: Context, interaction_id: UUID, body: NoteChange) -> EntryOut:
    """One's own; with `notes:manage` anybody's."""
    return await ctx.db.write(lambda tx: notes.change_note(tx, ctx.user, interaction_id, body))


@routes.delete("/api/notes/{interaction_id}", permission=WRITE, summary="Delete a note", errors=(403, 404))
async def delete_note(ctx: Context, interaction_id: UUID) -> None:
    """One's own; with `notes:manage` anybody's."""
    await ctx.db.write(lambda tx: notes.delete_note(tx, ctx.user, interaction_id))


@routes.put("/api/entries/{entry_id}/pin", permission=WRITE, summary="Pin an entry", errors=(404, 409))
async def pin_entry(ctx: Context, entry_id: UUID) -> EntryOut:
    """Keep it on top of the customer's timeline, for everybody."""
    return await ctx.db.write(lambda tx: notes.pin(tx, ctx.user, entry_id))


@routes.delete("/api/entries/{entry_id}/pin", permission=WRITE, summary="Unpin an entry", errors=(404,))
async def unpin_entry(ctx: Context, entry_id: UUID) -> EntryOut:
    """It stands where its time puts it."""
    return await ctx.db.write(lambda tx: notes.unpin(tx, entry_id))


@routes.get("/api/me/mentions", permission=READ, summary="Notes in which one is named")
async def list_mentions(ctx: Context, query: MentionsQuery) -> Page[MentionOut]:
    """Newest first."""
    before = decode_cursor(query.cursor, UUID)[0] if query.cursor else None
    async with ctx.db.read() as session:
        found = await mentions.mentions_of(
            session, ctx.user.id, unread=query.unread, before=before, limit=query.limit + 1
        )
        rows, cursor = cut_page(found, query.limit, "id")
        return Page(items=await mentions.present_mentions(session, rows), next=cursor)


@routes.post("/api/me/mentions/read", permission=READ, summary="Mark mentions as read")
async def read_mentions(ctx: Context, body: MentionIds) -> None:
    """What is not one's own, or read already, is left alone."""
    await ctx.db.write(lambda tx: mentions.mark_read(tx, ctx.user.id, body.ids))


@routes.get("/api/colleagues", permission=READ, summary="Those who work here")
async def list_colleagues(ctx: Context) -> Items[Colleague]:
    """Everybody who may sign in, by name, for choosing one; a thousand at most."""
    async with ctx.db.read() as session:
        people = await active_users(session)
    return Items(
        items=[Colleague(id=one.id, name=one.name, initials=initials(one.name), role=one.role) for one in people]
    )
