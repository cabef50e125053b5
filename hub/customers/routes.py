"""The customers' routes."""

from __future__ import annotations

from uuid import UUID

from hub.accounts import Permission
from hub.customers import changes, store
from hub.customers.identities import link, see_identity, users_of
from hub.customers.models import CustomerIdentity, Identity
from hub.customers.numbers import display
from hub.customers.schemas import (
    CustomerChange,
    CustomerName,
    CustomerOut,
    IdentityOut,
    NewCustomer,
    NewIdentity,
)
from hub.db import Tx
from hub.text import initials
from hub.web import Context, NotFound, Routes, given

routes = Routes("customers")
READ, WRITE = Permission.CUSTOMERS_READ, Permission.CUSTOMERS_WRITE


@routes.post("/api/customers", permission=WRITE, summary="Create a customer", status=201)
async def create_customer(ctx: Context, body: NewCustomer) -> CustomerOut:
    """A new customer; the caller of ``call_id`` becomes theirs at once."""
    place = ctx.settings.organisation

    async def work(tx: Tx) -> CustomerOut:
        customer = await store.add_customer(tx, body, place.region, place.area_code)
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
        return await store.describe(tx.session, customer)

    profile = await ctx.db.write(work)
    ctx.tag_answer(profile.version)
    return profile


@routes.post("/api/customers/{customer_id}/identities", permission=WRITE, summary="Add a number or mail address",
             errors=(404,))  # fmt: skip
async def add_identity(ctx: Context, customer_id: UUID, body: NewIdentity) -> CustomerOut:
    """Say that the customer uses this address too; others who use it keep it."""
    place = ctx.settings.organisation
    address = store.read_identity(body, place.region, place.area_code, "body.value")

    async def work(tx: Tx) -> CustomerOut:
        customer = await store.get_customer(tx.session, customer_id)
        await link(tx, customer.id, await see_identity(tx, address), body.label, primary=body.primary)
        await store.touch(tx, customer)
        return await store.describe(tx.session, customer)

    return await ctx.db.write(work)


@routes.delete("/api/customers/{customer_id}/identities/{link_id}", permission=WRITE,
               summary="The customer no longer uses this address", errors=(404,))  # fmt: skip
async def remove_identity(ctx: Context, customer_id: UUID, link_id: UUID) -> CustomerOut:
    """End the link; what came over it stays on the timeline."""

    async def work(tx: Tx) -> CustomerOut:
        customer = await store.get_customer(tx.session, customer_id)
        found = await tx.session.get(CustomerIdentity, link_id)
        if found is None or found.customer_id != customer.id or found.valid_to is not None:
            raise NotFound("The customer does not use this address.")
        found.valid_to = tx.now
        await store.touch(tx, customer)
        return await store.describe(tx.session, customer)

    return await ctx.db.write(work)


@routes.get("/api/identities/{identity_id}", permission=READ, summary="A contact, known or not", errors=(404,))
async def get_identity(ctx: Context, identity_id: UUID) -> IdentityOut:
    """An address and everybody who uses it now."""
    async with ctx.db.read() as session:
        identity = await session.get(Identity, identity_id)
        if identity is None:
            raise NotFound("There is no such contact.")
        people = await users_of(session, identity_id)
        return IdentityOut(
            id=identity.id, kind=identity.kind, value=identity.value, display=display(identity.value),
            region=identity.region, first_seen_at=identity.first_seen_at, last_seen_at=identity.last_seen_at,
            customers=[CustomerName(id=one.id, name=one.name, initials=initials(one.name)) for one in people],
        )  # fmt: skip
