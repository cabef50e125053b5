"""The routes of identities: addresses, and whose they are."""

from __future__ import annotations

from uuid import UUID

from hub.accounts import Permission
from hub.customers import contacts, duplicates, store
from hub.customers.changes import lock_customer
from hub.customers.identities import link, see_identity, users_of
from hub.customers.links import change_link, end_link
from hub.customers.models import Customer, Identity
from hub.customers.numbers import display
from hub.customers.schemas import (
    CustomerName,
    CustomerOut,
    IdentityCustomer,
    IdentityOut,
    LinkChange,
    NewIdentity,
)
from hub.db import Tx
from hub.text import initials
from hub.web import Context, Invalid, NotFound, Routes, given

routes = Routes("customers")
READ, WRITE = Permission.CUSTOMERS_READ, Permission.CUSTOMERS_WRITE


@routes.post("/api/customers/{customer_id}/identities", permission=WRITE, summary="Add a number or mail address",
             errors=(404,))  # fmt: skip
async def add_identity(ctx: Context, customer_id: UUID, body: NewIdentity) -> CustomerOut:
    """Say that the customer uses this address too; others who use it keep it."""
    place = ctx.settings.organisation
    address = store.read_identity(body, place.region, place.area_code, "body.value")

    async def work(tx: Tx) -> CustomerOut:
        customer = await lock_customer(tx, customer_id)
        await link(tx, customer.id, await see_identity(tx, address), body.label, primary=body.primary)
        await duplicates.look_for(tx, customer)
        return await _changed(tx, customer)

    return await ctx.db.write(work)


@routes.patch("/api/customers/{customer_id}/identities/{link_id}", permission=WRITE,
              summary="Change what is said of a customer's address", errors=(404,))  # fmt: skip
async def change_identity(ctx: Context, customer_id: UUID, link_id: UUID, body: LinkChange) -> CustomerOut:
    """Its label, whether it was verified, and whether it is the primary one of its kind."""

    async def work(tx: Tx) -> CustomerOut:
        customer = await lock_customer(tx, customer_id)
        await change_link(tx, customer.id, link_id, given(body))
        return await _changed(tx, customer)

    return await ctx.db.write(work)


@routes.delete("/api/customers/{customer_id}/identities/{link_id}", permission=WRITE,
               summary="The customer no longer uses this address", errors=(404,))  # fmt: skip
async def remove_identity(ctx: Context, customer_id: UUID, link_id: UUID) -> CustomerOut:
    """End the link; what came over it stays on the timeline."""

    async def work(tx: Tx) -> CustomerOut:
        customer = await lock_customer(tx, customer_id)
        await end_link(tx, customer.id, link_id)
        await duplicates.look_for(tx, customer)
        return await _changed(tx, customer)

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
            id=identity.id, kind=identity.kind, value=identity.written or identity.value,
            display=display(identity.written or identity.value),
            region=identity.region, first_seen_at=identity.first_seen_at, last_seen_at=identity.last_seen_at,
            customers=[CustomerName(id=one.id, name=one.name, initials=initials(one.name)) for one in people],
        )  # fmt: skip


@routes.put("/api/identities/{identity_id}/customer", permission=WRITE, summary="Say whose a contact is",
            errors=(404,))  # fmt: skip
async def give_identity(ctx: Context, identity_id: UUID, body: IdentityCustomer) -> CustomerOut:
    """The customer uses it from now on, and what came from it is theirs, unless it was somebody else's for sure."""

    async def work(tx: Tx) -> CustomerOut:
        try:
            customer = await lock_customer(tx, body.customer_id)
        except NotFound:
            raise Invalid.field("body.customer_id", "not_found", "There is no such customer.") from None
        await contacts.give(tx, identity_id, customer)
        await tx.session.refresh(customer)
        await duplicates.look_for(tx, customer)
        return await _changed(tx, customer)

    return await ctx.db.write(work)


async def _changed(tx: Tx, customer: Customer) -> CustomerOut:
    await store.touch(tx, customer)
    return await store.describe(tx.session, customer)
