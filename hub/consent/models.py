"""What people allowed at their addresses: the log of it, how it stands now, and what is never written to."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from hub.db import Base, new_id


class ConsentEvent(Base):
    """One thing that was said. Rows are added and never changed.

    ``at`` is when it happened and may lie before ``recorded_at``; ``customer_id`` is who said it, None where only the
    address is known; ``wording`` is the text that was agreed to, in ``language``.
    """

    __tablename__ = "consent_event"
    __table_args__ = (
        sa.Index("ix_consent_event_of", "identity_id", "channel", "purpose", "at"),
        sa.Index("ix_consent_event_import_id", "import_id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    identity_id: Mapped[UUID] = mapped_column(sa.Uuid(), sa.ForeignKey("identity.id"))
    channel: Mapped[str] = mapped_column(sa.String(16))  # call, sms, email, chat
    purpose: Mapped[str] = mapped_column(sa.String(16))  # service, marketing
    state: Mapped[str] = mapped_column(sa.String(16))  # granted, denied, pending, withdrawn
    source: Mapped[str] = mapped_column(sa.String(40))
    wording: Mapped[str | None] = mapped_column(sa.Text)
    language: Mapped[str | None] = mapped_column(sa.String(8))
    at: Mapped[datetime]
    recorded_at: Mapped[datetime]
    actor_id: Mapped[UUID | None]
    customer_id: Mapped[UUID | None]
    import_id: Mapped[UUID | None]
    evidence: Mapped[dict[str, Any]] = mapped_column(default=dict)


class Consent(Base):
    """How a channel and a purpose stand at an address, kept in the transaction that writes the log.

    ``state`` is the last word; ``stands`` is what counts: granted, denied or withdrawn, or None. They differ while a
    confirmation is awaited.
    """

    __tablename__ = "consent"
    __table_args__ = (sa.UniqueConstraint("identity_id", "channel", "purpose"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    identity_id: Mapped[UUID] = mapped_column(sa.Uuid(), sa.ForeignKey("identity.id"))
    channel: Mapped[str] = mapped_column(sa.String(16))
    purpose: Mapped[str] = mapped_column(sa.String(16), default="marketing")
    state: Mapped[str] = mapped_column(sa.String(16))
    stands: Mapped[str | None] = mapped_column(sa.String(16))
    event_id: Mapped[UUID | None]
    source: Mapped[str] = mapped_column(sa.String(40))
    at: Mapped[datetime | None]
    recorded_by: Mapped[UUID | None]
    recorded_at: Mapped[datetime]
    version: Mapped[int] = mapped_column(sa.BigInteger, default=1, server_default="1")


class ConsentOptOut(Base):
    """A refusal that stands: one row for each person who said it at an address, and one for nobody named.

    ``here`` is False where the address is somebody else's now, who allowed it: it then counts for its person only.
    """

    __tablename__ = "consent_opt_out"
    __table_args__ = (
        sa.Index("ix_consent_opt_out_of", "identity_id", "channel", "purpose"),
        sa.Index("ix_consent_opt_out_customer_id", "customer_id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    identity_id: Mapped[UUID] = mapped_column(sa.Uuid(), sa.ForeignKey("identity.id"))
    channel: Mapped[str] = mapped_column(sa.String(16))
    purpose: Mapped[str] = mapped_column(sa.String(16))
    state: Mapped[str] = mapped_column(sa.String(16))  # denied or withdrawn
    customer_id: Mapped[UUID | None]
    event_id: Mapped[UUID]
    at: Mapped[datetime]
    here: Mapped[bool] = mapped_column(default=True, server_default=sa.true())


class Suppression(Base):
    """Addresses that nothing is sent to, whatever was allowed: one, or all that fit a pattern.

    ``match``: value (the whole address), domain (of mail addresses) or prefix (of numbers). An empty channel or purpose
    means all of them. A lifted one stays as a record.
    """

    __tablename__ = "suppression"
    __table_args__ = (
        sa.Index("ix_suppression_kind_match_value", "kind", "match", "value"),
        sa.Index("ix_suppression_import_id", "import_id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    kind: Mapped[str] = mapped_column(sa.String(16))  # of the identity: phone, sender, email, visitor, external
    namespace: Mapped[str] = mapped_column(sa.String(80), default="", server_default="")
    match: Mapped[str] = mapped_column(sa.String(8))
    value: Mapped[str] = mapped_column(sa.String(320))
    channel: Mapped[str] = mapped_column(sa.String(16), default="", server_default="")
    purpose: Mapped[str] = mapped_column(sa.String(16), default="", server_default="")
    reason: Mapped[str] = mapped_column(sa.String(16))  # hard_bounce, complaint, legal, manual
    note: Mapped[str | None] = mapped_column(sa.String(400))
    source: Mapped[str] = mapped_column(sa.String(40))
    since: Mapped[datetime]
    until: Mapped[datetime | None]
    created_by: Mapped[UUID | None]
    created_at: Mapped[datetime]
    lifted_by: Mapped[UUID | None]
    lifted_at: Mapped[datetime | None]
    lifted_why: Mapped[str | None] = mapped_column(sa.String(400))
    import_id: Mapped[UUID | None]
    version: Mapped[int] = mapped_column(sa.BigInteger, default=1, server_default="1")


class ConsentToken(Base):
    """A link that somebody was sent, by its digest. ``kind``: confirm works once, preferences until it expires."""

    __tablename__ = "consent_token"
    __table_args__ = (
        sa.UniqueConstraint("digest"),
        sa.Index("ix_consent_token_expires_at", "expires_at"),
        sa.Index("ix_consent_token_identity_id", "identity_id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    digest: Mapped[bytes] = mapped_column(sa.LargeBinary(32))
    kind: Mapped[str] = mapped_column(sa.String(16))
    identity_id: Mapped[UUID] = mapped_column(sa.Uuid(), sa.ForeignKey("identity.id"))
    customer_id: Mapped[UUID | None]
    channel: Mapped[str] = mapped_column(sa.String(16))
    purpose: Mapped[str] = mapped_column(sa.String(16))
    wording: Mapped[str | None] = mapped_column(sa.Text)
    language: Mapped[str] = mapped_column(sa.String(8))
    made_by: Mapped[UUID | None]
    made_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]


class ConsentImport(Base):
    """A file of consents. ``state``: checking, checked, running, done, failed, cancelled, undoing, undone.

    What an import wrote down stays in the log; once it is taken back (undoing, undone) it counts no more.
    """

    __tablename__ = "consent_import"
    __table_args__ = (sa.Index("ix_consent_import_created_at_id", "created_at", "id"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    name: Mapped[str] = mapped_column(sa.String(255))
    blob_id: Mapped[UUID | None]
    state: Mapped[str] = mapped_column(sa.String(16))
    reading: Mapped[dict[str, Any]]  # how the file is read, its header row, and where the columns are
    options: Mapped[dict[str, Any]]  # channel, purpose, state and wording of rows that do not say
    total: Mapped[int] = mapped_column(default=0)
    done: Mapped[int] = mapped_column(default=0)  # rows
    added: Mapped[int] = mapped_column(default=0)
    known: Mapped[int] = mapped_column(default=0)
    refused: Mapped[int] = mapped_column(default=0)
    reasons: Mapped[dict[str, Any]]  # how many were refused, by code
    rows: Mapped[list[Any]]  # the first refused ones: {"row", "text", "code"}
    position: Mapped[UUID | None]  # of its events, how far it is taken back
    error: Mapped[str | None] = mapped_column(sa.String(500))
    created_by: Mapped[UUID]
    created_at: Mapped[datetime]
    finished_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(sa.BigInteger, default=1, server_default="1")
