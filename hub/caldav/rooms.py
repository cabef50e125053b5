"""How one's calendar stands, in one's own room."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from hub.caldav import links
from hub.caldav.schemas import ConnectedCalendar
from hub.realtime import Rooms
from hub.web import Principal


def add_rooms(rooms: Rooms) -> None:
    """Put it in."""
    rooms.add_to_me(_mine)


async def _mine(
    session: AsyncSession, user: Principal, _item: UUID | None
) -> Mapping[str, Sequence[ConnectedCalendar]]:
    link = await links.find_link(session, user.id)
    return {"calendar": [await links.describe(session, link)] if link else []}
