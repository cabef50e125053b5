"""Short links, and who opened them when. No address of a visitor is kept."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from hub.db import Base, new_id


class ShortLink(Base):
    """A link of one message to one person. Who that is, the message alone says; with it the tie is gone.

    ``clicks`` are people's, with the first and last of them; ``previews`` are machines'.
    """

    __tablename__ = "short_link"
    __table_args__ = (
        sa.Index("ix_short_link_message_id", "message_id"),
        sa.Index("ix_short_link_made_at", "made_at"),
    )

    code: Mapped[str] = mapped_column(sa.String(12), primary_key=True)
    target: Mapped[str] = mapped_column(sa.Text)
    message_id: Mapped[UUID]
    made_at: Mapped[datetime]
    clicks: Mapped[int] = mapped_column(default=0)
    previews: Mapped[int] = mapped_column(default=0)
    first_at: Mapped[datetime | None]
    last_at: Mapped[datetime | None]


class LinkClick(Base):
    """One time that a link was opened: ``kind`` is person or preview, ``device`` a coarse family."""

    __tablename__ = "link_click"
    __table_args__ = (sa.Index("ix_link_click_code_id", "code", "id"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    code: Mapped[str] = mapped_column(sa.String(12))
    at: Mapped[datetime]
    kind: Mapped[str] = mapped_column(sa.String(8))
    device: Mapped[str] = mapped_column(sa.String(8))
