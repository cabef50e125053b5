"""The live rooms of everybody's tasks, of a team's and of a customer's; one's own are told in one's own room."""

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
from hub.teams import teams_of
from hub.web import Forbidden, NotFound, Principal

LATEST = 200  # due first; others are read by the API


def add_rooms(rooms: Rooms) -> None:
    """The rooms, and the reminders in everybody's own."""
    rooms.add(RoomKind(push.ROOM, Permission.TASKS_READ_ALL, _everybodys))
    rooms.add(RoomKind(push.TEAM_ROOM, Permission.TASKS_READ, _teams, keyed=True, admit=_admit))
    rooms.add(RoomKind(push.CUSTOMER_ROOM, Permission.TASKS_READ, _customers, keyed=True, admit=_reads_customers))
    rooms.add_to_me(reminders.add_to_me)


async def _everybodys(session: AsyncSession, user: Principal, _item: UUID | None) -> Snapshot:
    return await _open(session, user, TasksQuery(whose="all"))


async def _teams(session: AsyncSession, user: Principal, item: UUID | None) -> Snapshot:
    return await _open(session, user, TasksQuery(whose="all", team_id=item))


async def _customers(session: AsyncSession, user: Principal, item: UUID | None) -> Snapshot:
    return await _open(session, user, TasksQuery(whose="all", customer_id=item))


async def _reads_customers(_session: AsyncSession, user: Principal, _item: UUID | None) -> None:
    if not user.may(Permission.CUSTOMERS_READ):
        raise Forbidden


async def _admit(session: AsyncSession, user: Principal, item: UUID | None) -> None:
    """A team's tasks are for who is in it, and for who sees everybody's."""
    if not user.may(Permission.TASKS_READ_ALL) and item not in await teams_of(session, user.id):
        raise NotFound("There is no such team.")


async def _open(session: AsyncSession, user: Principal, query: TasksQuery) -> Snapshot:
    found = await find_tasks(session, await reach_of(session, user), query, utc_now(), None, LATEST)
    return {"task": await describe_many(session, found)}
