"""Conversations: what goes to and fro between somebody outside and one of the organisation's own numbers."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from hub.db import Base, new_id


class Conversation(Base):
    """One thread on one channel: an address outside, and an own number of an account (``own``; empty: not told).

    ``unread`` counts what came in since somebody answered or read it; ``last_at`` is the time of its latest message.
    """

    __tablename__ = "conversation"
    __table_args__ = (
        sa.UniqueConstraint("identity_id", "channel", "account", "own"),
        sa.Index("ix_conversation_state_last_at", "state", "last_at", "id"),
        sa.Index("ix_conversation_assignee_id", "assignee_id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    channel: Mapped[str] = mapped_column(sa.String(16))
    account: Mapped[str] = mapped_column(sa.String(40))
    own: Mapped[str] = mapped_column(sa.String(80), default="")
    identity_id: Mapped[UUID] = mapped_column(sa.Uuid(), sa.ForeignKey("identity.id"))
    line_id: Mapped[UUID | None]
    state: Mapped[str] = mapped_column(sa.String(16))  # open, pending, snoozed, resolved
    assignee_id: Mapped[UUID | None] = mapped_column(sa.Uuid(), sa.ForeignKey("user_account.id"))
    team_id: Mapped[UUID | None] = mapped_column(sa.Uuid(), sa.ForeignKey("team.id"))
    unread: Mapped[int] = mapped_column(default=0)
    last_at: Mapped[datetime]
    snoozed_until: Mapped[datetime | None]
    resolved_at: Mapped[datetime | None]
    auto_period: Mapped[str | None] = mapped_column(sa.String(60))  # the period in which it was answered by itself
    created_at: Mapped[datetime]
    version: Mapped[int] = mapped_column(sa.BigInteger, default=1)


class ConversationItem(Base):
    """A message of a conversation, in the order of its real time, whenever it came to be known."""

    __tablename__ = "conversation_item"
    __table_args__ = (
        sa.Index("ix_conversation_item_of", "conversation_id", "occurred_at", "interaction_id"),
    )  # fmt: skip

    interaction_id: Mapped[UUID] = mapped_column(
        sa.Uuid(), sa.ForeignKey("interaction.id", ondelete="CASCADE"), primary_key=True
    )
    conversation_id: Mapped[UUID] = mapped_column(sa.Uuid(), sa.ForeignKey("conversation.id"))
    occurred_at: Mapped[datetime]


class AutoReply(Base):
    """What is answered by itself on a line, or on all of an account, while it is closed and while it is open."""

    __tablename__ = "auto_reply"
    __table_args__ = (sa.UniqueConstraint("line_id"), sa.UniqueConstraint("account"))

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    line_id: Mapped[UUID | None] = mapped_column(sa.Uuid(), sa.ForeignKey("line.id", ondelete="CASCADE"))
    account: Mapped[str | None] = mapped_column(sa.String(40))
    closed_template_id: Mapped[UUID | None]
    open_template_id: Mapped[UUID | None]
    active: Mapped[bool] = mapped_column(default=True)
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]
    version: Mapped[int] = mapped_column(sa.BigInteger, default=1)
