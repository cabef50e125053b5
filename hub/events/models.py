"""The event log's table."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from hub.db import Base

_BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


class Event(Base):
    """One visible change. ``id`` is the order of SQLite's single writer; on PostgreSQL (``xid``, ``id``) is read
    only below the oldest running transaction, so that a late commit is never jumped over.
    """

    __tablename__ = "event"
    __table_args__ = (
        sa.Index("ix_event_room_xid_id", "room", "xid", "id"),
        sa.Index("ix_event_created_at", "created_at"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(_BIG, primary_key=True, autoincrement=True)
    xid: Mapped[int] = mapped_column(sa.BigInteger, default=0)
    room: Mapped[str] = mapped_column(sa.String(80))
    kind: Mapped[str] = mapped_column(sa.String(40))
    key: Mapped[str] = mapped_column(sa.String(80))
    version: Mapped[int] = mapped_column(sa.BigInteger)
    data: Mapped[dict[str, Any] | None]
    actor_id: Mapped[UUID | None]
    created_at: Mapped[datetime]
