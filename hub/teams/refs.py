"""Teams as other areas see them."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

import sqlalchemy as sa

from hub import web
from hub.db import Reader
from hub.teams.models import Team, TeamMember


class TeamRef(web.Output):
    """A team's name and colour; not ``active``: archived."""

    id: UUID
    name: str
    colour: str
    active: bool


async def teams_of(reader: Reader, user_id: UUID) -> set[UUID]:
    """The teams that the user is in, archived ones aside."""
    query = sa.select(TeamMember.team_id).join(Team, Team.id == TeamMember.team_id)
    query = query.where(TeamMember.user_id == user_id, Team.active.is_(True))
    return {row.team_id for row in await reader.execute(query)}


async def members_of(reader: Reader, team_ids: Collection[UUID]) -> dict[UUID, set[UUID]]:
    """Who is in each of the teams, in one query."""
    found: dict[UUID, set[UUID]] = {team_id: set() for team_id in team_ids}
    query = sa.select(TeamMember.team_id, TeamMember.user_id).where(TeamMember.team_id.in_(list(team_ids)))
    for team_id, user_id in await reader.execute(query):
        found[team_id].add(user_id)
    return found


async def team_refs(reader: Reader, ids: Collection[UUID]) -> dict[UUID, TeamRef]:
    """The teams behind ``ids``, archived ones too, in one query; unknown ids are left out."""
    if not ids:
        return {}
    query = sa.select(Team.id, Team.name, Team.colour, Team.active).where(Team.id.in_(list(ids)))
    return {row.id: TeamRef.model_validate(row) for row in await reader.execute(query)}
