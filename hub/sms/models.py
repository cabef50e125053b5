"""Routes of SMS, and what sending is held to."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from hub.db import Base, new_id


class SmsRoute(Base):
    """A way by which SMS go out: an account, to whom (``prefixes``: ``+98912`` or ``IR``; none: everybody), from what.

    Amounts are millionths of ``currency`` (IRT: toman). ``suffix`` is what the line wants under advertising;
    ``suffix_added``: by itself. ``rate``: messages a second; ``spend_micros``: at most a day, in UTC.
    """

    __tablename__ = "sms_route"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    name: Mapped[str] = mapped_column(sa.String(80))
    position: Mapped[int]
    account: Mapped[str] = mapped_column(sa.String(40))
    prefixes: Mapped[list[Any]] = mapped_column(default=list)
    purpose: Mapped[str] = mapped_column(sa.String(16))
    sender: Mapped[str | None] = mapped_column(sa.String(80))
    price_micros: Mapped[int | None] = mapped_column(sa.BigInteger)
    currency: Mapped[str | None] = mapped_column(sa.String(3))
    suffix: Mapped[str | None] = mapped_column(sa.String(40))
    suffix_added: Mapped[bool] = mapped_column(default=True)
    rate: Mapped[float | None] = mapped_column(sa.Float)
    spend_micros: Mapped[int | None] = mapped_column(sa.BigInteger)
    warn_micros: Mapped[int | None] = mapped_column(
        sa.BigInteger
    )  # of the account's balance, below which people are told
    active: Mapped[bool] = mapped_column(default=True)
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]
    version: Mapped[int] = mapped_column(sa.BigInteger, default=1)


class SmsLimits(Base):
    """What sending SMS is held to; one row. Without it the defaults hold (``hub.sms.limits``). None: no limit."""

    __tablename__ = "sms_limits"

    id: Mapped[int] = mapped_column(primary_key=True, default=1)
    countries: Mapped[list[Any]] = mapped_column(default=list)
    request_most: Mapped[int | None]
    request_minutes: Mapped[int]
    number_day: Mapped[int | None]
    prefix_digits: Mapped[int]
    prefix_day: Mapped[int | None]
    account_day: Mapped[int | None]
    parts_most: Mapped[int]
    quiet: Mapped[bool]
    quiet_from: Mapped[int]  # the hour at which marketing stops, where the recipient lives
    quiet_to: Mapped[int]  # and the one at which it may begin again
    updated_at: Mapped[datetime]
    version: Mapped[int] = mapped_column(sa.BigInteger, default=1)


class SmsSpend(Base):
    """What a route has cost on a day (UTC), in millionths of its currency."""

    __tablename__ = "sms_spend"

    route_id: Mapped[UUID] = mapped_column(primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)
    micros: Mapped[int] = mapped_column(sa.BigInteger)
    parts: Mapped[int] = mapped_column(sa.BigInteger)


class SmsCount(Base):
    """How many messages were accepted on a day (UTC): ``what`` is a prefix of numbers, or ``account:`` and its name."""

    __tablename__ = "sms_count"

    what: Mapped[str] = mapped_column(sa.String(60), primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)
    count: Mapped[int] = mapped_column(sa.BigInteger)


class SmsBalance(Base):
    """What an account has left, as it said last."""

    __tablename__ = "sms_balance"

    account: Mapped[str] = mapped_column(sa.String(40), primary_key=True)
    micros: Mapped[int] = mapped_column(sa.BigInteger)
    currency: Mapped[str] = mapped_column(sa.String(3))
    told_at: Mapped[datetime]


class SmsBulk(Base):
    """A text to many customers. ``selection`` and ``texts`` (by language) as they were asked for; how it stands.

    ``counts``: by reason, those who were left out as it was prepared. ``reason``: why it waits or failed. ``gone``: how
    many had left as it was cancelled. ``kept``: how it went, once its recipients are forgotten.
    """

    __tablename__ = "sms_bulk"
    __table_args__ = (sa.Index("ix_sms_bulk_created_at_id", "created_at", "id"), sa.UniqueConstraint("dedupe_key"))

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    dedupe_key: Mapped[str] = mapped_column(sa.String(120))
    name: Mapped[str] = mapped_column(sa.String(120))
    purpose: Mapped[str] = mapped_column(sa.String(16))
    selection: Mapped[dict[str, Any]]
    texts: Mapped[dict[str, Any]]
    template_id: Mapped[UUID | None]
    template_version_id: Mapped[UUID | None]
    shorten_links: Mapped[bool] = mapped_column(default=False)
    utm: Mapped[dict[str, Any]] = mapped_column(default=dict)
    state: Mapped[str] = mapped_column(sa.String(16))
    reason: Mapped[str | None] = mapped_column(sa.String(40))
    total: Mapped[int]
    counts: Mapped[dict[str, Any]] = mapped_column(default=dict)
    send_at: Mapped[datetime | None]
    created_by: Mapped[UUID]
    created_at: Mapped[datetime]
    started_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    gone: Mapped[int | None]
    kept: Mapped[dict[str, Any] | None]
    kept_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(sa.BigInteger, default=1)


class SmsBulkRecipient(Base):
    """Somebody who gets it: pending, sending, accepted (``message_id`` says on), unknown, or skipped for a reason."""

    __tablename__ = "sms_bulk_recipient"
    __table_args__ = (
        sa.UniqueConstraint("bulk_id", "customer_id", "identity_id"),
        sa.Index("ix_sms_bulk_recipient_bulk_id_state_account_id", "bulk_id", "state", "account", "id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    bulk_id: Mapped[UUID]  # no foreign key: its check of each row would be half of writing them down
    customer_id: Mapped[UUID]
    identity_id: Mapped[UUID]
    account: Mapped[str] = mapped_column(sa.String(40))  # empty: nobody sends yet, or the sandbox does
    route_id: Mapped[UUID | None]
    state: Mapped[str] = mapped_column(sa.String(16))
    reason: Mapped[str | None] = mapped_column(sa.String(40))
    message_id: Mapped[UUID | None]
