"""People with their unit, teams, skills and languages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from hub import events
from hub.accounts import PEOPLE_ROOM, Permission, User, audit
from hub.db import Reader, Tx
from hub.teams.finding import conditions
from hub.teams.models import Person, PersonLanguage, PersonSkill, Skill, Team, TeamMember
from hub.teams.refs import TeamRef
from hub.teams.schemas_people import ChangePerson, PersonOut, PersonSkillOut, StaffQuery
from hub.teams.scope import below, require_person, scope_of, unit_parents
from hub.teams.skills import tell_counts
from hub.teams.units import require_unit
from hub.text import fold, initials
from hub.web import Forbidden, Invalid, NotFound, Principal, Stale, given

_SHOWN = (User.id, User.name, User.sort_name, User.role)


async def list_people(
    reader: Reader, query: StaffQuery, *, demo: bool, after: tuple[str, UUID] | None
) -> Sequence[Any]:
    """Rows of active users by name, one more than a page holds."""
    units = below(await unit_parents(reader), query.unit_id) if query.unit_id else None
    wanted = conditions(
        [query.team_id] if query.team_id else [], {query.skill_id: query.level} if query.skill_id else {},
        query.language, units,
    )  # fmt: skip
    found = sa.select(*_SHOWN).where(User.active.is_(True), *wanted)
    if not demo:
        found = found.where(User.demo.is_(False))
    if query.q:
        found = found.where(User.sort_name.in_(await _named(reader, query.q)))
    if after:
        name, user_id = after
        found = found.where(sa.or_(User.sort_name > name, sa.and_(User.sort_name == name, User.id > user_id)))
    return (await reader.execute(found.order_by(User.sort_name, User.id).limit(query.limit + 1))).all()


async def get_person(reader: Reader, user_id: UUID) -> PersonOut:
    """The person, also one who may not sign in any more. Raises ``NotFound``."""
    rows = (await reader.execute(sa.select(*_SHOWN).where(User.id == user_id))).all()
    if not rows:
        raise NotFound("There is no such user.", code="user_not_found")
    return (await present(reader, rows))[0]


async def change_person(
    tx: Tx, actor: Principal, user_id: UUID, body: ChangePerson, *, version: int | None, address: str
) -> PersonOut:
    """Change a person's unit, skills or languages. Raises ``NotFound``, ``Forbidden``, ``Invalid`` or ``Stale``."""
    if await tx.session.get(User, user_id, with_for_update=True) is None:
        raise NotFound("There is no such user.", code="user_not_found")
    changes = given(body)
    if "unit_id" in changes and not actor.may(Permission.TEAMS_MANAGE):
        raise Forbidden("Whose unit is which says what they manage: that takes the right to manage all teams.")
    await require_person(tx.session, await scope_of(tx.session, actor), user_id)
    before = await get_person(tx.session, user_id)
    if version is not None and version != before.version:
        raise Stale(before, sorted(changes), version=before.version)
    if before.version:
        person = await tx.session.get_one(Person, user_id)
    else:
        person = Person(user_id=user_id, unit_id=None, updated_at=tx.now, version=0)
        tx.session.add(person)
        await tx.session.flush()
    if "unit_id" in changes:
        await require_unit(tx, body.unit_id)
        person.unit_id = body.unit_id
    if "skills" in changes:
        await _set_skills(tx, user_id, {skill.skill_id: skill.level for skill in body.skills})
    if "languages" in changes:
        await _set_languages(tx, user_id, body.languages)
    person.updated_at, person.version = tx.now, person.version + 1
    await tx.session.flush()
    audit.record(tx, "person_changed", actor_id=actor.id, subject_id=user_id, address=address, fields=sorted(changes))
    shown = await get_person(tx.session, user_id)
    await events.append(tx, PEOPLE_ROOM, events.Kind.PERSON, user_id, shown.version, shown)
    return shown


async def present(reader: Reader, users: Sequence[Any]) -> list[PersonOut]:
    """The people as the API gives them, in four queries."""
    ids = [user.id for user in users]
    if not ids:
        return []
    places = await reader.execute(
        sa.select(Person.user_id, Person.unit_id, Person.version).where(Person.user_id.in_(ids))
    )
    known = {row.user_id: row for row in places}
    teams, skills, languages = await _teams(reader, ids), await _skills(reader, ids), await _languages(reader, ids)
    return [
        PersonOut(
            id=user.id, name=user.name, initials=initials(user.name), role=user.role,
            unit_id=known[user.id].unit_id if user.id in known else None,
            teams=teams.get(user.id, []), skills=skills.get(user.id, []), languages=languages.get(user.id, []),
            version=known[user.id].version if user.id in known else 0,
        )
        for user in users
    ]  # fmt: skip


async def _teams(reader: Reader, ids: list[UUID]) -> dict[UUID, list[TeamRef]]:
    query = (
        sa.select(TeamMember.user_id, Team.id, Team.name, Team.colour, Team.active)
        .join(Team, Team.id == TeamMember.team_id)
        .where(TeamMember.user_id.in_(ids), Team.active.is_(True))
        .order_by(Team.sort_name, Team.id)
    )
    found: dict[UUID, list[TeamRef]] = {}
    for row in await reader.execute(query):
        found.setdefault(row.user_id, []).append(TeamRef.model_validate(row))
    return found


async def _skills(reader: Reader, ids: list[UUID]) -> dict[UUID, list[PersonSkillOut]]:
    query = (
        sa.select(PersonSkill.user_id, PersonSkill.level, Skill.id, Skill.name)
        .join(Skill, Skill.id == PersonSkill.skill_id)
        .where(PersonSkill.user_id.in_(ids))
        .order_by(PersonSkill.level.desc(), Skill.sort_name, Skill.id)
    )
    found: dict[UUID, list[PersonSkillOut]] = {}
    for row in await reader.execute(query):
        found.setdefault(row.user_id, []).append(PersonSkillOut.model_validate(row))
    return found


async def _languages(reader: Reader, ids: list[UUID]) -> dict[UUID, list[str]]:
    query = sa.select(PersonLanguage.user_id, PersonLanguage.tag).where(PersonLanguage.user_id.in_(ids))
    found: dict[UUID, list[str]] = {}
    for user_id, tag in await reader.execute(query.order_by(PersonLanguage.position, PersonLanguage.tag)):
        found.setdefault(user_id, []).append(tag)
    return found


async def _set_skills(tx: Tx, user_id: UUID, wanted: Mapping[UUID, int]) -> None:
    query = sa.select(Skill.id).where(Skill.id.in_(list(wanted))).order_by(Skill.id).with_for_update(read=True)
    if unknown := wanted.keys() - set(await tx.session.scalars(query)):
        place = list(wanted).index(min(unknown))
        raise Invalid.field(f"body.skills.{place}.skill_id", "not_found", "There is no such skill.")
    before = set(await tx.session.scalars(sa.select(PersonSkill.skill_id).where(PersonSkill.user_id == user_id)))
    await tx.session.execute(sa.delete(PersonSkill).where(PersonSkill.user_id == user_id))
    if wanted:
        rows = [{"user_id": user_id, "skill_id": skill, "level": level} for skill, level in wanted.items()]
        await tx.session.execute(sa.insert(PersonSkill), rows)
    await tell_counts(tx, before ^ wanted.keys())


async def _set_languages(tx: Tx, user_id: UUID, tags: Sequence[str]) -> None:
    await tx.session.execute(sa.delete(PersonLanguage).where(PersonLanguage.user_id == user_id))
    rows = [
        {"user_id": user_id, "tag": tag, "position": place, "language": tag.partition("-")[0]}
        for place, tag in enumerate(dict.fromkeys(tags))
    ]
    if rows:
        await tx.session.execute(sa.insert(PersonLanguage), rows)


async def _named(reader: Reader, text: str) -> list[str]:
    """The sort keys of names that hold the text, however either was typed; one organisation's users are few."""
    wanted = fold(text)
    query = sa.select(User.name, User.sort_name).where(User.active.is_(True)).limit(5_000)
    return [row.sort_name for row in await reader.execute(query) if wanted in fold(row.name)]
