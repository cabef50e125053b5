"""Find people by team, unit, skill and language: for lists, and for whoever routes work to them."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from uuid import UUID

import sqlalchemy as sa

from hub.accounts import User
from hub.db import Reader
from hub.teams.models import Person, PersonLanguage, PersonSkill, TeamMember


async def find_people(
    reader: Reader,
    *,
    team_ids: Collection[UUID] = (),
    skills: Mapping[UUID, int] | None = None,
    language: str | None = None,
    limit: int = 1_000,
) -> list[UUID]:
    """Users who may sign in and are in one of the teams, have all the skills (each at its level or better), and speak
    the language (a BCP 47 tag; ``fa-IR`` is spoken by who speaks ``fa``); what is left out does not matter.

    Who is best at the skills comes first, then in the order of their ids.
    """
    wanted = dict(skills or {})
    query = sa.select(User.id).where(User.active.is_(True), *conditions(team_ids, wanted, language))
    if wanted:
        level = sa.select(sa.func.sum(PersonSkill.level)).where(
            PersonSkill.user_id == User.id, PersonSkill.skill_id.in_(list(wanted))
        )
        query = query.order_by(level.scalar_subquery().desc())
    return [row.id for row in await reader.execute(query.order_by(User.id).limit(limit))]


def conditions(
    team_ids: Collection[UUID], skills: Mapping[UUID, int], language: str | None, units: Collection[UUID] | None = None
) -> list[sa.ColumnElement[bool]]:
    """What must hold of a user's row."""
    found: list[sa.ColumnElement[bool]] = []
    if team_ids:
        found.append(_among(TeamMember.user_id, TeamMember.team_id.in_(list(team_ids))))
    if units is not None:
        found.append(_among(Person.user_id, Person.unit_id.in_(list(units))))
    for skill_id, level in skills.items():
        found.append(_among(PersonSkill.user_id, PersonSkill.skill_id == skill_id, PersonSkill.level >= level))
    if language:
        found.append(_among(PersonLanguage.user_id, PersonLanguage.language == language.partition("-")[0]))
    return found


def _among(user_id: sa.orm.InstrumentedAttribute[UUID], *where: sa.ColumnElement[bool]) -> sa.ColumnElement[bool]:
    return User.id.in_(sa.select(user_id).where(*where))
