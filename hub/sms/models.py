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
