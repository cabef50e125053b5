"""Templates: what the organisation writes over and over, in every language, with all that it was before."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from hub.db import Base, new_id

_TOP = sa.text("parent_id IS NULL")


class TemplateFolder(Base):
    """A folder of templates, inside another one or not. No deeper: a name is found at a glance."""

    __tablename__ = "template_folder"
    __table_args__ = (
        sa.Index("uq_template_folder_folded", "folded", unique=True, sqlite_where=_TOP, postgresql_where=_TOP),
        sa.Index("uq_template_folder_parent_id_folded", "parent_id", "folded", unique=True),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    parent_id: Mapped[UUID | None] = mapped_column(sa.Uuid(), sa.ForeignKey("template_folder.id"))
    name: Mapped[str] = mapped_column(sa.String(80))
    folded: Mapped[str] = mapped_column(sa.String(600))
    sort_key: Mapped[str] = mapped_column(sa.String(400))
    created_at: Mapped[datetime]
    version: Mapped[int] = mapped_column(sa.BigInteger, default=1)


class MessageTemplate(Base):
    """A template. Its words are those of its version ``version_id``; ``version`` counts every change, words or not.

    ``use_by`` and ``edit_by``: everybody, team or role, with the team or role beside it. ``language`` is what is
    written to who speaks none of its languages.
    """

    __tablename__ = "message_template"
    __table_args__ = (
        sa.Index("ix_message_template_sort_key_id", "sort_key", "id"),
        sa.Index("uq_message_template_shortcut", "shortcut", unique=True),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    folder_id: Mapped[UUID | None] = mapped_column(sa.Uuid(), sa.ForeignKey("template_folder.id"), index=True)
    channel: Mapped[str] = mapped_column(sa.String(16))  # sms, email, chat, call, note
    name: Mapped[str] = mapped_column(sa.String(120))
    sort_key: Mapped[str] = mapped_column(sa.String(400))
    search: Mapped[str] = mapped_column(sa.String(800))
    shortcut: Mapped[str | None] = mapped_column(sa.String(40))
    language: Mapped[str] = mapped_column(sa.String(8))
    use_by: Mapped[str] = mapped_column(sa.String(16), default="everybody")
    use_team_id: Mapped[UUID | None]
    use_role: Mapped[str | None] = mapped_column(sa.String(40))
    edit_by: Mapped[str] = mapped_column(sa.String(16), default="everybody")
    edit_team_id: Mapped[UUID | None]
    edit_role: Mapped[str | None] = mapped_column(sa.String(40))
    version_id: Mapped[UUID]
    number: Mapped[int]
    created_by: Mapped[UUID | None]
    created_at: Mapped[datetime]
    updated_by: Mapped[UUID | None]
    updated_at: Mapped[datetime]
    archived_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(sa.BigInteger, default=1)


class TemplateVersion(Base):
    """A template's words as they were saved once; it never changes. ``uses``: the kind of each field in it."""

    __tablename__ = "template_version"
    __table_args__ = (sa.UniqueConstraint("template_id", "number"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    template_id: Mapped[UUID] = mapped_column(sa.Uuid(), sa.ForeignKey("message_template.id"))
    number: Mapped[int]
    name: Mapped[str] = mapped_column(sa.String(120))
    language: Mapped[str] = mapped_column(sa.String(8))
    bodies: Mapped[dict[str, Any]]  # {"fa": {"subject", "text", "html"}}
    uses: Mapped[dict[str, Any]]
    restored_from: Mapped[int | None]
    saved_by: Mapped[UUID | None]
    saved_at: Mapped[datetime]


class TemplateFile(Base):
    """A file that goes with a template: a brochure, a price list. The bytes are a blob."""

    __tablename__ = "template_file"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    template_id: Mapped[UUID] = mapped_column(sa.Uuid(), sa.ForeignKey("message_template.id"), index=True)
    blob_id: Mapped[UUID]
    name: Mapped[str] = mapped_column(sa.String(255))
    content_type: Mapped[str] = mapped_column(sa.String(120))
    size: Mapped[int] = mapped_column(sa.BigInteger)
    added_by: Mapped[UUID | None]
    created_at: Mapped[datetime]
