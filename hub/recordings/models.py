"""The audio that calls left behind."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from hub.db import Base, new_id

_FETCHED = sa.text("state = 'fetched'")


class CallRecording(Base):
    """A recording or a voicemail message of a call, or the wish for it.

    ``state`` is wanted, fetched, missing, refused or erased; ``reason`` says why it is missing or refused. ``source``
    is the file's own name at the provider, ``seen`` the sizes of its files at the last look.
    """

    __tablename__ = "call_recording"
    __table_args__ = (
        sa.UniqueConstraint("account", "source"),
        sa.Index("ix_call_recording_call_id", "call_id"),
        sa.Index("ix_call_recording_fetched", "recorded_at", sqlite_where=_FETCHED, postgresql_where=_FETCHED),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    call_id: Mapped[UUID] = mapped_column(sa.Uuid(), sa.ForeignKey("call.id"))
    account: Mapped[str] = mapped_column(sa.String(40))
    kind: Mapped[str] = mapped_column(sa.String(16))
    state: Mapped[str] = mapped_column(sa.String(16), default="wanted")
    reason: Mapped[str | None] = mapped_column(sa.String(16))
    consent: Mapped[str] = mapped_column(sa.String(16))
    mailbox: Mapped[str | None] = mapped_column(sa.String(80))
    source: Mapped[str | None] = mapped_column(sa.String(400))
    seen: Mapped[dict[str, Any]] = mapped_column(default=dict)
    attempts: Mapped[int] = mapped_column(default=0)
    blob_id: Mapped[UUID | None]
    media_type: Mapped[str | None] = mapped_column(sa.String(40))
    codec: Mapped[str | None] = mapped_column(sa.String(16))
    seconds: Mapped[float | None]
    bytes: Mapped[int | None] = mapped_column(sa.BigInteger)
    recorded_at: Mapped[datetime]
    settled_at: Mapped[datetime | None]
