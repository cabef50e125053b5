"""Interactions, who took part in them, and the customers' timelines."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from hub.db import Base, new_id


class Interaction(Base):
    """One touch on one channel. ``facts`` holds what only that channel has (a call's waiting time, its agent …)."""

    __tablename__ = "interaction"
    __table_args__ = (sa.Index("ix_interaction_identity_id_occurred_at_id", "identity_id", "occurred_at", "id"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    channel: Mapped[str] = mapped_column(sa.String(16))
    direction: Mapped[str] = mapped_column(sa.String(8))
    state: Mapped[str] = mapped_column(sa.String(24))
    subject: Mapped[str | None] = mapped_column(sa.String(400))
    text: Mapped[str | None] = mapped_column(sa.Text)
    occurred_at: Mapped[datetime]
    account: Mapped[str | None] = mapped_column(sa.String(40))
    identity_id: Mapped[UUID | None] = mapped_column(sa.Uuid(), sa.ForeignKey("identity.id"))
    call_id: Mapped[UUID | None] = mapped_column(index=True)
    line_id: Mapped[UUID | None]  # the line that it came in or went out on
    about_id: Mapped[UUID | None] = mapped_column(index=True)  # of a note: the interaction that it is about
    author_id: Mapped[UUID | None]
    edited_at: Mapped[datetime | None]
    facts: Mapped[dict[str, Any]]
    version: Mapped[int] = mapped_column(sa.BigInteger, default=1)


class Participant(Base):
    """Somebody in an interaction: an identity, a customer or an agent, in a role (from, to, cc, conference, agent)."""

    __tablename__ = "participant"
    __table_args__ = (
        sa.Index("ix_participant_interaction_id", "interaction_id"),
        sa.Index(  # for a customer to be deleted without looking through all participants
            "ix_participant_customer_id", "customer_id",
            sqlite_where=sa.text("customer_id IS NOT NULL"), postgresql_where=sa.text("customer_id IS NOT NULL"),
        ),
        sa.Index(
            "ix_participant_identity_id_occurred_at", "identity_id", "occurred_at", "interaction_id",
            sqlite_where=sa.text("occurred_at IS NOT NULL"), postgresql_where=sa.text("occurred_at IS NOT NULL"),
        ),
    )  # fmt: skip

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    interaction_id: Mapped[UUID] = mapped_column(sa.Uuid(), sa.ForeignKey("interaction.id"))
    role: Mapped[str] = mapped_column(sa.String(16))
    identity_id: Mapped[UUID | None] = mapped_column(sa.Uuid(), sa.ForeignKey("identity.id"))
    customer_id: Mapped[UUID | None] = mapped_column(sa.Uuid(), sa.ForeignKey("customer.id"))
    user_id: Mapped[UUID | None] = mapped_column(index=True)
    occurred_at: Mapped[datetime | None]  # of further outside parties only: their pages are read by it


class TimelineEntry(Base):
    """An interaction on a customer's timeline: ``candidate`` while it may be somebody else's, then ``confirmed``."""

    __tablename__ = "timeline_entry"
    __table_args__ = (
        sa.Index("ix_timeline_entry_customer_id_occurred_at_id", "customer_id", "occurred_at", "id"),
        sa.Index("ix_timeline_entry_customer_id_channel_occurred_at_id", "customer_id", "channel", "occurred_at", "id"),
        sa.Index("ix_timeline_entry_customer_id_pinned_at", "customer_id", "pinned_at"),
        sa.UniqueConstraint("customer_id", "interaction_id"),
        sa.Index("ix_timeline_entry_interaction_id", "interaction_id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    customer_id: Mapped[UUID] = mapped_column(sa.Uuid(), sa.ForeignKey("customer.id"))
    interaction_id: Mapped[UUID] = mapped_column(sa.Uuid(), sa.ForeignKey("interaction.id"))
    occurred_at: Mapped[datetime]
    role: Mapped[str] = mapped_column(sa.String(16))
    certainty: Mapped[str] = mapped_column(sa.String(16))
    channel: Mapped[str] = mapped_column(sa.String(16))  # the interaction's, so that a filtered page is one index scan
    pinned_at: Mapped[datetime | None]
    pinned_by: Mapped[UUID | None]


class Mention(Base):
    """Somebody was named with @ in a note."""

    __tablename__ = "mention"
    __table_args__ = (
        sa.UniqueConstraint("interaction_id", "user_id"),
        sa.Index("ix_mention_user_id_read_at_id", "user_id", "read_at", "id"),
        sa.Index("ix_mention_user_id_id", "user_id", "id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    interaction_id: Mapped[UUID] = mapped_column(sa.Uuid(), sa.ForeignKey("interaction.id"))
    user_id: Mapped[UUID]
    mentioned_by: Mapped[UUID | None]
    created_at: Mapped[datetime]
    read_at: Mapped[datetime | None]
