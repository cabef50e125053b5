"""Units of the organisation, its teams, and who is in them."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from hub.db import Base, new_id


class Unit(Base):
    """A branch or department. ``parent_id`` makes a tree: no unit lies inside itself."""

    __tablename__ = "unit"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    name: Mapped[str] = mapped_column(sa.String(80))
    sort_name: Mapped[str] = mapped_column(sa.String(400))
    parent_id: Mapped[UUID | None] = mapped_column(sa.Uuid(), sa.ForeignKey("unit.id"), index=True)
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]
    version: Mapped[int] = mapped_column(sa.BigInteger, default=1)


class Team(Base):
    """People who work on the same things. Not ``active``: archived, kept for what it did. ``folded`` is unique."""

    __tablename__ = "team"
    __table_args__ = (sa.Index("ix_team_sort_name_id", "sort_name", "id"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    name: Mapped[str] = mapped_column(sa.String(80))
    folded: Mapped[str] = mapped_column(sa.String(160), unique=True)
    sort_name: Mapped[str] = mapped_column(sa.String(400))
    unit_id: Mapped[UUID | None] = mapped_column(sa.Uuid(), sa.ForeignKey("unit.id"), index=True)
    colour: Mapped[str] = mapped_column(sa.String(16), default="neutral")
    description: Mapped[str] = mapped_column(sa.String(500), default="")
    active: Mapped[bool] = mapped_column(default=True)
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]
    version: Mapped[int] = mapped_column(sa.BigInteger, default=1)


class TeamMember(Base):
    """A user in a team; ``lead`` leads it."""

    __tablename__ = "team_member"

    team_id: Mapped[UUID] = mapped_column(sa.Uuid(), sa.ForeignKey("team.id"), primary_key=True)
    user_id: Mapped[UUID] = mapped_column(sa.Uuid(), sa.ForeignKey("user_account.id"), primary_key=True, index=True)
    lead: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime]
