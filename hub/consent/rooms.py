"""The live room of suppressions."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from hub.accounts import Permission
from hub.consent.schemas import SuppressionQuery
from hub.consent.suppressions import ROOM, list_suppressions
from hub.db import utc_now
from hub.realtime import RoomKind, Rooms, Snapshot
from hub.web import Principal

SHOWN = 200


def add_rooms(rooms: Rooms) -> None:
    """One room for all suppressions."""
    rooms.add(RoomKind(ROOM, Permission.CONSENT_READ, _snapshot))


async def _snapshot(session: AsyncSession, _user: Principal, _item: UUID | None) -> Snapshot:
    page = await list_suppressions(session, SuppressionQuery(limit=SHOWN), utc_now())
    return {"suppression": page.items}
