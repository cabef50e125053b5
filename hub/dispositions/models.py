"""Dispositions on two levels, and the queues and lines whose calls must have one."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from hub.db import Base, new_id


class Disposition(Base):
    """A result, or a group: one that has others under it. ``names`` by language; archived, not deleted."""

    __tablename__ = "disposition"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    parent_id: Mapped[UUID | None] = mapped_column(sa.Uuid(), sa.ForeignKey("disposition.id"), index=True)
    names: Mapped[dict[str, Any]]
    position: Mapped[int]
    archived_at: Mapped[datetime | None]
    created_at: Mapped[datetime]
    version: Mapped[int] = mapped_column(sa.BigInteger, default=1)


class RequiredDisposition(Base):
    """Calls of this queue or line must have a disposition. A row that is ``required`` no more keeps its version."""

    __tablename__ = "disposition_required"

    kind: Mapped[str] = mapped_column(sa.String(16), primary_key=True)
    item_id: Mapped[UUID] = mapped_column(primary_key=True)
    required: Mapped[bool]
    version: Mapped[int] = mapped_column(sa.BigInteger, default=1)
