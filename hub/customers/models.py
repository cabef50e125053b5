"""Identities, customers and the links between them."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from hub.db import Base, new_id


class Identity(Base):
    """An address in the world: a phone number (E.164), a sender name, a mail address, a visitor, an outside id.

    It exists whether or not anybody knows whose it is.
    """

    __tablename__ = "identity"
    __table_args__ = (sa.UniqueConstraint("kind", "namespace", "value"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    kind: Mapped[str] = mapped_column(sa.String(16))
    namespace: Mapped[str] = mapped_column(sa.String(80), default="")
    value: Mapped[str] = mapped_column(sa.String(320))
    region: Mapped[str | None] = mapped_column(sa.String(2))
    first_seen_at: Mapped[datetime]
    last_seen_at: Mapped[datetime]


class Customer(Base):
    """A person or an organisation. ``search`` holds the folded name; ``merged_into`` is set by a merge."""

    __tablename__ = "customer"
    __table_args__ = (sa.Index("ix_customer_sort_key_id", "sort_key", "id"),)

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
    last_contact_at: Mapped[datetime | None]
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]
    version: Mapped[int] = mapped_column(sa.BigInteger, default=1)


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


class Tag(Base):
    """A word put on customers; ``tone`` is neutral, vip or warn."""

    __tablename__ = "tag"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    name: Mapped[str] = mapped_column(sa.String(60), unique=True)
    tone: Mapped[str] = mapped_column(sa.String(16), default="neutral")


class CustomerTag(Base):
    """A tag on a customer."""

    __tablename__ = "customer_tag"

    customer_id: Mapped[UUID] = mapped_column(sa.Uuid(), sa.ForeignKey("customer.id"), primary_key=True)
    tag_id: Mapped[UUID] = mapped_column(sa.Uuid(), sa.ForeignKey("tag.id"), primary_key=True, index=True)
