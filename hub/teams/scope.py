"""What somebody manages: everything, or the teams of their own unit and of the units below it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from uuid import UUID

import sqlalchemy as sa

from hub.accounts import Permission
from hub.db import Reader
from hub.teams.models import Person, Team, TeamMember, Unit
from hub.web import Forbidden, Principal


@dataclass(frozen=True, slots=True)
class Scope:
    """``everything``, or these units."""

    everything: bool
    units: frozenset[UUID] = frozenset()

    def covers(self, unit_id: UUID | None) -> bool:
        """Whether what is in this unit (None: in none) is managed."""
        return self.everything or unit_id in self.units

    def require(self, *unit_ids: UUID | None) -> None:
        """Raise ``Forbidden`` unless all of them are managed."""
        if not all(self.covers(unit_id) for unit_id in unit_ids):
            raise Forbidden("You manage the teams of your own unit and of those below it.", code="other_unit")


async def scope_of(reader: Reader, user: Principal) -> Scope:
    """What the user manages; two queries at most."""
    if user.may(Permission.TEAMS_MANAGE):
        return Scope(everything=True)
    if not user.may(Permission.TEAMS_MANAGE_OWN):
        return Scope(everything=False)
    own = (await reader.execute(sa.select(Person.unit_id).where(Person.user_id == user.id))).scalar()
    if own is None:
        return Scope(everything=False)
    parents = await unit_parents(reader)
    return Scope(everything=False, units=below(parents, own))


async def unit_parents(reader: Reader) -> dict[UUID, UUID | None]:
    """Each unit with the one that it lies in."""
    return {row.id: row.parent_id for row in await reader.execute(sa.select(Unit.id, Unit.parent_id))}


def below(parents: Mapping[UUID, UUID | None], top: UUID) -> frozenset[UUID]:
    """The unit with all that lie in it, from each unit's parent."""
    children: dict[UUID, list[UUID]] = {}
    for unit, parent in parents.items():
        if parent is not None:
            children.setdefault(parent, []).append(unit)
    found, waiting = {top}, [top]
    while waiting:
        new = [unit for unit in children.get(waiting.pop(), ()) if unit not in found]
        found.update(new)
        waiting += new
    return frozenset(found)


async def require_person(reader: Reader, scope: Scope, user_id: UUID) -> None:
    """Raise ``Forbidden`` unless the person, or a team that they are in, is of a managed unit."""
    if not scope.everything and not scope.units.intersection(await _units_of(reader, user_id)):
        scope.require(None)


async def require_colleague(reader: Reader, actor: Principal, user_id: UUID) -> None:
    """Raise ``Forbidden`` where the person belongs to units and the actor's own unit is none of them or above.

    Who belongs to no unit is anybody's, and so is everybody for an actor without one: a small house has no units.
    """
    if actor.may(Permission.TEAMS_MANAGE) or actor.id == user_id:
        return
    own = (await reader.execute(sa.select(Person.unit_id).where(Person.user_id == actor.id))).scalar()
    theirs = await _units_of(reader, user_id) if own else ()
    if own and theirs and below(await unit_parents(reader), own).isdisjoint(theirs):
        raise Forbidden("They belong to another unit: who manages that one does this.", code="other_units_person")


async def _units_of(reader: Reader, user_id: UUID) -> Collection[UUID]:
    teams = sa.select(Team.unit_id).join(TeamMember, TeamMember.team_id == Team.id)
    teams = teams.where(TeamMember.user_id == user_id, Team.active.is_(True))
    own = sa.select(Person.unit_id).where(Person.user_id == user_id)
    return {row[0] for row in await reader.execute(sa.union(teams, own)) if row[0] is not None}
