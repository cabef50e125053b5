"""The live room of one conversation."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from hub.accounts import Permission
from hub.conversations import store
from hub.conversations.push import ROOM
from hub.realtime import RoomKind, Rooms, Snapshot
from hub.web import NotFound, Principal


def add_rooms(rooms: Rooms) -> None:
    """A room for each conversation."""
    rooms.add(RoomKind(ROOM, Permission.CONVERSATIONS_READ, _snapshot, keyed=True))


async def _snapshot(session: AsyncSession, _user: Principal, item: UUID | None) -> Snapshot:
    try:
        return {"conversation": [await store.get(session, item)] if item else []}
    except NotFound:
        return {"conversation": []}
