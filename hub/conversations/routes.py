"""The routes of conversations."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from hub.accounts import Permission
from hub.conversations import present, store
from hub.conversations.schemas import ConversationChange, ConversationMessage, ConversationOut, MessagesQuery
from hub.web import Context, Items, Page, Routes, cut_page, decode_cursor, given

routes = Routes("conversations")
READ, WRITE = Permission.CONVERSATIONS_READ, Permission.CONVERSATIONS_WRITE


@routes.get("/api/conversations/{conversation_id}", permission=READ, summary="A conversation", errors=(404,))
async def get_conversation(ctx: Context, conversation_id: UUID) -> ConversationOut:
    """Where it stands, whose it is, and with whom."""
    async with ctx.db.read() as session:
        found = await store.get(session, conversation_id)
    ctx.tag_answer(found.version)
    return found


@routes.get("/api/conversations/{conversation_id}/messages", permission=READ, summary="What was written to and fro",
            errors=(404,))  # fmt: skip
async def list_conversation_messages(
    ctx: Context, conversation_id: UUID, query: MessagesQuery
) -> Page[ConversationMessage]:
    """The latest first, in the order of their real time."""
    before = decode_cursor(query.cursor, datetime, UUID) if query.cursor else None
    async with ctx.db.read() as session:
        await store.get(session, conversation_id)
        found = await present.messages(session, conversation_id, before, query.limit + 1)
    items, cursor = cut_page(found, query.limit, "at", "id")
    return Page(items=items, next=cursor)


@routes.get("/api/customers/{customer_id}/conversations", permission=READ, summary="A customer's conversations")
async def list_customer_conversations(ctx: Context, customer_id: UUID) -> Items[ConversationOut]:
    """At the addresses that they use, the latest 100."""
    async with ctx.db.read() as session:
        return Items[ConversationOut](items=await store.of_customer(session, customer_id))


@routes.patch("/api/conversations/{conversation_id}", permission=WRITE, summary="Assign a conversation, or move it on",
              errors=(404,), if_match=True)  # fmt: skip
async def change_conversation(ctx: Context, conversation_id: UUID, body: ConversationChange) -> ConversationOut:
    """What is left out stays. A message that comes in opens it again."""
    version, changes = ctx.if_match, given(body)
    found = await ctx.db.write(lambda tx: store.change(tx, conversation_id, changes, version))
    ctx.tag_answer(found.version)
    return found


@routes.post("/api/conversations/{conversation_id}/read", permission=WRITE, summary="Say that a conversation was read",
             errors=(404,))  # fmt: skip
async def read_conversation(ctx: Context, conversation_id: UUID) -> ConversationOut:
    """Nothing of it is unread any more."""
    found = await ctx.db.write(lambda tx: store.read(tx, conversation_id))
    ctx.tag_answer(found.version)
    return found
