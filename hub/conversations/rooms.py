"""The live rooms of one conversation, and of which ones changed."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from hub.accounts import Permission
from hub.conversations import store
from hub.conversations.access import reach_of
from hub.conversations.push import LIST_ROOM, ROOM
from hub.realtime import RoomKind, Rooms, Snapshot
from hub.web import NotFound, Principal


def add_rooms(rooms: Rooms) -> None:
    """A room for each conversation, and one that tells which have changed."""
    rooms.add(RoomKind(ROOM, Permission.CONVERSATIONS_READ, _snapshot, keyed=True, admit=_admit))
    rooms.add(RoomKind(LIST_ROOM, Permission.CONVERSATIONS_READ, _none))


async def _admit(session: AsyncSession, user: Principal, item: UUID | None) -> None:
    """Whoever may see it."""
    if item:
        await (await reach_of(session, user)).require(session, item)


async def _none(_session: AsyncSession, _user: Principal, _item: UUID | None) -> Snapshot:
    """The page reads its lists by the API when it comes."""
    return {"inbox": []}


async def _snapshot(session: AsyncSession, _user: Principal, item: UUID | None) -> Snapshot:
    try:
        return {"conversation": [await store.get(session, item)] if item else []}
    except NotFound:
        return {"conversation": []}
