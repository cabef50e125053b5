"""The routes of conversations."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from hub.accounts import Permission
from hub.conversations import lists, present, store
from hub.conversations.access import reach_of
from hub.conversations.schemas import (
    ConversationChange,
    ConversationCounts,
    ConversationMessage,
    ConversationOut,
    ConversationRow,
    ConversationsQuery,
    MessagesQuery,
)
from hub.db import Tx
from hub.web import Context, Items, Page, Routes, cut_page, decode_cursor, given

routes = Routes("conversations")
READ, WRITE = Permission.CONVERSATIONS_READ, Permission.CONVERSATIONS_WRITE


@routes.get("/api/conversations", permission=READ, summary="List conversations")
async def list_conversations(ctx: Context, query: ConversationsQuery) -> Page[ConversationRow]:
    """Mine, my teams', nobody's, or all that one may see, in one state; the latest message first."""
    after = decode_cursor(query.cursor, datetime, UUID) if query.cursor else None
    async with ctx.db.read() as session:
        found = await lists.find(session, await reach_of(session, ctx.user), query, after, query.limit + 1)
        rows, cursor = cut_page(found, query.limit, "last_at", "id")
        return Page(items=await lists.show(session, rows), next=cursor)


@routes.get("/api/conversations/counts", permission=READ, summary="How many conversations are open")
async def count_conversations(ctx: Context) -> ConversationCounts:
    """Of each view, with how many have something unread."""
    async with ctx.db.read() as session:
        return await lists.count(session, await reach_of(session, ctx.user))


@routes.get("/api/conversations/{conversation_id}", permission=READ, summary="A conversation", errors=(404,))
async def get_conversation(ctx: Context, conversation_id: UUID) -> ConversationOut:
    """Where it stands, whose it is, and with whom."""
    async with ctx.db.read() as session:
        await (await reach_of(session, ctx.user)).require(session, conversation_id)
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
        await (await reach_of(session, ctx.user)).require(session, conversation_id)
        await store.get(session, conversation_id)
        found = await present.messages(session, conversation_id, before, query.limit + 1)
    items, cursor = cut_page(found, query.limit, "at", "id")
    return Page(items=items, next=cursor)


@routes.get("/api/customers/{customer_id}/conversations", permission=READ, summary="A customer's conversations")
async def list_customer_conversations(ctx: Context, customer_id: UUID) -> Items[ConversationOut]:
    """Those that one may see at the addresses that they use, the latest 100."""
    async with ctx.db.read() as session:
        reach = await reach_of(session, ctx.user)
        return Items[ConversationOut](items=await store.of_customer(session, customer_id, reach))


@routes.patch("/api/conversations/{conversation_id}", permission=WRITE, summary="Assign a conversation, or move it on",
              errors=(404,), if_match=True)  # fmt: skip
async def change_conversation(ctx: Context, conversation_id: UUID, body: ConversationChange) -> ConversationOut:
    """What is left out stays. A message that comes in opens it again."""
    version, changes = ctx.if_match, given(body)

    async def work(tx: Tx) -> ConversationOut:
        await (await reach_of(tx.connection, ctx.user)).require(tx.connection, conversation_id)
        return await store.change(tx, conversation_id, changes, version)

    found = await ctx.db.write(work)
    ctx.tag_answer(found.version)
    return found


@routes.post("/api/conversations/{conversation_id}/read", permission=WRITE, summary="Say that a conversation was read",
             errors=(404,))  # fmt: skip
async def read_conversation(ctx: Context, conversation_id: UUID) -> ConversationOut:
    """Nothing of it is unread any more."""

    async def work(tx: Tx) -> ConversationOut:
        await (await reach_of(tx.connection, ctx.user)).require(tx.connection, conversation_id)
        return await store.read(tx, conversation_id)

    found = await ctx.db.write(work)
    ctx.tag_answer(found.version)
    return found
