"""The routes of a customer's and a contact's timeline, and of the notes on them."""

from __future__ import annotations

from uuid import UUID

from hub import timeline
from hub.accounts import Permission
from hub.customers import store
from hub.customers.merges import members
from hub.customers.models import Identity
from hub.db import Tx
from hub.timeline import EntryOut, NewCustomerNote, NewNote, OpenItem, TimelinePage, TimelineQuery
from hub.web import Context, Items, NotFound, Routes

routes = Routes("timeline")
READ, WRITE = Permission.CUSTOMERS_READ, Permission.CUSTOMERS_WRITE


@routes.get("/api/customers/{customer_id}/timeline", permission=READ, summary="A customer's timeline", errors=(404,))
async def get_customer_timeline(ctx: Context, customer_id: UUID, query: TimelineQuery) -> TimelinePage:
    """Entries of all channels, newest first, of everybody who was merged into the customer."""
    window, filters = timeline.read_query(query)
    async with ctx.db.read() as session:
        customer = await store.get_customer(session, customer_id)
        whole = await members(session, customer.id)
        return await timeline.customer_timeline(session, whole, window, filters)


@routes.get("/api/customers/{customer_id}/open-items", permission=READ, summary="What waits for somebody",
            errors=(404,))  # fmt: skip
async def list_open_items(ctx: Context, customer_id: UUID) -> Items[OpenItem]:
    """Promises that are due, calls missed since the last talk with the customer, and the notes pinned last."""
    async with ctx.db.read() as session:
        customer = await store.get_customer(session, customer_id)
        whole = await members(session, customer.id)
        promises = await ctx.service(store.WAITING)(session, whole, ctx.user)
        return Items(items=[*promises, *await timeline.open_items(session, whole)])


@routes.get("/api/identities/{identity_id}/timeline", permission=READ, summary="What came from a contact",
            errors=(404,))  # fmt: skip
async def get_identity_timeline(ctx: Context, identity_id: UUID, query: TimelineQuery) -> TimelinePage:
    """What this address took part in, newest first, whoever it belongs to. Nothing is pinned here."""
    window, filters = timeline.read_query(query)
    async with ctx.db.read() as session:
        if await session.get(Identity, identity_id) is None:
            raise NotFound("There is no such contact.")
        return await timeline.identity_timeline(session, identity_id, window, filters)


@routes.post("/api/customers/{customer_id}/notes", permission=WRITE, summary="Add a note", status=201,
             errors=(404, 409))  # fmt: skip
async def add_note(ctx: Context, customer_id: UUID, body: NewCustomerNote) -> EntryOut:
    """An internal note on the customer's timeline, about one of its entries or the customer; it may name colleagues."""

    async def work(tx: Tx) -> EntryOut:
        customer = await store.get_customer(tx.session, customer_id)
        await timeline.check_about(tx, body.about_id, await members(tx.session, customer.id))
        return await timeline.add_note(
            tx, ctx.user, body, [customer.id], about_id=body.about_id, pinned=body.pinned
        )  # fmt: skip

    return await ctx.db.write(work)


@routes.post("/api/identities/{identity_id}/notes", permission=WRITE, summary="Add a note on a contact", status=201,
             errors=(404,))  # fmt: skip
async def add_identity_note(ctx: Context, identity_id: UUID, body: NewNote) -> EntryOut:
    """An internal note on an address that may be nobody's yet."""

    async def work(tx: Tx) -> EntryOut:
        if await tx.session.get(Identity, identity_id) is None:
            raise NotFound("There is no such contact.")
        return await timeline.add_note(tx, ctx.user, body, [], identity_id=identity_id)

    return await ctx.db.write(work)
