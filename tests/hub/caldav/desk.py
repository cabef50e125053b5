"""Somebody at work whose tasks are kept in a calendar."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from hub.accounts import User
from hub.caldav import Calendars, follow_changes, follow_deletions, register
from hub.caldav.client import open_client
from hub.caldav.discovery import read_calendar
from hub.caldav.links import connect, describe, find_link
from hub.caldav.models import CalendarLink
from hub.caldav.records import records_of
from hub.caldav.schedule import LANE, sync_soon
from hub.caldav.schemas import CalendarRecordOut, ConnectedCalendar
from hub.channels import Keyring
from hub.db.clock import StoreNow
from hub.jobs import Context as JobContext
from hub.jobs import Handlers, attempt, queue
from hub.jobs.models import Job
from hub.settings import Settings
from hub.tasks import HOOKS, Task
from hub.web import Principal
from tests.hub.tasks.conftest import Office


def settings_for(folder: Path, **calendars: Any) -> Settings:
    return Settings.model_validate(
        {"blobs": {"directory": folder / "blobs"}, "calendars": {"inner": ["127.0.0.0/8"], **calendars}}
    )


@dataclass
class Desk(Office):
    """An office in which calendars are followed."""

    settings: Settings = field(default_factory=Settings)
    handlers: Handlers = field(default_factory=Handlers)

    def __post_init__(self) -> None:
        self.keyring = Keyring(self.settings)
        self.calendars = Calendars(self.db, self.settings, self.keyring)
        register(self.handlers, self.calendars)
        HOOKS.changed, HOOKS.deleted = [follow_changes], [follow_deletions]

    async def connect(
        self, user: Principal, url: str, component: str = "VTODO", *, name: str, password: str, take_new: bool = False
    ) -> None:
        async with open_client(self.calendars.places, url, name, password) as client:
            found = await read_calendar(client, url)
        await self.db.write(
            lambda tx: connect(
                tx, self.keyring, user, found, username=name, password=password, component=component, take_new=take_new
            )
        )

    async def look(self, user: Principal) -> ConnectedCalendar:
        """Let the workers look at the user's calendar now, as often as they want to."""
        link = await self.link(user)
        for _ in range(10):
            await self.db.write(lambda tx: sync_soon(tx, link.id))
            await self._work()
            if not await self.is_due():
                break
        return await self.calendar(user)

    async def _work(self) -> None:
        for job in await self.db.write(lambda tx: queue.claim(tx, LANE, "test/1", 5, 600)):
            await attempt.attempt(JobContext(job, self.db), self.handlers.by_kind[job.kind], 1.0)

    async def is_due(self) -> bool:
        async with self.db.read() as session:
            query = sa.select(Job.id).where(Job.lane == LANE, Job.run_at <= StoreNow(10), Job.dead_at.is_(None))
            return (await session.execute(query)).first() is not None

    async def dismiss(self, user: Principal) -> None:
        await self.db.write(
            lambda tx: tx.session.execute(sa.update(User).where(User.id == user.id).values(active=False))
        )

    async def link(self, user: Principal) -> CalendarLink:
        async with self.db.read() as session:
            found = await find_link(session, user.id)
        assert found
        return found

    async def calendar(self, user: Principal) -> ConnectedCalendar:
        async with self.db.read() as session:
            found = await find_link(session, user.id)
            assert found
            return await describe(session, found)

    async def records(self, task: UUID) -> list[CalendarRecordOut]:
        async with self.db.read() as session:
            return await records_of(session, task)

    async def mine(self, user: Principal) -> list[Task]:
        async with self.db.read() as session:
            query = sa.select(Task).where(Task.assignee_id == user.id).order_by(Task.title)
            return list(await session.scalars(query))
