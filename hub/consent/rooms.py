"""The live rooms of suppressions and of imports of consents."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from hub.accounts import Permission
from hub.consent.imports import store
from hub.consent.schemas import SuppressionQuery
from hub.consent.suppressions import ROOM, list_suppressions
from hub.db import utc_now
from hub.realtime import RoomKind, Rooms, Snapshot
from hub.web import PageQuery, Principal

SHOWN = 200
IMPORTS = 50


def add_rooms(rooms: Rooms) -> None:
    """One room for all suppressions, one for all imports."""
    rooms.add(RoomKind(ROOM, Permission.CONSENT_READ, _snapshot))
    rooms.add(RoomKind(store.ROOM, Permission.CONSENT_IMPORT, _imports))


async def _snapshot(session: AsyncSession, _user: Principal, _item: UUID | None) -> Snapshot:
    page = await list_suppressions(session, SuppressionQuery(limit=SHOWN), utc_now())
    return {"suppression": page.items}


async def _imports(session: AsyncSession, _user: Principal, _item: UUID | None) -> Snapshot:
    return {"consent_import": (await store.page(session, PageQuery(limit=IMPORTS))).items}
