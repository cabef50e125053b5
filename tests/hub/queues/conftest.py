"""An agent at phone 101 of an exchange with two queues, and whoever carries out what the hub asks of it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa

from hub import jobs, presence, queues
from hub.calls import Extension, Seats
from hub.db import Database, Tx, new_id
from hub.ports import ConnectorError, MemberSeen, QueueCommand, QueueFact, QueueMember, QueuesSnapshot
from hub.queues.align import plan_for
from hub.queues.models import Membership, PhoneStanding
from tests.support.waiting import until

ACCOUNT = "pbx"
AT = datetime(2026, 11, 22, 10, tzinfo=UTC)
SUPPORT = QueueMember("support", "PJSIP/101", "PJSIP/101", None, "Agent One", static=True)
SALES = QueueMember("sales", "PJSIP/101", "PJSIP/101", None, "Agent One", penalty=3)


class Desk:
    """Everything that a test says or asks."""

    def __init__(self, db: Database, agent: UUID, workers: jobs.Workers) -> None:
        self.db, self.agent, self.workers = db, agent, workers
        self.seats = Seats()
        self.seats.moving = [queues.moving(True)]
        self.commands: list[QueueCommand] = []
        self.answers: list[ConnectorError] = []
        self.extension = new_id()

    async def execute(self, account: str, command: QueueCommand) -> None:
        assert account == ACCOUNT
        if self.answers:
            raise self.answers.pop(0)
        self.commands.append(command)

    async def open(self) -> None:
        async def work(tx: Tx) -> None:
            tx.session.add(Extension(id=self.extension, account=ACCOUNT, endpoint="PJSIP/101", number="101"))
            await tx.session.flush()
            await self.seats.sit(tx, self.agent, self.extension)
            await presence.come_online(tx, self.agent)

        await self.db.write(work)

    async def hear(self, *facts: QueueFact) -> None:
        await queues.receive(self.db, ACCOUNT, facts, None)

    async def list(
        self, *members: QueueMember, boot: str = "first", names: tuple[str, ...] = ("sales", "support")
    ) -> None:
        await self.hear(QueuesSnapshot(AT, boot, names, members))

    async def paused(self, member: QueueMember, reason: str | None, *, asked: bool = False) -> None:
        now = replace(member, paused=reason is not None, reason=reason or "")
        await self.hear(MemberSeen(AT, now, asked=asked))

    async def choose(self, state: str, reason: str | None = None) -> None:
        await self.db.write(lambda tx: presence.set_presence(tx, self.agent, state, reason))

    async def shown(self) -> tuple[str, str | None]:
        out = await self.look()
        return out.state, out.reason

    async def look(self) -> presence.PresenceOut:
        async with self.db.read() as session:
            return next(item for item in await presence.everybody(session) if item.user_id == self.agent)

    async def rows(self) -> dict[str, Membership]:
        async with self.db.read() as session:
            return {row.queue: row for row in await session.scalars(sa.select(Membership))}

    async def pending(self) -> bool:
        async with self.db.read() as session:
            row = await session.get(PhoneStanding, (ACCOUNT, "PJSIP/101"))
        return row is not None and row.pending

    async def planned(self) -> list[QueueCommand]:
        """What the job would do now."""
        async with self.db.read() as session:
            plan = await plan_for(session, self.extension)
        return [step.command for step in plan.steps] if plan else []

    async def work(self) -> list[QueueCommand]:
        """Let the waiting jobs run; what the exchange was asked for."""
        before = len(self.commands)
        await until(self._is_idle)
        return self.commands[before:]

    async def _is_idle(self) -> bool:
        async with self.db.read() as session:
            waiting = await session.scalar(
                sa.text("SELECT count(*) FROM job WHERE dead_at IS NULL AND kind = 'queues.align'")
            )
        return waiting == 0


@pytest.fixture
async def desk(database: Database, people: dict[str, Any]) -> AsyncIterator[Desk]:
    handlers = jobs.Handlers()
    workers = jobs.Workers(database, handlers)
    desk = Desk(database, people["agent"].id, workers)
    queues.register(handlers, desk.execute)
    before = presence.HOOKS.chosen, presence.HOOKS.find_phones
    presence.HOOKS.chosen, presence.HOOKS.find_phones = [queues.follow_choice], queues.troubles
    await desk.open()
    await workers.start()
    workers.serve(f"calls:{ACCOUNT}")
    yield desk
    await workers.stop()
    presence.HOOKS.chosen, presence.HOOKS.find_phones = before
