"""Live rooms of tasks: a team's, and everybody's. One's own are told in one's own room, a customer's on their page."""

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
from hub.web import NotFound, Principal

LATEST = 200  # due first; others are read by the API


def add_rooms(rooms: Rooms) -> None:
    """The rooms, and the reminders in everybody's own."""
    rooms.add(RoomKind(push.ROOM, Permission.TASKS_READ_ALL, _everybodys))
    rooms.add(RoomKind(push.TEAM, Permission.TASKS_READ, _teams, keyed=True))
    rooms.add_to_me(reminders.add_to_me)


async def _everybodys(session: AsyncSession, user: Principal, _item: UUID | None) -> Snapshot:
    return await _open(session, user, TasksQuery(whose="all"))


async def _teams(session: AsyncSession, user: Principal, team_id: UUID | None) -> Snapshot:
    reach = await reach_of(session, user)
    if team_id is None or not (team_id in reach.teams or user.may(Permission.TASKS_READ_ALL)):
        raise NotFound("There is no such team.")
    return await _open(session, user, TasksQuery(whose="all", team_id=team_id))


async def _open(session: AsyncSession, user: Principal, query: TasksQuery) -> Snapshot:
    found = await find_tasks(session, await reach_of(session, user), query, utc_now(), None, LATEST)
    return {"task": await describe_many(session, found)}
