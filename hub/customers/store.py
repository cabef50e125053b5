"""Create and change customers, and read their profiles."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Collection, Sequence
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from aiohttp import web
from sqlalchemy.ext.asyncio import AsyncSession

from hub import events, search
from hub.accounts import user_refs
from hub.customers.describe import organisations_of, tags_of
from hub.customers.field_values import clean_values
from hub.customers.fields import load_fields
from hub.customers.hooks import HOOKS
from hub.customers.identities import link, see_identity
from hub.customers.links import identities_of
from hub.customers.merges import members_of
from hub.customers.models import Customer, searched
from hub.customers.numbers import Address, read_email, read_number
from hub.customers.schemas import CustomerOut, NewCustomer, NewIdentity
from hub.customers.tags import set_tags
from hub.db import Tx, new_id
from hub.text import initials, sort_key
from hub.timeline import OpenItem, customer_room
from hub.web import FieldError, Invalid, NotFound, Principal

Choose = Callable[[Tx, Principal, UUID, UUID], Awaitable[object]]
CHOOSE: web.AppKey[Choose] = web.AppKey("choose_caller")
"""How a new customer becomes the caller of a call; the calls area fills it."""
Regrouped = Callable[[Tx, Collection[UUID]], Awaitable[object]]
REGROUPED: web.AppKey[Regrouped] = web.AppKey("customers_regrouped")
"""What follows when these customers were merged, or are apart again; the calls area fills it."""
Waiting = Callable[[AsyncSession, Sequence[UUID], Principal], Awaitable[list[OpenItem]]]
WAITING: web.AppKey[Waiting] = web.AppKey("waiting_for_somebody")
"""What else waits on the page of these customers, who are one, for the reader to see first; tasks fill it."""

_FOUND_BY = {"name", "organisation_id", "city"}  # with the addresses, what the search knows of a customer
_PLAIN = (
    "id", "kind", "name", "job_title", "language", "time_zone", "city", "country", "stage", "note", "fields",
    "created_at", "last_contact_at", "version",
)  # fmt: skip


async def get_customer(session: AsyncSession, customer_id: UUID) -> Customer:
    """The customer, or the one that it was merged into. Raises ``NotFound``."""
    asked = sa.orm.aliased(Customer)
    query = sa.select(Customer).join(asked, asked.root_id == Customer.id).where(asked.id == customer_id)
    customer = await session.scalar(query)
    if customer is None:
        raise NotFound("There is no such customer.")
    return customer


async def add_customer(tx: Tx, wanted: NewCustomer, region: str, area_code: str | None) -> Customer:
    """Store a new customer with its identities."""
    await _check_organisation(tx, wanted.organisation_id)
    customer = Customer(
        id=new_id(), kind=wanted.kind, name=wanted.name, sort_key=sort_key(wanted.name), search=searched(wanted.name),
        job_title=wanted.job_title, organisation_id=wanted.organisation_id, language=wanted.language,
        created_at=tx.now, updated_at=tx.now, version=1,
    )  # fmt: skip
    tx.session.add(customer)
    await tx.session.flush()
    await search.index_customers(tx, [customer.id])
    for position, identity in enumerate(wanted.identities):
        address = read_identity(identity, region, area_code, f"body.identities.{position}.value")
        await link(tx, customer.id, await see_identity(tx, address), identity.label, primary=identity.primary)
    return customer


async def change_customer(tx: Tx, customer: Customer, changes: dict[str, Any]) -> None:
    """Set the given fields, custom ones and tags too; the search and sort keys follow the name. Raises ``Invalid``."""
    changes = dict(changes)
    if "name" in changes and changes["name"] is None:
        raise Invalid.field("body.name", "missing", "A customer has a name.")
    owner = changes.get("owner_id")
    if owner is not None and not await user_refs(tx.session, {owner}):
        raise Invalid.field("body.owner_id", "not_found", "There is no such user.")
    if changes.get("organisation_id") == customer.id:
        raise Invalid([FieldError(field="body.organisation_id", code="self", detail="Nobody belongs to themselves.")])
    await _check_organisation(tx, changes.get("organisation_id"))
    await _check_kind(tx, customer, changes)
    values, tags = changes.pop("fields", None), changes.pop("tags", None)
    for name, value in changes.items():
        setattr(customer, name, value)
    if values:
        kept = customer.fields | await clean_values(
            tx.connection, await load_fields(tx.connection), values, customer.kind
        )
        customer.fields = {key: value for key, value in kept.items() if value is not None}
    if tags is not None:
        await set_tags(tx, customer.id, tags)
    if "name" in changes:
        customer.rename(customer.name)
    await touch_many(tx, [customer], findable=not _FOUND_BY.isdisjoint(changes))


async def touch(tx: Tx, customer: Customer) -> None:
    """The profile changed: a new version, shown to everybody who has it open."""
    await touch_many(tx, [customer])


async def touch_many(tx: Tx, customers: Sequence[Customer], *, findable: bool = True) -> None:
    """The same for several, in a fixed number of statements; without ``findable`` a search finds them as before."""
    for customer in customers:
        customer.updated_at, customer.version = tx.now, customer.version + 1
    await tx.session.flush()
    if findable:
        await search.index_customers(tx, [customer.id for customer in customers])
    await show_many(tx, customers)


async def show_many(tx: Tx, customers: Sequence[Customer]) -> None:
    """Push the profiles to everybody who has them open."""
    for profile in await describe_many(tx.session, customers):
        await events.append(tx, customer_room(profile.id), events.Kind.CUSTOMER, profile.id, profile.version, profile)


async def describe(session: AsyncSession, customer: Customer) -> CustomerOut:
    """The profile as pages show it."""
    return (await describe_many(session, [customer]))[0]


async def describe_many(session: AsyncSession, customers: Sequence[Customer]) -> list[CustomerOut]:
    """The profiles of several roots, in their order and a fixed number of queries."""
    if not customers:
        return []
    roots = [customer.id for customer in customers]
    organisations = await organisations_of(session, customers)
    owners = await user_refs(session, {customer.owner_id for customer in customers if customer.owner_id})
    tags, sets = await tags_of(session, roots), await members_of(session, roots)
    identities, consents = await identities_of(session, roots), await HOOKS.consents_of(session, roots)
    return [
        CustomerOut(
            **{name: getattr(one, name) for name in _PLAIN}, initials=initials(one.name),
            organisation=None if belongs and belongs.id == one.id else belongs,  # it may be merged into the customer
            tags=tags.get(one.id, []), owner=owners.get(one.owner_id) if one.owner_id else None,
            identities=identities.get(one.id, []), consents=consents.get(one.id, []), merged_ids=sets[one.id][1:],
        )
        for one in customers
        for belongs in [organisations.get(one.organisation_id) if one.organisation_id else None]
    ]  # fmt: skip


def read_identity(wanted: NewIdentity, region: str, area_code: str | None, field: str) -> Address:
    """The address behind what somebody typed. Raises ``Invalid`` naming ``field``."""
    if wanted.kind == "email":
        mail = read_email(wanted.value)
        if mail is None:
            raise Invalid.field(field, "email", "This is not an email address.")
        return mail
    address = read_number(wanted.value, region, area_code)
    if address is None or address.kind != "phone":
        raise Invalid.field(field, "phone", "This is not a phone number that can be called.")
    return address


async def _check_kind(tx: Tx, customer: Customer, changes: dict[str, Any]) -> None:
    """Those who belong to an organisation keep it one; a kind that is null stays as it is."""
    kind = changes.pop("kind", None)
    if kind in {None, customer.kind}:
        return
    people = sa.select(Customer.id).where(Customer.organisation_id == customer.id).limit(1)
    if kind == "person" and (await tx.session.execute(people)).first():
        raise Invalid.field("body.kind", "has_people", "People belong to this organisation.")
    customer.kind = kind


async def _check_organisation(tx: Tx, organisation_id: UUID | None) -> None:
    if organisation_id is None:
        return
    found = await tx.session.get(Customer, organisation_id)
    if found is None or found.kind != "organisation":
        raise Invalid.field("body.organisation_id", "not_found", "There is no such organisation.")
