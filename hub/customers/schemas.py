"""What the API says of customers and identities, and what it takes."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import ConfigDict, Field, WithJsonSchema

from hub import web
from hub.accounts import UserRef, Zone
from hub.customers.schemas_fields import MOST_ON_ONE, TagName

Kind = Literal["person", "organisation"]
FieldValue = str | int | float
GivenValue = Annotated[Any, WithJsonSchema({"type": ["string", "number", "null"]})]  # checked by its field's kind


class Input(web.Input):
    """A request body whose text is trimmed."""

    model_config = ConfigDict(str_strip_whitespace=True)


class TagOut(web.Output):
    """A tag with its tone: neutral, vip or warn."""

    name: str
    tone: str


class OrganisationRef(web.Output):
    """The organisation that a person belongs to."""

    id: UUID
    name: str


class RecentItem(web.Output):
    """One line about an earlier interaction."""

    interaction_id: UUID
    channel: str
    direction: str
    state: str
    subject: str | None
    occurred_at: datetime


class Candidate(web.Output):
    """Somebody who may be calling, as the pop shows them. ``why`` is rang_recently, owner or linked."""

    id: UUID
    name: str
    kind: str
    initials: str
    job_title: str | None
    organisation: OrganisationRef | None
    tags: list[TagOut]
    owner: UserRef | None
    place: str | None
    why: str
    why_at: datetime | None
    likely: bool
    recent: list[RecentItem]
    open_items: list[Any] = Field(default_factory=list)


class IdentityRef(web.Output):
    """An identity that a customer uses."""

    id: UUID
    link_id: UUID
    kind: str
    value: str
    display: str
    label: str | None
    verified: bool
    primary: bool
    valid_from: datetime
    shared_with: int = Field(description="How many other customers use it now.")


class ConsentOut(web.Output):
    """What may be sent to an address on a channel for a purpose, and why.

    ``state`` is the last word there: granted, denied, withdrawn, pending (a confirmation is awaited) or none.
    """

    identity_id: UUID
    channel: str
    purpose: str
    state: str
    allowed: bool = Field(description="Whether it may be sent, by everything that counts.")
    reason: str = Field(description="Stable code of why: `granted`, `no_record`, `opted_out_elsewhere` …")
    source: str | None
    at: datetime | None = Field(description="When it was said.")
    version: int = Field(description="Grows with every word said there; 0: none was.")


class CustomerOut(web.Output):
    """A customer's profile. ``merged_ids`` are those who were merged into it: their pages lead here."""

    id: UUID
    kind: str
    name: str
    initials: str
    job_title: str | None
    organisation: OrganisationRef | None
    tags: list[TagOut]
    owner: UserRef | None
    language: str | None
    time_zone: str | None
    city: str | None
    country: str | None
    stage: str | None
    note: str | None
    fields: dict[str, FieldValue]
    created_at: datetime
    last_contact_at: datetime | None
    version: int
    identities: list[IdentityRef]
    consents: list[ConsentOut]
    merged_ids: list[UUID]


class CustomerRow(web.Output):
    """A customer in a list."""

    id: UUID
    name: str
    initials: str
    kind: str
    job_title: str | None
    organisation: str | None
    organisation_id: UUID | None
    number: str | None
    email: str | None
    tags: list[TagOut]
    owner: UserRef | None
    city: str | None
    stage: str | None
    fields: dict[str, FieldValue]
    created_at: datetime
    last_contact_at: datetime | None
    people: int | None  # of an organisation
    version: int


class CustomerName(web.Output):
    """A customer by name."""

    id: UUID
    name: str
    initials: str
    organisation: str | None = None


class IdentityOut(web.Output):
    """An address in the world, and who uses it."""

    id: UUID
    kind: str
    value: str
    display: str
    region: str | None
    customers: list[CustomerName]
    first_seen_at: datetime
    last_seen_at: datetime


class NewIdentity(Input):
    """An address to put on a customer."""

    kind: Literal["phone", "email"]
    value: str = Field(min_length=3, max_length=320)
    label: str | None = Field(None, max_length=80)
    primary: bool = False


class LinkChange(Input):
    """What to change about an address of a customer; what is left out stays."""

    label: str | None = Field(None, max_length=80)
    verified: bool = False
    primary: bool = False


class IdentityCustomer(Input):
    """Whose an address is."""

    customer_id: UUID


class NewCustomer(Input):
    """A customer to create; ``call_id`` links the caller of that call at once."""

    name: str = Field(min_length=1, max_length=200)
    kind: Kind = "person"
    job_title: str | None = Field(None, max_length=200)
    organisation_id: UUID | None = None
    language: Literal["fa", "en"] | None = None
    identities: list[NewIdentity] = Field(default_factory=list, max_length=20)
    call_id: UUID | None = None


class CustomerChange(Input):
    """Fields to change; those left out stay as they are. ``fields``: custom values by key, null takes one away.

    ``base`` is what the reader saw in the fields that they change: with an ``If-Match`` that is not the newest version,
    the 412 names those of them that are another by now. Where it names none, ask again with the version in its ETag.
    """

    name: str | None = Field(None, min_length=1, max_length=200)
    kind: Kind | None = None
    job_title: str | None = Field(None, max_length=200)
    organisation_id: UUID | None = None
    owner_id: UUID | None = None
    language: Literal["fa", "en"] | None = None
    time_zone: Zone | None = None
    city: str | None = Field(None, max_length=120)
    country: str | None = Field(None, pattern=r"^[A-Z]{2}$")
    stage: str | None = Field(None, max_length=40)
    note: str | None = Field(None, max_length=4000)
    fields: dict[str, GivenValue] | None = Field(None, max_length=100)
    tags: list[TagName] | None = Field(None, max_length=MOST_ON_ONE)
    base: dict[str, Any] | None = Field(None, max_length=40)
