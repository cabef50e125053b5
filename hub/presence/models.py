"""Everybody's presence now, and the intervals it was made of."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from hub.db import Base, new_id


class Presence(Base):
    """What is known of one user: what they chose, what their phone does, whether a page of theirs is open.

    ``state``, ``reason`` and ``since`` are what others see, made from the rest. ``talked``: the call that shows was
    answered here, so wrap-up follows it; ``wrap_up_until`` is its end. ``told`` is what somebody else chose for them,
    until they choose by themselves. ``owed`` are calls that must be given a result before wrap-up ends.
    """

    __tablename__ = "presence"

    user_id: Mapped[UUID] = mapped_column(sa.Uuid(), sa.ForeignKey("user_account.id"), primary_key=True)
    chosen_state: Mapped[str] = mapped_column(sa.String(16))
    chosen_reason: Mapped[str | None] = mapped_column(sa.String(16))
    chosen_note: Mapped[str | None] = mapped_column(sa.String(80))
    chosen_by: Mapped[str] = mapped_column(sa.String(8), server_default="hub")
    chosen_at: Mapped[datetime | None]
    wrap_up_until: Mapped[datetime | None]
    told: Mapped[dict[str, Any] | None]
    owed: Mapped[list[Any]] = mapped_column(server_default="[]")
    talked: Mapped[bool] = mapped_column(server_default=sa.false())
    overlay: Mapped[str | None] = mapped_column(sa.String(16))
    online: Mapped[bool]
    seen_at: Mapped[datetime] = mapped_column(index=True)
    state: Mapped[str] = mapped_column(sa.String(16))
    reason: Mapped[str | None] = mapped_column(sa.String(16))
    since: Mapped[datetime]
    version: Mapped[int] = mapped_column(sa.BigInteger, default=0)


class PresenceInterval(Base):
    """A stretch of one state; ``until`` is open for the state that lasts."""

    __tablename__ = "presence_interval"
    __table_args__ = (
        sa.Index("ix_presence_interval_user_id_since", "user_id", "since"),
        sa.Index(
            "uq_presence_interval_open", "user_id", unique=True,
            sqlite_where=sa.text("until IS NULL"), postgresql_where=sa.text("until IS NULL"),
        ),
    )  # fmt: skip

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    user_id: Mapped[UUID] = mapped_column(sa.Uuid(), sa.ForeignKey("user_account.id"))
    state: Mapped[str] = mapped_column(sa.String(16))
    reason: Mapped[str | None] = mapped_column(sa.String(16))
    since: Mapped[datetime]
    until: Mapped[datetime | None]
