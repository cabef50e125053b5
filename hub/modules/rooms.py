"""What is told of modules to everybody who is signed in: their pages show and hide what comes and goes."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from hub.accounts import Permission
from hub.modules.board import Modules
from hub.modules.switching import ROOM, list_states
from hub.realtime import RoomKind, Rooms, Snapshot
from hub.web import Principal


def add_rooms(rooms: Rooms, modules: Modules) -> None:
    """The room of all modules."""

    async def snapshot(session: AsyncSession, _user: Principal, _item: UUID | None) -> Snapshot:
        return {"module": await list_states(session, modules)}

    rooms.add(RoomKind(ROOM, Permission.SESSION, snapshot))
