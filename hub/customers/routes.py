"""The customers' routes."""

from __future__ import annotations

from uuid import UUID

from hub.accounts import Permission
from hub.customers import changes, duplicates, store
from hub.customers.schemas import CustomerChange, CustomerOut, NewCustomer
from hub.db import Tx
from hub.web import Context, Routes, given

routes = Routes("customers")
READ, WRITE = Permission.CUSTOMERS_READ, Permission.CUSTOMERS_WRITE
_TELLING = frozenset({"name", "city", "kind"})  # what two may be found to share


@routes.post("/api/customers", permission=WRITE, summary="Create a customer", status=201)
async def create_customer(ctx: Context, body: NewCustomer) -> CustomerOut:
    """A new customer; the caller of ``call_id`` becomes theirs at once."""
    place = ctx.settings.organisation

    async def work(tx: Tx) -> CustomerOut:
        customer = await store.add_customer(tx, body, place.region, place.area_code)
        await duplicates.look_for(tx, customer)
        if body.call_id is not None:
            await ctx.service(store.CHOOSE)(tx, ctx.user, body.call_id, customer.id)
        return await store.describe(tx.session, customer)

    return await ctx.db.write(work)


@routes.get("/api/customers/{customer_id}", permission=READ, summary="A customer's profile", errors=(404,))
async def get_customer(ctx: Context, customer_id: UUID) -> CustomerOut:
    """The profile; a merged customer's id leads to the one it was merged into."""
    async with ctx.db.read() as session:
        profile = await store.describe(session, await store.get_customer(session, customer_id))
    ctx.tag_answer(profile.version)
    return profile


@routes.patch("/api/customers/{customer_id}", permission=WRITE, summary="Change a customer", errors=(404, 409),
              if_match=True)  # fmt: skip
async def change_customer(ctx: Context, customer_id: UUID, body: CustomerChange) -> CustomerOut:
    """Set the fields that are given; with ``If-Match``, only on the version that the reader saw."""
    version = ctx.if_match

    async def work(tx: Tx) -> CustomerOut:
        wanted = given(body)
        base = wanted.pop("base", None)
        customer = await changes.lock_customer(tx, customer_id)
        await changes.refuse_stale(tx, customer, version, wanted, base)
        await store.change_customer(tx, customer, wanted)
        if _TELLING & wanted.keys():
            await duplicates.look_for(tx, customer)
        return await store.describe(tx.session, customer)

    profile = await ctx.db.write(work)
    ctx.tag_answer(profile.version)
    return profile
