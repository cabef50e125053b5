"""What is shown live of teams, units, skills, owners and roles."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from hub.accounts import PEOPLE_ROOM, Permission, list_roles
from hub.realtime import RoomKind, Rooms, Snapshot
from hub.teams import owners, skills, store, units
from hub.web import Principal


def add_rooms(rooms: Rooms, owned: owners.Owned) -> None:
    """The room of the organisation's people; what single persons can do is read by the API."""

    async def snapshot(session: AsyncSession, _user: Principal, _item: UUID | None) -> Snapshot:
        return {
            "team": await store.list_teams(session, archived=True), "unit": await units.list_units(session),
            "skill": await skills.list_skills(session), "owner": await owners.list_owned(session, owned),
            "role": [role for role in await list_roles(session) if not role.built_in],
        }  # fmt: skip

    rooms.add(RoomKind(PEOPLE_ROOM, Permission.TEAMS_READ, snapshot))
