"""The live rooms of routes and of texts to many."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from hub.accounts import Permission
from hub.realtime import RoomKind, Rooms, Snapshot
from hub.sms.bulk import store
from hub.sms.store import ROOM, list_routes
from hub.web import PageQuery, Principal

LATEST = 50


def add_rooms(rooms: Rooms) -> None:
    """One room for all routes, and one for the texts to many."""
    rooms.add(RoomKind(ROOM, Permission.SMS_MANAGE, _snapshot))
    rooms.add(RoomKind(store.ROOM, Permission.SMS_BULK, _bulks))


async def _snapshot(session: AsyncSession, _user: Principal, _item: UUID | None) -> Snapshot:
    return {"sms_route": await list_routes(session)}


async def _bulks(session: AsyncSession, _user: Principal, _item: UUID | None) -> Snapshot:
    return {"sms_bulk": (await store.find(session, PageQuery(limit=LATEST)))[0]}
