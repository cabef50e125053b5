"""Presence over the sockets: the room that shows it, and who is there because a page is open."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Collection
from contextlib import asynccontextmanager
from uuid import UUID

import structlog
from sqlalchemy.ext.asyncio import AsyncSession

from hub.accounts import Permission
from hub.db import Database, StoreUnavailable, Tx
from hub.presence.board import GRACE, ROOM, expire, keep_alive
from hub.presence.read import everybody
from hub.realtime import RoomKind, Rooms, Snapshot
from hub.web import Principal

log = structlog.get_logger(__name__)
EVERY = GRACE.total_seconds() / 3
Connected = Callable[[], Collection[UUID]]
Wait = Callable[[float], Awaitable[object]]


def add_rooms(rooms: Rooms) -> None:
    """The room of everybody's presence."""

    async def everything(session: AsyncSession, _user: Principal, _item: UUID | None) -> Snapshot:
        return {"presence": await everybody(session)}

    rooms.add(RoomKind(ROOM, Permission.PRESENCE_READ, everything))


@asynccontextmanager
async def followed_sockets(
    db: Database, connected: Connected, *, wait: Wait = asyncio.sleep, every: float = EVERY
) -> AsyncIterator[None]:
    """While the block runs, users with a socket here (``connected()``) are online, and those long gone are not.

    ``wait(every)`` may return sooner when somebody arrives.
    """
    task = asyncio.create_task(_follow(db, connected, wait, every), name="presence-sockets")
    try:
        yield
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


async def _follow(db: Database, connected: Connected, wait: Wait, every: float) -> None:
    while True:
        try:
            await db.write(lambda tx: _look(tx, connected()))
        except StoreUnavailable:
            log.warning("presence_delayed", reason="store away")
        except Exception:
            log.exception("presence_failed")
        await wait(every)


async def _look(tx: Tx, users: Collection[UUID]) -> None:
    await keep_alive(tx, users)
    await expire(tx)
