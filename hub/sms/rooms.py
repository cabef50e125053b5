"""The live room of routes."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from hub.accounts import Permission
from hub.realtime import RoomKind, Rooms, Snapshot
from hub.sms.store import ROOM, list_routes
from hub.web import Principal


def add_rooms(rooms: Rooms) -> None:
    """One room for all routes."""
    rooms.add(RoomKind(ROOM, Permission.SMS_MANAGE, _snapshot))


async def _snapshot(session: AsyncSession, _user: Principal, _item: UUID | None) -> Snapshot:
    return {"sms_route": await list_routes(session)}
