"""What is searched: one row a customer, one a message, and those that wait to be indexed.

On SQLite triggers keep a full-text table beside each (``customer_search_fts``, ``message_search_fts``).
"""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import ARRAY, TSVECTOR
from sqlalchemy.orm import Mapped, mapped_column

from hub.db import Base

_BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_GRAMS = sa.Text().with_variant(ARRAY(sa.Integer), "postgresql")
_WORDS = sa.Text().with_variant(TSVECTOR(), "postgresql")


class CustomerSearch(Base):
    """A customer's folded name, organisation, city and addresses, a line each, and (PostgreSQL) their trigrams."""

    __tablename__ = "customer_search"
    __table_args__ = (sa.Index("ix_customer_search_grams", "grams", postgresql_using="gin").ddl_if("postgresql"),)

    id: Mapped[int] = mapped_column(_BIG, primary_key=True, autoincrement=True)
    customer_id: Mapped[UUID] = mapped_column(unique=True)
    text: Mapped[str] = mapped_column(sa.Text)
    grams: Mapped[Any] = mapped_column(_GRAMS, nullable=True)


class MessageSearch(Base):
    """The words of an interaction. On SQLite a later ``id`` is read first: what is indexed late gets an early one."""

    __tablename__ = "message_search"
    __table_args__ = (
        sa.Index("ix_message_search_words", "words", postgresql_using="gin").ddl_if("postgresql"),
        sa.Index("ix_message_search_occurred_at", "occurred_at"),
    )

    id: Mapped[int] = mapped_column(_BIG, primary_key=True, autoincrement=True)
    interaction_id: Mapped[UUID] = mapped_column(unique=True)
    occurred_at: Mapped[datetime]
    words: Mapped[Any] = mapped_column(_WORDS, nullable=False)


class SearchPending(Base):
    """Something to be indexed soon: what was there before the index, and large changes."""

    __tablename__ = "search_pending"

    kind: Mapped[str] = mapped_column(sa.String(16), primary_key=True)  # customer or message
    ref_id: Mapped[UUID] = mapped_column(primary_key=True)
