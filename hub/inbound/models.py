"""What was received already, so that a second delivery changes nothing."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from hub.db import Base


class Received(Base):
    """A message of an account by its key; forgotten after a month, when no provider delivers again."""

    __tablename__ = "received"
    __table_args__ = (sa.Index("ix_received_received_at", "received_at"),)

    account: Mapped[str] = mapped_column(sa.String(40), primary_key=True)
    dedupe_key: Mapped[str] = mapped_column(sa.String(255), primary_key=True)
    interaction_id: Mapped[UUID]
    received_at: Mapped[datetime]


class Kept(Base):
    """A message as it came, until it is taken in; ``id`` is the order in which they came."""

    __tablename__ = "received_kept"
    __table_args__ = (sa.UniqueConstraint("account", "dedupe_key"),)

    id: Mapped[int] = mapped_column(sa.BigInteger().with_variant(sa.Integer, "sqlite"), primary_key=True)
    account: Mapped[str] = mapped_column(sa.String(40))
    dedupe_key: Mapped[str] = mapped_column(sa.String(255))
    message: Mapped[str]
    kept_at: Mapped[datetime]
