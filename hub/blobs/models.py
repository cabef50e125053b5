"""The tables of files and of who needs them."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from hub.db import Base, new_id


class Blob(Base):
    """A file. It lives as long as somebody refers to it, and no longer than ``expires_at``."""

    __tablename__ = "blob"
    __table_args__ = (sa.Index("ix_blob_created_at", "created_at"), sa.Index("ix_blob_expires_at", "expires_at"))

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    key: Mapped[str] = mapped_column(sa.String(64), unique=True)  # where the storage has it; never shown
    sha256: Mapped[str] = mapped_column(sa.String(64))
    size: Mapped[int] = mapped_column(sa.BigInteger)
    content_type: Mapped[str] = mapped_column(sa.String(120))
    name: Mapped[str | None] = mapped_column(sa.String(255))
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime | None]


class BlobReference(Base):
    """Something that needs a file, such as (``interaction``, its id)."""

    __tablename__ = "blob_reference"
    __table_args__ = (sa.Index("ix_blob_reference_owner_kind_owner_id", "owner_kind", "owner_id"),)

    blob_id: Mapped[UUID] = mapped_column(sa.Uuid(), sa.ForeignKey("blob.id", ondelete="CASCADE"), primary_key=True)
    owner_kind: Mapped[str] = mapped_column(sa.String(40), primary_key=True)
    owner_id: Mapped[UUID] = mapped_column(primary_key=True)
