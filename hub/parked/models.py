"""The table of parked items. Jobs that were given up stay in their own table and are read beside them."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from hub.db import Base, new_id


class ParkedItem(Base):
    """Something from outside that could not be taken in. ``payload`` is what trying again needs, whole."""

    __tablename__ = "parked_item"
    __table_args__ = (
        sa.Index("ix_parked_item_parked_at_id", "parked_at", "id"),
        sa.Index("uq_parked_item_kind_key", "kind", "key", unique=True),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    kind: Mapped[str] = mapped_column(sa.String(80))
    key: Mapped[str] = mapped_column(sa.String(64))  # a digest: the same thing is parked once
    account: Mapped[str | None] = mapped_column(sa.String(40))
    reason: Mapped[str] = mapped_column(sa.String(20))  # as a job's: refused, failed
    cause: Mapped[str | None] = mapped_column(sa.String(20))  # what stood in the way the last time: of jobs.CAUSES
    detail: Mapped[str | None] = mapped_column(sa.Text)
    payload: Mapped[dict[str, Any]]
    attempts: Mapped[int] = mapped_column(default=1)
    parked_at: Mapped[datetime]
    tried_at: Mapped[datetime]
    retryable: Mapped[bool] = mapped_column(default=False)  # there is a function that takes it in once more
    retrying: Mapped[bool] = mapped_column(default=False)
    version: Mapped[int] = mapped_column(sa.BigInteger, default=1)
