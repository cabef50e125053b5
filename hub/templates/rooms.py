"""The live room of templates: which of them changed; the page reads what it may see."""

from __future__ import annotations

from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from hub.accounts import Permission
from hub.realtime import RoomKind, Rooms, Snapshot
from hub.templates.access import reading
from hub.templates.models import MessageTemplate
from hub.templates.schemas import TemplateMark
from hub.templates.store import ROOM
from hub.web import Principal

LATEST = 200


def add_rooms(rooms: Rooms) -> None:
    """One room for all templates."""
    rooms.add(RoomKind(ROOM, Permission.TEMPLATES_READ, _snapshot))


async def _snapshot(session: AsyncSession, user: Principal, _item: UUID | None) -> Snapshot:
    table = MessageTemplate
    query = sa.select(table.id, table.version).where((await reading(session, user)).visible())
    rows = await session.execute(query.order_by(table.updated_at.desc(), table.id).limit(LATEST))
    return {"template": [TemplateMark(id=row.id, version=row.version) for row in rows]}
