"""The files of messages that came in."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from hub.db import Base, new_id

_FETCHED = sa.text("state = 'fetched'")


class Attachment(Base):
    """A file of a message, or the wish for it.

    ``state`` is wanted, fetched, missing, refused or erased; ``reason`` says why it is missing or refused, or with one
    that is fetched that it is not what it was called (mismatch). ``declared`` is what the provider calls its type,
    ``media_type`` what its bytes are. ``url`` is where it lay, and is forgotten once the file is here.
    """

    __tablename__ = "attachment"
    __table_args__ = (
        sa.UniqueConstraint("interaction_id", "position"),
        sa.Index("ix_attachment_fetched", "created_at", sqlite_where=_FETCHED, postgresql_where=_FETCHED),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    interaction_id: Mapped[UUID] = mapped_column(sa.Uuid(), sa.ForeignKey("interaction.id", ondelete="CASCADE"))
    position: Mapped[int]
    account: Mapped[str] = mapped_column(sa.String(40))
    url: Mapped[str | None] = mapped_column(sa.String(2000))
    declared: Mapped[str | None] = mapped_column(sa.String(120))
    name: Mapped[str | None] = mapped_column(sa.String(255))
    state: Mapped[str] = mapped_column(sa.String(16), default="wanted")
    reason: Mapped[str | None] = mapped_column(sa.String(16))
    media_type: Mapped[str | None] = mapped_column(sa.String(120))
    bytes: Mapped[int | None] = mapped_column(sa.BigInteger)
    blob_id: Mapped[UUID | None]
    created_at: Mapped[datetime]
    settled_at: Mapped[datetime | None]
