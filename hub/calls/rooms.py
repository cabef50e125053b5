"""What the calls area shows in live rooms."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from hub.accounts import Permission
from hub.calls.contact import Numbering
from hub.calls.lists import live_calls, open_pops
from hub.realtime import RoomKind, Rooms, Snapshot
from hub.web import Principal


def add_rooms(rooms: Rooms, numbering: Numbering) -> None:
    """The room of all calls, and everybody's own calls and pops."""

    async def everything(session: AsyncSession, user: Principal, _item: UUID | None) -> Snapshot:
        return {"call": await live_calls(session, user, numbering)}

    async def mine(session: AsyncSession, user: Principal, _item: UUID | None) -> Snapshot:
        if not user.may(Permission.CALLS_READ):
            return {}
        calls = await live_calls(session, user, numbering, taken=True)
        return {"pop": await open_pops(session, user.id, numbering), "call": calls}

    rooms.add(RoomKind("calls", Permission.CALLS_READ_ALL, everything))
    rooms.add_to_me(mine)
