"""A store with somebody who writes, and the hub's intake with its conversations."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa

from hub import inbound, messaging
from hub.calls import Numbering
from hub.conversations import Conversation, follow_arrivals, follow_written
from hub.conversations.present import messages
from hub.customers import Customer
from hub.db import Database
from hub.events.models import Event
from hub.inbound import Stored
from hub.intake import Intake
from hub.ports import InboundMessage, MediaFile, Peer
from tests.hub.customers.people import People

NOON = datetime(2026, 11, 30, 12, tzinfo=UTC)
SARA = "09121234567"


@dataclass
class Inbox:
    """Everything that a test of what comes in says or asks."""

    db: Database
    people: People
    customer: UUID
    intake: Intake

    async def hear(
        self, text: str, key: str | None = None, *, sender: str = SARA, minutes: float = 0, own: str | None = "+983000",
        account: str = "gateway", at: datetime | None = None, media: tuple[MediaFile, ...] = (), **facts: Any,
    ) -> Stored:  # fmt: skip
        """A text that comes in."""
        found = await self.intake.take(account, InboundMessage(
            "sms", key or f"{text} {minutes}", sender, at or NOON + timedelta(minutes=minutes), Peer("phone", sender),
            text=text, own=own, facts=facts, media=media,
        ))  # fmt: skip
        assert found is not None
        return found

    async def conversations(self) -> list[Conversation]:
        async with self.db.read() as session:
            return list(await session.scalars(sa.select(Conversation).order_by(Conversation.created_at)))

    async def only(self) -> Conversation:
        (found,) = await self.conversations()
        return found

    async def texts(self, conversation_id: UUID) -> list[str | None]:
        """As they are read, the oldest first."""
        async with self.db.read() as session:
            return [one.text for one in reversed(await messages(session, conversation_id, None, 50))]

    async def told(self, kind: str = "arrival") -> list[Event]:
        async with self.db.read() as session:
            return list(await session.scalars(sa.select(Event).where(Event.kind == kind).order_by(Event.id)))

    async def own_customer(self, owner: UUID) -> None:
        """The customer has this owner."""
        change = sa.update(Customer).where(Customer.id == self.customer).values(owner_id=owner)
        await self.db.write(lambda tx: tx.session.execute(change))


@pytest.fixture
async def inbox(database: Database) -> Any:
    """One customer with a number."""
    people = People(database)
    return Inbox(database, people, await people.add("Sara", SARA, language="fa"), Intake(database, Numbering()))


@pytest.fixture(autouse=True)
def followed() -> Iterator[None]:
    """Conversations follow messages, and no longer once the test is over."""
    before = inbound.HOOKS.arrived, messaging.HOOKS.written
    inbound.HOOKS.arrived, messaging.HOOKS.written = [follow_arrivals], [follow_written]
    yield
    inbound.HOOKS.arrived, messaging.HOOKS.written = before
