"""Identities, customers and the links between them."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from hub.db import Base, new_id
from hub.text import fold, sort_key


def folded_name(context: Any) -> str:
    """How a new tag's name folds, as the default of ``folded``."""
    return fold(context.get_current_parameters()["name"])


def searched(name: str) -> str:
    """The folded name, cut to its column: one sign may unfold to 18 letters."""
    return fold(name)[:600]


def own_id(context: Any) -> UUID:
    """A new customer's own id, as the default of ``root_id``."""
    found: UUID = context.get_current_parameters()["id"]
    return found


class Identity(Base):
    """An address in the world: a phone number (E.164), a sender name, a mail address, a visitor, an outside id.

    It exists whether or not anybody knows whose it is. ``value`` is a mail address in small letters; ``written``
    has its capitals.
    """

    __tablename__ = "identity"
    __table_args__ = (sa.UniqueConstraint("kind", "namespace", "value"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    kind: Mapped[str] = mapped_column(sa.String(16))
    namespace: Mapped[str] = mapped_column(sa.String(80), default="")
    value: Mapped[str] = mapped_column(sa.String(320))
    written: Mapped[str | None] = mapped_column(sa.String(320))
    region: Mapped[str | None] = mapped_column(sa.String(2))
    first_seen_at: Mapped[datetime]
    last_seen_at: Mapped[datetime]


def shown(identity: Any = Identity) -> Any:
    """The address as people write it, and as it is sent to."""
    return sa.func.coalesce(identity.written, identity.value)


class Customer(Base):
    """A person or an organisation. ``search`` holds the folded name.

    A merge sets ``merged_into``; ``root_id`` is the end of that chain (the customer itself unless merged), kept on
    every member so that reads find the whole set by one index. ``fields`` holds custom values by their field's key.
    """

    __tablename__ = "customer"
    __table_args__ = (
        sa.Index("ix_customer_sort_key_id", "sort_key", "id"),
        sa.Index("ix_customer_last_contact_at_id", "last_contact_at", "id"),
        sa.Index("ix_customer_created_at_id", "created_at", "id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    kind: Mapped[str] = mapped_column(sa.String(16), default="person")
    name: Mapped[str] = mapped_column(sa.String(200))
    sort_key: Mapped[str] = mapped_column(sa.String(400))
    search: Mapped[str] = mapped_column(sa.String(600))
    job_title: Mapped[str | None] = mapped_column(sa.String(200))
    organisation_id: Mapped[UUID | None] = mapped_column(sa.Uuid(), sa.ForeignKey("customer.id"), index=True)
    owner_id: Mapped[UUID | None] = mapped_column(index=True)
    language: Mapped[str | None] = mapped_column(sa.String(8))
    time_zone: Mapped[str | None] = mapped_column(sa.String(64))
    city: Mapped[str | None] = mapped_column(sa.String(120))
    country: Mapped[str | None] = mapped_column(sa.String(2))
    stage: Mapped[str | None] = mapped_column(sa.String(40))
    note: Mapped[str | None] = mapped_column(sa.Text)
    merged_into: Mapped[UUID | None] = mapped_column(sa.Uuid(), sa.ForeignKey("customer.id"), index=True)
    root_id: Mapped[UUID] = mapped_column(sa.Uuid(), index=True, default=own_id)
    fields: Mapped[dict[str, Any]] = mapped_column(default=dict)
    import_id: Mapped[UUID | None] = mapped_column(sa.Uuid(), index=True)
    last_contact_at: Mapped[datetime | None]
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]
    version: Mapped[int] = mapped_column(sa.BigInteger, default=1)

    def rename(self, name: str) -> None:
        """Set the name, and the keys by which it is found and sorted."""
        self.name, self.search, self.sort_key = name, searched(name), sort_key(name)


class CustomerIdentity(Base):
    """Who uses an identity, and since when: several people may share one, and a number may change hands."""

    __tablename__ = "customer_identity"
    __table_args__ = (
        sa.Index("ix_customer_identity_identity_id", "identity_id"),
        sa.Index("ix_customer_identity_customer_id", "customer_id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    customer_id: Mapped[UUID] = mapped_column(sa.Uuid(), sa.ForeignKey("customer.id"))
    identity_id: Mapped[UUID] = mapped_column(sa.Uuid(), sa.ForeignKey("identity.id"))
    label: Mapped[str | None] = mapped_column(sa.String(80))
    verified: Mapped[bool] = mapped_column(default=False)
    primary: Mapped[bool] = mapped_column(default=False)
    valid_from: Mapped[datetime]
    valid_to: Mapped[datetime | None]
    chosen_at: Mapped[datetime | None]  # when an agent last said that it is this customer who uses the identity


class Tag(Base):
    """A word put on customers; ``tone`` is neutral, vip or warn. ``folded`` keeps one name from being two tags."""

    __tablename__ = "tag"
    __table_args__ = (sa.Index("uq_tag_folded", "folded", unique=True),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    name: Mapped[str] = mapped_column(sa.String(60), unique=True)
    folded: Mapped[str] = mapped_column(sa.String(1200), default=folded_name)
    tone: Mapped[str] = mapped_column(sa.String(16), default="neutral")


class CustomerTag(Base):
    """A tag on a customer."""

    __tablename__ = "customer_tag"

    customer_id: Mapped[UUID] = mapped_column(sa.Uuid(), sa.ForeignKey("customer.id"), primary_key=True)
    tag_id: Mapped[UUID] = mapped_column(sa.Uuid(), sa.ForeignKey("tag.id"), primary_key=True, index=True)


class CustomerMerge(Base):
    """One merge: ``before`` holds the survivor's values that were replaced, ``chosen`` those put in their place."""

    __tablename__ = "customer_merge"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    survivor_id: Mapped[UUID] = mapped_column(sa.Uuid(), sa.ForeignKey("customer.id"), index=True)
    merged_id: Mapped[UUID] = mapped_column(sa.Uuid(), sa.ForeignKey("customer.id"), index=True)
    merged_by: Mapped[UUID | None]
    merged_at: Mapped[datetime]
    undone_by: Mapped[UUID | None]
    undone_at: Mapped[datetime | None]
    before: Mapped[dict[str, Any]]
    chosen: Mapped[dict[str, Any]]


class DuplicatePair(Base):
    """Two customers who may be one. ``state``: open, dismissed or merged; ``a_id`` is the smaller id."""

    __tablename__ = "duplicate_pair"
    __table_args__ = (
        sa.UniqueConstraint("a_id", "b_id"),
        sa.Index("ix_duplicate_pair_state_score_id", "state", "score", "id"),
        sa.Index("ix_duplicate_pair_b_id", "b_id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    a_id: Mapped[UUID] = mapped_column(sa.Uuid(), sa.ForeignKey("customer.id"))
    b_id: Mapped[UUID] = mapped_column(sa.Uuid(), sa.ForeignKey("customer.id"))
    reasons: Mapped[list[Any]]  # codes with what they share: {"code": "phone", "value": "+98912…"}
    score: Mapped[int]  # 0 to 100
    state: Mapped[str] = mapped_column(sa.String(16), default="open")
    found_at: Mapped[datetime]
    decided_by: Mapped[UUID | None]
    decided_at: Mapped[datetime | None]


class CustomField(Base):
    """A field that the organisation added. ``kind``: text, number, date, choice, link or person."""

    __tablename__ = "custom_field"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    key: Mapped[str] = mapped_column(sa.String(40), unique=True)
    label: Mapped[str] = mapped_column(sa.String(80))
    kind: Mapped[str] = mapped_column(sa.String(16))
    options: Mapped[list[Any]] = mapped_column(default=list)  # of a choice
    applies_to: Mapped[str] = mapped_column(sa.String(16), default="both")  # person, organisation or both
    position: Mapped[int] = mapped_column(default=0)
    archived_at: Mapped[datetime | None]
    created_at: Mapped[datetime]
    version: Mapped[int] = mapped_column(sa.BigInteger, default=1)
