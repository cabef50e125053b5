"""Units of the organisation, its teams and who is in them, what people can do, and what belongs to which team."""

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


class Person(Base):
    """What the organisation knows of a user beside the account; the row is made when something is known.

    ``unit_id`` is where they belong: who may manage the teams of one's own unit manages those of it and below it.
    """

    __tablename__ = "person"

    user_id: Mapped[UUID] = mapped_column(sa.Uuid(), sa.ForeignKey("user_account.id"), primary_key=True)
    unit_id: Mapped[UUID | None] = mapped_column(sa.Uuid(), sa.ForeignKey("unit.id"), index=True)
    updated_at: Mapped[datetime]
    version: Mapped[int] = mapped_column(sa.BigInteger, default=1)


class Skill(Base):
    """A skill of the organisation's own list. ``folded`` keeps one name from being two skills."""

    __tablename__ = "skill"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    name: Mapped[str] = mapped_column(sa.String(60))
    folded: Mapped[str] = mapped_column(sa.String(120), unique=True)
    sort_name: Mapped[str] = mapped_column(sa.String(400))
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]
    version: Mapped[int] = mapped_column(sa.BigInteger, default=1)


class PersonSkill(Base):
    """How well somebody can do something: 1 (beginner) to 5 (expert)."""

    __tablename__ = "person_skill"
    __table_args__ = (sa.Index("ix_person_skill_skill_id_level", "skill_id", "level"),)

    user_id: Mapped[UUID] = mapped_column(sa.Uuid(), sa.ForeignKey("user_account.id"), primary_key=True)
    skill_id: Mapped[UUID] = mapped_column(sa.Uuid(), sa.ForeignKey("skill.id"), primary_key=True)
    level: Mapped[int]


class PersonLanguage(Base):
    """A language that somebody speaks with customers, as a BCP 47 tag such as ``fa`` or ``pt-BR``; best first."""

    __tablename__ = "person_language"

    user_id: Mapped[UUID] = mapped_column(sa.Uuid(), sa.ForeignKey("user_account.id"), primary_key=True)
    tag: Mapped[str] = mapped_column(sa.String(35), primary_key=True)
    position: Mapped[int]
    language: Mapped[str] = mapped_column(sa.String(8), index=True)  # the tag's first part


class Owner(Base):
    """The team that something belongs to (None: to none any more); ``kind`` says what: queue, line, inbox."""

    __tablename__ = "owner"

    kind: Mapped[str] = mapped_column(sa.String(16), primary_key=True)
    item_id: Mapped[UUID] = mapped_column(sa.Uuid(), primary_key=True)
    team_id: Mapped[UUID | None] = mapped_column(sa.Uuid(), sa.ForeignKey("team.id"), index=True)
    updated_at: Mapped[datetime]
    version: Mapped[int] = mapped_column(sa.BigInteger, default=1)
