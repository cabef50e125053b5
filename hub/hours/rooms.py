"""What the hours show in live rooms."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from hub.accounts import Permission
from hub.hours.store import ROOM, list_calendars
from hub.realtime import RoomKind, Rooms, Snapshot
from hub.web import Principal


def add_rooms(rooms: Rooms) -> None:
    """The room of all calendars."""
    rooms.add(RoomKind(ROOM, Permission.SESSION, _snapshot))


async def _snapshot(session: AsyncSession, _user: Principal, _item: UUID | None) -> Snapshot:
    return {"hours": await list_calendars(session)}
