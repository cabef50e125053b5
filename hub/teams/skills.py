"""The organisation's own list of skills."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from hub import events
from hub.accounts import PEOPLE_ROOM, audit
from hub.db import Reader, Tx, new_id
from hub.teams.models import PersonSkill, Skill
from hub.teams.names import free_name
from hub.teams.schemas_people import SkillOut
from hub.text import sort_key
from hub.web import Conflict, NotFound, Principal, Stale

MOST = 300
_TAKEN = "Another skill has this name."
_TABLE: Any = Skill.__table__


async def list_skills(reader: Reader) -> list[SkillOut]:
    """All skills in the alphabet's order, with how many have each."""
    query = _with_people().order_by(_TABLE.c.sort_name, _TABLE.c.id).limit(MOST)
    return [SkillOut.model_validate(row) for row in await reader.execute(query)]


async def add_skill(tx: Tx, actor: Principal, name: str, *, address: str) -> SkillOut:
    """Add a skill. Raises ``Invalid``, or ``Conflict`` for a name in use or too many."""
    if (await tx.session.scalar(sa.select(sa.func.count()).select_from(Skill)) or 0) >= MOST:
        raise Conflict(f"There may be {MOST} skills at most.", code="too_many_skills")
    skill = Skill(
        id=new_id(), name=name, folded=await free_name(tx, Skill, name, None, _TAKEN), sort_name=sort_key(name),
        created_at=tx.now, updated_at=tx.now, version=1,
    )  # fmt: skip
    tx.session.add(skill)
    await tx.session.flush()
    audit.record(tx, "skill_created", actor_id=actor.id, subject_id=skill.id, address=address, name=name)
    return await _tell(tx, skill)


async def change_skill(
    tx: Tx, actor: Principal, skill_id: UUID, changes: Mapping[str, Any], *, version: int | None, address: str
) -> SkillOut:
    """Rename a skill. Raises ``NotFound``, ``Invalid``, ``Conflict`` or ``Stale``."""
    skill = await _held(tx, skill_id)
    if version is not None and version != skill.version:
        raise Stale(await _present(tx, skill), ["name"], version=skill.version)
    if "name" in changes:
        name = changes["name"]
        skill.folded = await free_name(tx, Skill, name, skill_id, _TAKEN)
        skill.sort_name, skill.name = sort_key(name), name
    skill.updated_at, skill.version = tx.now, skill.version + 1
    await tx.session.flush()
    audit.record(tx, "skill_changed", actor_id=actor.id, subject_id=skill_id, address=address, name=skill.name)
    return await _tell(tx, skill)


async def delete_skill(tx: Tx, actor: Principal, skill_id: UUID, *, address: str) -> None:
    """Delete a skill that nobody has. Raises ``NotFound`` or ``Conflict``."""
    skill = await _held(tx, skill_id)
    if people := (await _present(tx, skill)).people:
        raise Conflict(f"{people} people have this skill: take it from them first.", code="skill_in_use")
    await tx.session.delete(skill)
    await tx.session.flush()
    audit.record(tx, "skill_deleted", actor_id=actor.id, subject_id=skill_id, address=address, name=skill.name)
    await events.append(tx, PEOPLE_ROOM, events.Kind.SKILL, skill_id, skill.version + 1, None)


async def tell_counts(tx: Tx, skill_ids: Collection[UUID]) -> None:
    """Other people have these skills than before: pages show how many."""
    if not skill_ids:
        return
    ids = list(skill_ids)
    await tx.session.execute(sa.update(Skill).where(Skill.id.in_(ids)).values(version=Skill.version + 1))
    for row in await tx.connection.execute(_with_people().where(_TABLE.c.id.in_(ids))):
        await events.append(tx, PEOPLE_ROOM, events.Kind.SKILL, row.id, row.version, SkillOut.model_validate(row))


def _with_people() -> sa.Select[Any]:
    people = sa.select(sa.func.count()).where(PersonSkill.skill_id == _TABLE.c.id).scalar_subquery()
    return sa.select(_TABLE, people.label("people"))


async def _held(tx: Tx, skill_id: UUID) -> Skill:
    skill: Skill | None = await tx.session.get(Skill, skill_id, with_for_update=True)
    if skill is None:
        raise NotFound("There is no such skill.")
    return skill


async def _present(tx: Tx, skill: Skill) -> SkillOut:
    count = sa.select(sa.func.count()).where(PersonSkill.skill_id == skill.id)
    names = SkillOut.model_fields.keys() - {"people"}
    return SkillOut(**{name: getattr(skill, name) for name in names}, people=await tx.session.scalar(count) or 0)


async def _tell(tx: Tx, skill: Skill) -> SkillOut:
    shown = await _present(tx, skill)
    await events.append(tx, PEOPLE_ROOM, events.Kind.SKILL, skill.id, skill.version, shown)
    return shown
