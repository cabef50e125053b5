"""Colleagues with tasks, customers and teams."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa

from hub.accounts import Role
from hub.db import Database, Tx, new_id
from hub.events.models import Event
from hub.jobs.models import Job
from hub.tasks import NewTask, Task, TaskOut, add_task, change_task
from hub.tasks.access import reach_of
from hub.tasks.lists import find_tasks
from hub.tasks.schemas import TasksQuery
from hub.teams import Team, TeamMember
from hub.text import fold, sort_key
from hub.web import Principal
from tests.hub.timeline.conftest import Office as Timelines

TEHRAN = "Asia/Tehran"


@dataclass
class Office(Timelines):
    """What a test says and asks."""

    async def agent(self, name: str, role: Role = Role.AGENT, zone: str = TEHRAN) -> Principal:
        return replace(await self.colleague(name, role), time_zone=zone)

    async def team(self, name: str, *members: Principal) -> UUID:
        made = new_id()

        async def work(tx: Tx) -> None:
            tx.session.add(Team(id=made, name=name, folded=fold(name), sort_name=sort_key(name), created_at=tx.now,
                                updated_at=tx.now))  # fmt: skip
            await tx.session.flush()
            tx.session.add_all(TeamMember(team_id=made, user_id=one.id, created_at=tx.now) for one in members)

        await self.db.write(work)
        return made

    async def task(self, user: Principal, title: str = "Ring back", **wanted: Any) -> TaskOut:
        return await self.db.write(lambda tx: add_task(tx, user, NewTask(title=title, **wanted)))

    async def change(self, user: Principal, task: UUID, version: int | None = None, **changes: Any) -> TaskOut:
        return await self.db.write(lambda tx: change_task(tx, user, task, changes, version))

    async def row(self, task: UUID) -> Task:
        async with self.db.read() as session:
            return (await session.scalars(sa.select(Task).where(Task.id == task))).one()

    async def tasks(self, user: Principal, **query: Any) -> list[str]:
        """The titles of a list."""
        async with self.db.read() as session:
            reach = await reach_of(session, user)
            now = query.pop("now")
            return [one.title for one in await find_tasks(session, reach, TasksQuery(**query), now, None, 50)]

    async def jobs(self, kind: str = "tasks.due") -> list[Job]:
        async with self.db.read() as session:
            return list(await session.scalars(sa.select(Job).where(Job.kind == kind)))

    async def rooms(self, kind: str, key: object) -> set[str]:
        async with self.db.read() as session:
            query = sa.select(Event.room).where(Event.kind == kind, Event.key == str(key))
            return set(await session.scalars(query))


@pytest.fixture
def office(database: Database) -> Office:
    return Office(database)
