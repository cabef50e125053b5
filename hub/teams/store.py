"""Create, change and archive teams; let people in and out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from hub import events
from hub.accounts import PEOPLE_ROOM, User, announce_user, audit
from hub.db import Reader, Tx, new_id
from hub.teams.models import Team, TeamMember
from hub.teams.names import free_name
from hub.teams.schemas import MemberOut, NewTeam, TeamOut
from hub.teams.scope import Scope, require_colleague
from hub.teams.units import require_unit
from hub.text import initials, sort_key
from hub.web import Conflict, NotFound, Principal, Stale

MOST = 500
MOST_MEMBERS = 500
_TAKEN = "Another team, perhaps an archived one, has this name."
_TEAM: Any = Team.__table__


async def list_teams(reader: Reader, *, archived: bool) -> list[TeamOut]:
    """Teams in the alphabet's order, with their members; two queries."""
    query = sa.select(_TEAM).order_by(_TEAM.c.sort_name, _TEAM.c.id).limit(MOST)
    if not archived:
        query = query.where(_TEAM.c.active.is_(True))
    return await present(reader, (await reader.execute(query)).all())


async def get_team(reader: Reader, team_id: UUID) -> TeamOut:
    """The team, archived or not. Raises ``NotFound``."""
    rows = (await reader.execute(sa.select(_TEAM).where(_TEAM.c.id == team_id))).all()
    if not rows:
        raise NotFound("There is no such team.")
    return (await present(reader, rows))[0]


async def add_team(tx: Tx, actor: Principal, scope: Scope, wanted: NewTeam, *, address: str) -> TeamOut:
    """Add a team. Raises ``Forbidden``, ``Invalid``, or ``Conflict`` for a name in use or too many."""
    scope.require(wanted.unit_id)
    await require_unit(tx, wanted.unit_id)
    if (await tx.session.scalar(sa.select(sa.func.count()).select_from(Team)) or 0) >= MOST:
        raise Conflict(f"There may be {MOST} teams at most.", code="too_many_teams")
    team = Team(
        id=new_id(), **wanted.model_dump(), folded=await free_name(tx, Team, wanted.name, None, _TAKEN), active=True,
        sort_name=sort_key(wanted.name), created_at=tx.now, updated_at=tx.now, version=1,
    )  # fmt: skip
    tx.session.add(team)
    await tx.session.flush()
    audit.record(tx, "team_created", actor_id=actor.id, subject_id=team.id, address=address, name=team.name)
    return await _tell(tx, team)


async def change_team(
    tx: Tx, actor: Principal, scope: Scope, team_id: UUID, changes: Mapping[str, Any], *, version: int | None,
    address: str,
) -> TeamOut:  # fmt: skip
    """Change or archive a team. Raises ``NotFound``, ``Forbidden``, ``Invalid``, ``Conflict`` or ``Stale``."""
    team = await held(tx, scope, team_id)
    if version is not None and version != team.version:
        current = await get_team(tx.session, team_id)
        raise Stale(current, [n for n, v in changes.items() if getattr(current, n) != v], version=team.version)
    if "unit_id" in changes:
        scope.require(changes["unit_id"])
        await require_unit(tx, changes["unit_id"])
    if "name" in changes:
        team.folded = await free_name(tx, Team, changes["name"], team_id, _TAKEN)
        team.sort_name = sort_key(changes["name"])
    for name, value in changes.items():
        setattr(team, name, value)
    details = {name: str(changes[name]) for name in ("active", "unit_id") if name in changes}
    audit.record(
        tx, "team_changed", actor_id=actor.id, subject_id=team_id, address=address, fields=sorted(changes), **details
    )  # fmt: skip
    return await _changed(tx, team)


async def set_member(
    tx: Tx, actor: Principal, scope: Scope, team_id: UUID, user_id: UUID, *, lead: bool, address: str
) -> TeamOut:
    """Put somebody into the team, or change how they are in it. Raises ``NotFound``, ``Forbidden``, ``Conflict``."""
    team = await held(tx, scope, team_id)
    member = await tx.session.get(TeamMember, (team_id, user_id))
    if member is None:
        await require_colleague(tx.session, actor, user_id)
        await _room_for_one(tx, team)
        if (await tx.session.execute(sa.select(User.id).where(User.id == user_id, User.active))).first() is None:
            raise NotFound("There is no such user.", code="user_not_found")
        member = TeamMember(team_id=team_id, user_id=user_id, lead=lead, created_at=tx.now)
        tx.session.add(member)
    elif member.lead == lead:
        return await get_team(tx.session, team_id)
    member.lead = lead
    audit.record(
        tx, "team_member_set", actor_id=actor.id, subject_id=user_id, address=address, team=str(team_id), lead=lead
    )  # fmt: skip
    return await _changed(tx, team)


async def remove_member(
    tx: Tx, actor: Principal, scope: Scope, team_id: UUID, user_id: UUID, *, address: str
) -> TeamOut:
    """Take somebody out of the team. Raises ``NotFound`` or ``Forbidden``."""
    team = await held(tx, scope, team_id)
    member = await tx.session.get(TeamMember, (team_id, user_id))
    if member is None:
        return await get_team(tx.session, team_id)
    await tx.session.delete(member)
    await announce_user(tx, user_id)  # their pages may follow the team no more
    audit.record(
        tx, "team_member_removed", actor_id=actor.id, subject_id=user_id, address=address, team=str(team_id)
    )  # fmt: skip
    return await _changed(tx, team)


async def follow_person(tx: Tx, user_id: UUID) -> None:
    """Somebody's name changed, or they may sign in no more: tell the teams that they are in."""
    theirs = sa.select(TeamMember.team_id).where(TeamMember.user_id == user_id)
    changed = {"version": _TEAM.c.version + 1, "updated_at": tx.now}
    await tx.session.execute(sa.update(_TEAM).where(_TEAM.c.id.in_(theirs)).values(changed))
    rows = (await tx.connection.execute(sa.select(_TEAM).where(_TEAM.c.id.in_(theirs)))).all()
    for shown in await present(tx.session, rows):
        await events.append(tx, PEOPLE_ROOM, events.Kind.TEAM, shown.id, shown.version, shown)


async def held(tx: Tx, scope: Scope, team_id: UUID) -> Team:
    """The team, to be changed by who manages it. Raises ``NotFound`` or ``Forbidden``."""
    team: Team | None = await tx.session.get(Team, team_id, with_for_update=True)
    if team is None:
        raise NotFound("There is no such team.")
    scope.require(team.unit_id)
    return team


async def present(reader: Reader, teams: Sequence[Any]) -> list[TeamOut]:
    """The teams as the API gives them, in one query."""
    members: dict[UUID, list[MemberOut]] = {team.id: [] for team in teams}
    query = (
        sa.select(TeamMember.team_id, TeamMember.lead, User.id, User.name, User.active)
        .join(User, User.id == TeamMember.user_id)
        .where(TeamMember.team_id.in_(list(members)))
        .order_by(TeamMember.lead.desc(), User.sort_name, User.id)
    )
    for row in await reader.execute(query) if teams else ():
        made = MemberOut(id=row.id, name=row.name, initials=initials(row.name), lead=row.lead, active=row.active)
        members[row.team_id].append(made)
    names = TeamOut.model_fields.keys() - {"members"}
    return [TeamOut(**{name: getattr(team, name) for name in names}, members=members[team.id]) for team in teams]


async def _changed(tx: Tx, team: Team) -> TeamOut:
    team.updated_at, team.version = tx.now, team.version + 1
    await tx.session.flush()
    return await _tell(tx, team)


async def _tell(tx: Tx, team: Team) -> TeamOut:
    shown = (await present(tx.session, [team]))[0]
    await events.append(tx, PEOPLE_ROOM, events.Kind.TEAM, team.id, team.version, shown)
    return shown


async def _room_for_one(tx: Tx, team: Team) -> None:
    if not team.active:
        raise Conflict("The team is archived: bring it back first.", code="team_archived")
    count = sa.select(sa.func.count()).select_from(TeamMember).where(TeamMember.team_id == team.id)
    if (await tx.session.scalar(count) or 0) >= MOST_MEMBERS:
        raise Conflict(f"A team has {MOST_MEMBERS} members at most.", code="too_many_members")
