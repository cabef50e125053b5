"""The live room of outgoing messages."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from hub.accounts import Permission
from hub.messaging.lists import find_messages
from hub.messaging.present import describe
from hub.messaging.push import ROOM
from hub.messaging.schemas import OutboxQuery
from hub.realtime import RoomKind, Rooms, Snapshot
from hub.web import Principal

LATEST = 50


def add_rooms(rooms: Rooms) -> None:
    """One room for all of them."""
    rooms.add(RoomKind(ROOM, Permission.OUTBOX_READ, _snapshot))


async def _snapshot(session: AsyncSession, _user: Principal, _item: UUID | None) -> Snapshot:
    return {"message": await describe(session, (await find_messages(session, OutboxQuery(limit=LATEST)))[:LATEST])}
