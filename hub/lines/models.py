"""Lines: the numbers and trunks that the organisation is reached by, and how numbers are read on them."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from hub.db import Base, new_id


class Line(Base):
    """A number or trunk of one connector account.

    ``number`` is what callers dial (E.164 where it is one), ``trunk`` the provider's endpoint; either may be empty.
    ``rules`` are tried in order on received numbers: {"prefix", "strip", "add", "length"}; the first that fits counts.
    ``internal_ranges``: {"first", "last"};
    ``outbound``: {"format": "e164"|"national"|"international", "prefix": "9"}; ``name_prefixes`` are cut off names.
    ``record`` is the consent that recordings rest on: never (none are fetched), always, with_notice (callers are told).
    """

    __tablename__ = "line"
    __table_args__ = (sa.Index("ix_line_account", "account"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    account: Mapped[str | None] = mapped_column(sa.String(40))  # None: of every account
    name: Mapped[str] = mapped_column(sa.String(80))
    brand: Mapped[str | None] = mapped_column(sa.String(80))
    number: Mapped[str | None] = mapped_column(sa.String(80))
    trunk: Mapped[str | None] = mapped_column(sa.String(120))
    region: Mapped[str] = mapped_column(sa.String(2))
    area_code: Mapped[str | None] = mapped_column(sa.String(8))
    rules: Mapped[list[Any]] = mapped_column(default=list)
    internal_ranges: Mapped[list[Any]] = mapped_column(default=list)
    outbound: Mapped[dict[str, Any]] = mapped_column(default=dict)
    name_prefixes: Mapped[list[Any]] = mapped_column(default=list)
    record: Mapped[str] = mapped_column(sa.String(16), default="never")
    position: Mapped[int] = mapped_column(default=0)
    active: Mapped[bool] = mapped_column(default=True)
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]
    version: Mapped[int] = mapped_column(sa.BigInteger, default=1)
