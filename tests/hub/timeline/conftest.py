"""Customers with long and mixed timelines, and colleagues who write notes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
import sqlalchemy as sa

from hub import timeline
from hub.accounts import ROLE_PERMISSIONS, Role
from hub.accounts.users import add_user
from hub.customers import Customer, members, read_number, see_identity
from hub.db import Database, Tx, new_id
from hub.events.models import Event
from hub.timeline import Filters, TimelinePage, Window
from hub.web import Principal

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
NEWEST, EVERYTHING = Window(), Filters()


@dataclass
class Office:
    """What a test says and asks."""

    db: Database
    names: dict[UUID, str] = field(default_factory=dict)

    async def customer(self, name: str, root: UUID | None = None) -> UUID:
        """A customer; with ``root`` one who was merged into that one."""
        made = new_id()

        async def work(tx: Tx) -> None:
            await tx.session.flush()
            tx.session.add(Customer(
                id=made, name=name, sort_key="1", search=name, created_at=NOON, updated_at=NOON, merged_into=root,
                root_id=root or made,
            ))  # fmt: skip

        await self.db.write(work)
        return made

    async def colleague(self, name: str, role: Role = Role.AGENT) -> Principal:
        """Somebody who works here, signed in."""

        async def work(tx: Tx) -> UUID:
            email = f"{name.lower()}@example.com"
            return (await add_user(tx, name=name, email=email, role=role, password_hash="x", language="fa",
                                   time_zone="Asia/Tehran")).id  # fmt: skip

        user = await self.db.write(work)
        return Principal(
            id=user, session_id=new_id(), name=name, email="", role=role, language="fa", time_zone="UTC",
            permissions=frozenset(ROLE_PERMISSIONS[role]), locked=False, expires_at=NOON,
        )  # fmt: skip

    async def identity(self, number: str) -> UUID:
        async def work(tx: Tx) -> UUID:
            address = read_number(number)
            assert address
            return await see_identity(tx, address)

        return await self.db.write(work)

    async def touch(
        self, customers: Sequence[UUID], minutes: float = 0, *, channel: str = "call", direction: str = "in",
        state: str = "completed", text: str | None = None, agent: UUID | None = None, identity: UUID | None = None,
        certainty: str = "confirmed",
    ) -> UUID:  # fmt: skip
        """Something happened, so many minutes after noon."""
        made = timeline.Touch(channel, direction, state, NOON + timedelta(minutes=minutes), text=text,
                              author_id=agent, identity_id=identity)  # fmt: skip
        return (await self.db.write(lambda tx: timeline.add_interaction(tx, made, customers, certainty))).id

    async def page(self, root: UUID, window: Window = NEWEST, filters: Filters = EVERYTHING) -> TimelinePage:
        async with self.db.read() as session:
            return await timeline.customer_timeline(session, await members(session, root), window, filters)

    async def pushed(self, room: str, kind: str) -> list[Event]:
        query = sa.select(Event).where(Event.room == room, Event.kind == kind).order_by(Event.xid, Event.id)
        async with self.db.read() as session:
            return list(await session.scalars(query))

    async def shown(self, root: UUID) -> dict[str, dict[str, object]]:
        """What a page that was open from the start shows: the entries as they were pushed, by version."""
        known: dict[str, Event] = {}
        for event in await self.pushed(f"customer:{root}", "entry"):
            if event.key not in known or event.version > known[event.key].version:
                known[event.key] = event
        return {key: event.data for key, event in known.items() if event.data is not None}


@pytest.fixture
def office(database: Database) -> Office:
    return Office(database)
