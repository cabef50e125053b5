"""The room of everything that waits for a decision."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from hub.accounts import Permission
from hub.parked.area import ROOM
from hub.parked.query import newest, present
from hub.parked.schemas import ParkedQuery
from hub.realtime import RoomKind, Rooms, Snapshot
from hub.web import Principal

SHOWN = 200


def add_rooms(rooms: Rooms) -> None:
    """The room of parked items and dead letters."""
    rooms.add(RoomKind(ROOM, Permission.PARKED_READ, _snapshot))


async def _snapshot(session: AsyncSession, _user: Principal, _item: UUID | None) -> Snapshot:
    rows = await newest(session, ParkedQuery(), None, SHOWN)
    return {"parked": [present(row) for row in rows]}
