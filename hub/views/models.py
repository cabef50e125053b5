"""Saved filters and columns of a list."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from hub.db import Base, new_id


class SavedView(Base):
    """A list as somebody likes to see it; ``shared`` with everybody who may see that list."""

    __tablename__ = "saved_view"
    __table_args__ = (sa.Index("ix_saved_view_area_owner_id", "area", "owner_id"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    area: Mapped[str] = mapped_column(sa.String(40))  # customers, organisations …
    name: Mapped[str] = mapped_column(sa.String(80))
    owner_id: Mapped[UUID]
    shared: Mapped[bool] = mapped_column(default=False)
    filter: Mapped[dict[str, Any]]
    columns: Mapped[list[Any]]
    sort: Mapped[str] = mapped_column(sa.String(60))
    position: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]
    version: Mapped[int] = mapped_column(sa.BigInteger, default=1)
