"""Imports of customers, and longer work on many of them."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from hub.db import Base, new_id


class ImportRun(Base):
    """One file. ``state``: uploaded, checking, checked, running, done, failed, cancelled, undoing, undone."""

    __tablename__ = "import_run"
    __table_args__ = (sa.Index("ix_import_run_created_at_id", "created_at", "id"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    name: Mapped[str] = mapped_column(sa.String(255))
    blob_id: Mapped[UUID | None]
    state: Mapped[str] = mapped_column(sa.String(16))
    heading: Mapped[str] = mapped_column(sa.String(64))  # a digest of the header row, for a mapping to be remembered
    reading: Mapped[dict[str, Any]]  # how the file is read: format, encoding, delimiter, sheet, header row, calendar
    mapping: Mapped[list[Any]]  # one item a column: {"column", "target", "options"}
    policy: Mapped[str] = mapped_column(sa.String(16), default="skip")  # of duplicates: skip, update or merge
    options: Mapped[dict[str, Any]]  # tags and owner for all rows …
    preview: Mapped[dict[str, Any]]  # what a dry run found
    total: Mapped[int] = mapped_column(default=0)
    done: Mapped[int] = mapped_column(default=0)
    created: Mapped[int] = mapped_column(default=0)
    updated: Mapped[int] = mapped_column(default=0)
    skipped: Mapped[int] = mapped_column(default=0)
    failed: Mapped[int] = mapped_column(default=0)
    warned: Mapped[int] = mapped_column(default=0)
    error: Mapped[str | None] = mapped_column(sa.String(500))
    created_by: Mapped[UUID]
    created_at: Mapped[datetime]
    started_at: Mapped[datetime | None]
    finished_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(sa.BigInteger, default=1)


class ImportRow(Base):
    """A row that did not simply create a customer: ``state`` failed, skipped, updated or warned; ``before`` undoes."""

    __tablename__ = "import_row"

    import_id: Mapped[UUID] = mapped_column(sa.Uuid(), sa.ForeignKey("import_run.id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)  # in the file, the header being 1
    state: Mapped[str] = mapped_column(sa.String(16))
    customer_id: Mapped[UUID | None]
    problems: Mapped[list[Any]]  # {"column", "code", "detail", "value"}
    before: Mapped[dict[str, Any] | None]


class ImportMapping(Base):
    """The mapping last used for files with this header row."""

    __tablename__ = "import_mapping"

    heading: Mapped[str] = mapped_column(sa.String(64), primary_key=True)
    mapping: Mapped[list[Any]]
    used_by: Mapped[UUID | None]
    used_at: Mapped[datetime]


class BulkRun(Base):
    """One action on many customers, or an export. ``state``: waiting, running, done, failed or cancelled."""

    __tablename__ = "bulk_run"
    __table_args__ = (sa.Index("ix_bulk_run_created_at_id", "created_at", "id"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    action: Mapped[str] = mapped_column(sa.String(24))  # tag, untag, owner, merge or export
    selection: Mapped[dict[str, Any]]  # {"ids": […]} or {"filter": …, "q": …}
    options: Mapped[dict[str, Any]]
    state: Mapped[str] = mapped_column(sa.String(16))
    total: Mapped[int] = mapped_column(default=0)
    done: Mapped[int] = mapped_column(default=0)
    failed: Mapped[int] = mapped_column(default=0)
    position: Mapped[str | None] = mapped_column(sa.String(80))  # where the next batch starts
    blob_id: Mapped[UUID | None]
    error: Mapped[str | None] = mapped_column(sa.String(500))
    created_by: Mapped[UUID]
    created_at: Mapped[datetime]
    finished_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(sa.BigInteger, default=1)
