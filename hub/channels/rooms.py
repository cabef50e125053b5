"""What the connector accounts show in live rooms."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from hub.accounts import Permission
from hub.channels.queries import list_connectors
from hub.channels.states import ROOM
from hub.realtime import RoomKind, Rooms, Snapshot
from hub.web import Principal


def add_rooms(rooms: Rooms) -> None:
    """The room of all accounts' states."""
    rooms.add(RoomKind(ROOM, Permission.CONNECTORS_READ, _snapshot))


async def _snapshot(session: AsyncSession, _user: Principal, _item: UUID | None) -> Snapshot:
    return {"connector": await list_connectors(session)}
