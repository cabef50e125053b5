"""Messages that go out, and whether they really do."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from hub.db import Base, new_id


class OutboxMessage(Base):
    """A message to somebody outside, as it was written, and how it goes on (``hub.messaging.states``).

    ``dedupe_key`` is its caller's: the same message is kept once. ``handed_at``: when it was last given to a provider;
    ``sandboxed``: the sandbox was on when it was accepted, so it never leaves. ``folded`` is what a search looks at.
    """

    __tablename__ = "outbound_message"
    __table_args__ = (
        sa.Index("ix_outbound_message_created_at_id", "created_at", "id"),
        sa.Index("ix_outbound_message_state_created_at_id", "state", "created_at", "id"),
        sa.Index("ix_outbound_message_channel_created_at_id", "channel", "created_at", "id"),
        sa.Index("ix_outbound_message_customer_id_created_at_id", "customer_id", "created_at", "id"),
        sa.Index("ix_outbound_message_account_provider_id", "account", "provider_id"),
        sa.Index("ix_outbound_message_identity_id_created_at", "identity_id", "created_at"),
        sa.UniqueConstraint("dedupe_key"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    dedupe_key: Mapped[str] = mapped_column(sa.String(200))
    channel: Mapped[str] = mapped_column(sa.String(16))
    purpose: Mapped[str] = mapped_column(sa.String(16))
    account: Mapped[str | None] = mapped_column(sa.String(40))  # None: whichever sends on this channel
    line_id: Mapped[UUID | None]
    customer_id: Mapped[UUID | None] = mapped_column(sa.Uuid(), sa.ForeignKey("customer.id"))
    identity_id: Mapped[UUID] = mapped_column(sa.Uuid(), sa.ForeignKey("identity.id"))
    address: Mapped[str] = mapped_column(sa.String(320))
    sender_name: Mapped[str | None] = mapped_column(sa.String(120))
    sender_address: Mapped[str | None] = mapped_column(sa.String(320))
    language: Mapped[str] = mapped_column(sa.String(8))
    subject: Mapped[str | None] = mapped_column(sa.Text)
    text: Mapped[str] = mapped_column(sa.Text)
    html: Mapped[str | None] = mapped_column(sa.Text)
    headers: Mapped[dict[str, Any]] = mapped_column(default=dict)
    folded: Mapped[str] = mapped_column(sa.Text, default="")
    template_id: Mapped[UUID | None]
    template_version_id: Mapped[UUID | None]
    origin: Mapped[str] = mapped_column(sa.String(40))  # what made it: consent, test …
    actor_id: Mapped[UUID | None]
    state: Mapped[str] = mapped_column(sa.String(16))
    reason: Mapped[str | None] = mapped_column(sa.String(40))
    detail: Mapped[str | None] = mapped_column(sa.String(400))
    provider_id: Mapped[str | None] = mapped_column(sa.String(200))
    operator: Mapped[str | None] = mapped_column(sa.String(80))  # the network that it went to, as far as that is told
    price_micros: Mapped[int | None] = mapped_column(sa.BigInteger)  # millionths of ``currency``
    currency: Mapped[str | None] = mapped_column(sa.String(3))
    parts: Mapped[int | None]  # as the provider counts; None: as the hub does
    reported_at: Mapped[datetime | None]  # of the latest report
    suffix: Mapped[str | None] = mapped_column(sa.String(40))  # that its way put under the text
    route_id: Mapped[UUID | None]  # by which it went, or was to go last
    tried: Mapped[list[Any]] = mapped_column(default=list)  # ways that did not take it
    interaction_id: Mapped[UUID | None]
    confirms: Mapped[UUID | None]  # the opt-out (an event of the log of consent) that it says was heard
    links: Mapped[int] = mapped_column(default=0)  # short links in its text
    opened: Mapped[int] = mapped_column(default=0)  # how often somebody opened one of them, and when last
    opened_at: Mapped[datetime | None]
    sandboxed: Mapped[bool] = mapped_column(default=False)
    send_at: Mapped[datetime | None]
    created_at: Mapped[datetime]
    handed_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]  # when it came to where it stands now, as far as that is told
    version: Mapped[int] = mapped_column(sa.BigInteger, default=1)


class EarlyReport(Base):
    """A report on a message whose provider id is not recorded yet, or will never be: it waits some minutes for it."""

    __tablename__ = "early_report"
    __table_args__ = (
        sa.UniqueConstraint("account", "provider_id", "state"),
        sa.Index("ix_early_report_heard_at", "heard_at"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    account: Mapped[str] = mapped_column(sa.String(40))
    provider_id: Mapped[str] = mapped_column(sa.String(200))
    state: Mapped[str] = mapped_column(sa.String(16))
    report: Mapped[dict[str, Any]]  # as it is parked
    heard_at: Mapped[datetime]


class MessageSender(Base):
    """An account that sends on a channel: in which process, and until when that is sure (the store's clock)."""

    __tablename__ = "message_sender"

    account: Mapped[str] = mapped_column(sa.String(40), primary_key=True)
    channel: Mapped[str] = mapped_column(sa.String(16))
    owner: Mapped[str] = mapped_column(sa.String(120))
    until: Mapped[datetime]


class SandboxMode(Base):
    """Whether the hub that last started captured its messages; one row.

    ``changed``: it was otherwise before. ``held_until``: until then a process of the sandbox is at work.
    """

    __tablename__ = "sandbox_mode"

    id: Mapped[int] = mapped_column(primary_key=True, default=1)
    on: Mapped[bool]
    since: Mapped[datetime]
    changed: Mapped[bool] = mapped_column(default=False)
    seen_by: Mapped[UUID | None]
    seen_at: Mapped[datetime | None]
    held_until: Mapped[datetime | None]
