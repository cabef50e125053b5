"""Calls, legs, talk segments, pops, and who sits at which extension."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from hub.db import Base, new_id


class Call(Base):
    """A call as people see it. The hub owns its id: providers regroup theirs. ``caller`` is who it may be, as the
    pop shows it, so that a pop costs no query; seconds are filled as the call goes on and final when it has ended.
    """

    __tablename__ = "call"
    __table_args__ = (
        sa.Index("ix_call_started_at_id", "started_at", "id"),
        sa.Index("ix_call_customer_id_started_at", "customer_id", "started_at"),
        sa.Index("ix_call_disposition_id_started_at", "disposition_id", "started_at",
                 sqlite_where=sa.text("disposition_id IS NOT NULL"),
                 postgresql_where=sa.text("disposition_id IS NOT NULL")),
        sa.Index("ix_call_account_open", "account", sqlite_where=sa.text("ended_at IS NULL"),
                 postgresql_where=sa.text("ended_at IS NULL")),
    )  # fmt: skip

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    account: Mapped[str] = mapped_column(sa.String(40))
    direction: Mapped[str] = mapped_column(sa.String(8))
    state: Mapped[str] = mapped_column(sa.String(16))
    result: Mapped[str | None] = mapped_column(sa.String(16))
    number: Mapped[str | None] = mapped_column(sa.String(80))
    withheld: Mapped[bool] = mapped_column(default=False)
    caller_name: Mapped[str | None] = mapped_column(sa.String(200))
    dialled: Mapped[str | None] = mapped_column(sa.String(80))
    queue: Mapped[str | None] = mapped_column(sa.String(150))
    identity_id: Mapped[UUID | None] = mapped_column(sa.Uuid(), sa.ForeignKey("identity.id"), index=True)
    interaction_id: Mapped[UUID | None] = mapped_column(sa.Uuid(), sa.ForeignKey("interaction.id"))
    customer_id: Mapped[UUID | None] = mapped_column(sa.Uuid(), sa.ForeignKey("customer.id"))
    certainty: Mapped[str] = mapped_column(sa.String(16), default="none")
    caller: Mapped[dict[str, Any]] = mapped_column(default=dict)
    agent_ids: Mapped[list[Any]] = mapped_column(default=list)
    notes: Mapped[str | None] = mapped_column(sa.Text)
    disposition_id: Mapped[UUID | None]
    disposition_by: Mapped[UUID | None]
    disposition_at: Mapped[datetime | None]
    undisposed: Mapped[bool] = mapped_column(default=False, server_default=sa.false())  # one was wanted, and none came
    inferred: Mapped[bool] = mapped_column(default=False)
    recovered: Mapped[bool] = mapped_column(default=False, server_default=sa.false())
    joined_into: Mapped[UUID | None]
    asking: Mapped[UUID | None]  # the agent who asks somebody first, while an attended transfer is under way
    started_at: Mapped[datetime]
    waiting_since: Mapped[datetime | None]
    answered_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    waiting_seconds: Mapped[float] = mapped_column(default=0.0)
    talking_seconds: Mapped[float] = mapped_column(default=0.0)
    held_seconds: Mapped[float] = mapped_column(default=0.0)
    version: Mapped[int] = mapped_column(sa.BigInteger, default=1)


class CallLeg(Base):
    """One channel of the provider. ``holds`` are [start, end or null] pairs; ``links`` is what the machine needs to
    go on after a restart (the bridge, the other half of a pipe, who rings it).
    """

    __tablename__ = "call_leg"
    __table_args__ = (sa.UniqueConstraint("account", "boot", "ref"), sa.Index("ix_call_leg_call_id", "call_id"),
                      sa.Index("ix_call_leg_user_id_call_id", "user_id", "call_id"))  # fmt: skip

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    call_id: Mapped[UUID] = mapped_column(sa.Uuid(), sa.ForeignKey("call.id"))
    account: Mapped[str] = mapped_column(sa.String(40))
    boot: Mapped[str] = mapped_column(sa.String(64))
    ref: Mapped[str] = mapped_column(sa.String(150))
    party: Mapped[str] = mapped_column(sa.String(16))
    endpoint: Mapped[str] = mapped_column(sa.String(128))
    initiated: Mapped[bool]
    number: Mapped[str | None] = mapped_column(sa.String(80))
    name: Mapped[str | None] = mapped_column(sa.String(200))
    dialled: Mapped[str | None] = mapped_column(sa.String(80))
    withheld: Mapped[bool] = mapped_column(default=False)
    user_id: Mapped[UUID | None]
    started_at: Mapped[datetime]
    ring_at: Mapped[datetime | None]
    answered_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    cause: Mapped[int | None]
    outcome: Mapped[str | None] = mapped_column(sa.String(16))
    holds: Mapped[list[Any]] = mapped_column(default=list)
    links: Mapped[dict[str, Any]] = mapped_column(default=dict)


class TalkSegment(Base):
    """A stretch in which an agent and the outside party heard each other; a transfer ends one, not the call."""

    __tablename__ = "talk_segment"
    __table_args__ = (sa.Index("ix_talk_segment_call_id", "call_id"),
                      sa.Index("ix_talk_segment_user_id_started_at", "user_id", "started_at"))  # fmt: skip

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    call_id: Mapped[UUID] = mapped_column(sa.Uuid(), sa.ForeignKey("call.id"))
    leg_id: Mapped[UUID] = mapped_column(sa.Uuid(), sa.ForeignKey("call_leg.id"))
    user_id: Mapped[UUID | None]
    endpoint: Mapped[str] = mapped_column(sa.String(128))
    started_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]


class Pop(Base):
    """One offer of one call to one agent, whatever the number of devices that ring."""

    __tablename__ = "pop"
    __table_args__ = (
        sa.UniqueConstraint("call_id", "user_id", "offer"),
        sa.Index("ix_pop_user_open", "user_id", sqlite_where=sa.text("ended_at IS NULL"),
                 postgresql_where=sa.text("ended_at IS NULL")),
    )  # fmt: skip

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    call_id: Mapped[UUID] = mapped_column(sa.Uuid(), sa.ForeignKey("call.id"))
    user_id: Mapped[UUID]
    offer: Mapped[int]
    state: Mapped[str] = mapped_column(sa.String(24))
    legs: Mapped[list[Any]] = mapped_column(default=list)
    started_at: Mapped[datetime]
    answered_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    answered_by: Mapped[UUID | None]
    aside: Mapped[bool] = mapped_column(default=False)
    version: Mapped[int] = mapped_column(sa.BigInteger, default=1)


class Extension(Base):
    """A phone of the organisation, named by the provider's endpoint and dialled by ``number``."""

    __tablename__ = "extension"
    __table_args__ = (sa.UniqueConstraint("account", "endpoint"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    account: Mapped[str] = mapped_column(sa.String(40))
    endpoint: Mapped[str] = mapped_column(sa.String(128))
    number: Mapped[str] = mapped_column(sa.String(20))
    label: Mapped[str | None] = mapped_column(sa.String(80))


class ExtensionClaim(Base):
    """Who sat at an extension, from when to when. Open claims are unique per extension and per agent."""

    __tablename__ = "extension_claim"
    __table_args__ = (
        sa.Index("uq_extension_claim_open_extension", "extension_id", unique=True,
                 sqlite_where=sa.text("until IS NULL"), postgresql_where=sa.text("until IS NULL")),
        sa.Index("uq_extension_claim_open_user", "user_id", unique=True,
                 sqlite_where=sa.text("until IS NULL"), postgresql_where=sa.text("until IS NULL")),
    )  # fmt: skip

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    extension_id: Mapped[UUID] = mapped_column(sa.Uuid(), sa.ForeignKey("extension.id"))
    user_id: Mapped[UUID]
    since: Mapped[datetime]
    until: Mapped[datetime | None]


class HeardUntil(Base):
    """Up to when everything that happened at an account is in the store, live or recovered."""

    __tablename__ = "call_heard_until"

    account: Mapped[str] = mapped_column(sa.String(40), primary_key=True)
    at: Mapped[datetime]
