"""Users, their sessions, the organisation, and the audit log."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from hub.db import Base, new_id


class User(Base):
    """Somebody who may sign in. ``email_key`` is the email as it is compared; ``demo`` users exist in the demo only.

    ``access`` grows with every new password and every deactivation: what was given out before, such as a calendar's
    link, is worth nothing after.
    """

    __tablename__ = "user_account"
    __table_args__ = (sa.Index("ix_user_account_sort_name_id", "sort_name", "id"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    email: Mapped[str] = mapped_column(sa.String(254))
    email_key: Mapped[str] = mapped_column(sa.String(254), unique=True)
    name: Mapped[str] = mapped_column(sa.String(80))
    sort_name: Mapped[str] = mapped_column(sa.String(400))
    role: Mapped[str] = mapped_column(sa.String(16))
    password_hash: Mapped[str] = mapped_column(sa.String(200))
    active: Mapped[bool] = mapped_column(default=True)
    demo: Mapped[bool] = mapped_column(default=False)
    access: Mapped[int] = mapped_column(default=0, server_default="0")
    language: Mapped[str] = mapped_column(sa.String(8), default="en")
    theme: Mapped[str] = mapped_column(sa.String(8), default="auto")
    calendar: Mapped[str] = mapped_column(sa.String(12), default="gregorian")
    time_zone: Mapped[str] = mapped_column(sa.String(64), default="UTC")
    created_at: Mapped[datetime]
    last_seen_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(sa.BigInteger, default=1)


class CustomRole(Base):
    """A role of the organisation's own, beside the built-in ones. ``key`` is what ``User.role`` holds."""

    __tablename__ = "role"

    key: Mapped[str] = mapped_column(sa.String(16), primary_key=True)
    name: Mapped[str] = mapped_column(sa.String(60))
    folded: Mapped[str] = mapped_column(sa.String(120), unique=True)
    description: Mapped[str] = mapped_column(sa.String(300), default="")
    permissions: Mapped[list[Any]]
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]
    version: Mapped[int] = mapped_column(sa.BigInteger, default=1)


class Session(Base):
    """A browser that is signed in. Only the SHA-256 of its token is kept; the row is deleted when it ends."""

    __tablename__ = "user_session"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    token_hash: Mapped[bytes] = mapped_column(sa.LargeBinary(32), unique=True)
    user_id: Mapped[UUID] = mapped_column(sa.Uuid(), sa.ForeignKey("user_account.id"), index=True)
    created_at: Mapped[datetime]
    active_at: Mapped[datetime]
    expires_at: Mapped[datetime] = mapped_column(index=True)
    locked_at: Mapped[datetime | None]
    address: Mapped[str] = mapped_column(sa.String(45))
    browser: Mapped[str] = mapped_column(sa.String(200))


class SignInAttempts(Base):
    """Attempts at one account or from one address since ``since``; ``key`` is a hash, not what was typed."""

    __tablename__ = "sign_in_attempts"

    key: Mapped[bytes] = mapped_column(sa.LargeBinary(32), primary_key=True)
    since: Mapped[datetime] = mapped_column(index=True)
    count: Mapped[int]


class Organisation(Base):
    """Who runs this hub: one row, made by set-up."""

    __tablename__ = "organisation"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    name: Mapped[str] = mapped_column(sa.String(80))
    created_at: Mapped[datetime]


class SetupToken(Base):
    """A token that may set the hub up, by its SHA-256; each process of a hub without users has one."""

    __tablename__ = "setup_token"

    token_hash: Mapped[bytes] = mapped_column(sa.LargeBinary(32), primary_key=True)
    created_at: Mapped[datetime]


class AuditEntry(Base):
    """Who did what, when, from where. Rows are only ever added."""

    __tablename__ = "audit_entry"
    __table_args__ = (sa.Index("ix_audit_entry_subject_id_at", "subject_id", "at"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    at: Mapped[datetime] = mapped_column(index=True)
    action: Mapped[str] = mapped_column(sa.String(40))
    actor_id: Mapped[UUID | None] = mapped_column(index=True)
    subject_id: Mapped[UUID | None]
    address: Mapped[str | None] = mapped_column(sa.String(45))
    details: Mapped[dict[str, Any]]
