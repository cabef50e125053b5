"""The live room of everybody's tasks. One's own are told in one's own room, a customer's on their page.

A team has none yet: a keyed room is granted by its permission alone, also to read forward, and not every agent may see
every team's tasks.
"""

from __future__ import annotations

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from hub.accounts import Permission
from hub.db import utc_now
from hub.realtime import RoomKind, Rooms, Snapshot
from hub.tasks import push, reminders
from hub.tasks.access import reach_of
from hub.tasks.lists import find_tasks
from hub.tasks.present import describe_many
from hub.tasks.schemas import TasksQuery
from hub.web import Principal

LATEST = 200  # due first; others are read by the API


def add_rooms(rooms: Rooms) -> None:
    """The room, and the reminders in everybody's own."""
    rooms.add(RoomKind(push.ROOM, Permission.TASKS_READ_ALL, _everybodys))
    rooms.add_to_me(reminders.add_to_me)


async def _everybodys(session: AsyncSession, user: Principal, _item: UUID | None) -> Snapshot:
    return await _open(session, user, TasksQuery(whose="all"))


async def _open(session: AsyncSession, user: Principal, query: TasksQuery) -> Snapshot:
    found = await find_tasks(session, await reach_of(session, user), query, utc_now(), None, LATEST)
    return {"task": await describe_many(session, found)}
