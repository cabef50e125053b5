"""The tables of the connector accounts."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from hub.db import Base, new_id


class Account(Base):
    """One account with a provider, as last heard of. ``version`` grows with every visible change."""

    __tablename__ = "connector_account"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    account: Mapped[str] = mapped_column(sa.String(40), unique=True)  # its key in the settings
    configured: Mapped[bool] = mapped_column(default=True)  # false once it left the settings
    source: Mapped[str] = mapped_column(sa.String(8), default="file", server_default="file")  # or "page"
    name: Mapped[str | None] = mapped_column(sa.String(80))
    connector: Mapped[str] = mapped_column(sa.String(40))
    channel: Mapped[str] = mapped_column(sa.String(40))
    address: Mapped[str] = mapped_column(sa.String(255))
    connection: Mapped[str] = mapped_column(sa.String(20))
    reason: Mapped[str | None] = mapped_column(sa.String(40))
    answer: Mapped[str | None] = mapped_column(sa.String(500))
    since: Mapped[datetime]
    retry_at: Mapped[datetime | None]
    last_connected_at: Mapped[datetime | None]
    facts: Mapped[dict[str, Any]]
    can_hold: Mapped[bool] = mapped_column(default=False, server_default=sa.false())
    version: Mapped[int] = mapped_column(sa.BigInteger, default=1)


class Setup(Base):
    """How an account that a page added is set up. ``secrets`` is sealed with the key ``key_id``."""

    __tablename__ = "connector_setup"

    account: Mapped[str] = mapped_column(sa.String(40), primary_key=True)
    connector: Mapped[str] = mapped_column(sa.String(40))
    name: Mapped[str | None] = mapped_column(sa.String(80))
    enabled: Mapped[bool] = mapped_column(default=True)
    options: Mapped[dict[str, Any]]
    secrets: Mapped[bytes | None]
    key_id: Mapped[str | None] = mapped_column(sa.String(32))
    version: Mapped[int] = mapped_column(default=1)
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]


class SealedSecret(Base):
    """A secret of whatever area, sealed with the key ``key_id`` for its ``owner``, who alone can have it opened."""

    __tablename__ = "sealed_secret"

    owner: Mapped[str] = mapped_column(sa.String(80), primary_key=True)
    secrets: Mapped[bytes]
    key_id: Mapped[str] = mapped_column(sa.String(32))


class Traffic(Base):
    """How much an account received and sent in one hour."""

    __tablename__ = "connector_traffic"

    account_id: Mapped[UUID] = mapped_column(
        sa.ForeignKey("connector_account.id", ondelete="CASCADE"), primary_key=True
    )
    hour: Mapped[datetime] = mapped_column(primary_key=True)
    received: Mapped[int] = mapped_column(default=0)
    sent: Mapped[int] = mapped_column(default=0)


class Cursor(Base):
    """How far an account that asks its provider for news has read; ``value`` is the connector's own."""

    __tablename__ = "connector_cursor"

    account: Mapped[str] = mapped_column(sa.String(40), primary_key=True)
    name: Mapped[str] = mapped_column(sa.String(40), primary_key=True)
    value: Mapped[str] = mapped_column(sa.String(1_000))
    kept_at: Mapped[datetime]
