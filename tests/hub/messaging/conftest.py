"""A store with one customer, a provider that answers as a test wants, and the job that sends."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa

from hub import messaging
from hub.consent import Said, record
from hub.customers import CustomerIdentity
from hub.db import Database, Tx, new_id
from hub.jobs import Claimed, Context, Handlers, queue
from hub.jobs.attempt import attempt
from hub.jobs.models import Job
from hub.messaging import HOOKS, Enqueued, OutboxMessage, Senders, Wanted
from hub.messaging.enqueue import LANE
from hub.ports import OutboundMessage, OutboundTaken
from hub.timeline import Interaction
from tests.hub.customers.people import People


@dataclass
class Provider:
    """Takes messages, or fails as it is told; ``got`` is what reached it."""

    got: list[OutboundMessage] = field(default_factory=list)
    fails: list[BaseException] = field(default_factory=list)

    async def send_message(self, message: OutboundMessage) -> OutboundTaken:
        self.got.append(message)
        if self.fails:
            raise self.fails.pop(0)
        return OutboundTaken(f"p{len(self.got)}")


@dataclass
class Outbox:
    """Everything that a test of outgoing messages says or asks."""

    db: Database
    people: People
    customer: UUID
    identity: UUID
    provider: Provider = field(default_factory=Provider)
    senders: Senders = field(default_factory=lambda: Senders(sandbox=False))

    def use(self, *, sandbox: bool) -> None:
        """The hub is started in this mode."""
        self.senders = HOOKS.senders = Senders(sandbox=sandbox)
        self.senders.register("sms", "gateway", self.provider)

    def wanted(self, key: str = "k", **more: Any) -> Wanted:
        values = {"dedupe_key": key, "channel": "sms", "purpose": "service", "identity_id": self.identity,
                  "language": "fa", "text": "سلام، نوبت شما فرداست.", "origin": "test"}  # fmt: skip
        return Wanted(**(values | more))

    async def send(self, key: str = "k", **more: Any) -> Enqueued:
        return await self.db.write(lambda tx: messaging.enqueue(tx, self.wanted(key, **more)))

    async def say(self, state: str, purpose: str = "service") -> None:
        said = Said(identity_id=self.identity, channel="sms", purpose=purpose, state=state, source="phone")
        await self.db.write(lambda tx: record(tx, said))

    async def claim(self, lane: str = LANE) -> list[Claimed]:
        """The jobs that are due, leased by a process."""
        return list(await self.db.write(lambda tx: queue.claim(tx, lane, f"test/{new_id()}", 50, 30.0)))

    async def work(self, lane: str = LANE) -> int:
        """Do every job of the lane that is due once; how many there were."""
        handlers = Handlers()
        messaging.register(handlers, self.senders, seconds=0.5)
        claimed = await self.claim(lane)
        for job in claimed:
            await attempt(Context(job, self.db), handlers.by_kind[job.kind], 1.0)
        return len(claimed)

    async def hurry(self) -> None:
        """Whatever waits, or is held by a process that died, is due now."""

        async def work(tx: Tx) -> None:
            await tx.session.execute(sa.update(Job).values(run_at=tx.now - timedelta(minutes=1)))

        await self.db.write(work)

    async def row(self, message_id: UUID) -> OutboxMessage:
        async with self.db.read() as session:
            return await session.get_one(OutboxMessage, message_id)

    async def state(self, message_id: UUID) -> tuple[str, str | None]:
        row = await self.row(message_id)
        return row.state, row.reason

    async def line(self, message_id: UUID) -> Interaction:
        """Its line on the timeline."""
        async with self.db.read() as session:
            return await session.get_one(Interaction, (await self.row(message_id)).interaction_id)


@pytest.fixture
async def outbox(database: Database) -> Any:
    """A customer with a number, and a hub that really sends."""
    people = People(database)
    customer = await people.add("Sara", "09121234567", language="fa")
    async with database.read() as session:
        query = sa.select(CustomerIdentity.identity_id).where(CustomerIdentity.customer_id == customer)
        identity = (await session.scalars(query)).one()
    made = Outbox(database, people, customer, identity)
    made.use(sandbox=False)
    return made


@pytest.fixture(autouse=True)
def as_before() -> Iterator[None]:
    """The area's hooks, as they were before once the test is over."""
    before = HOOKS.senders
    yield
    HOOKS.senders = before
