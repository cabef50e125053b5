"""An office at work on a real store: two agents at their phones, a switchboard, customers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa

from hub import events
from hub.accounts.users import add_user
from hub.calls import Numbering, Switchboard
from hub.calls.boards import load_board
from hub.calls.extensions import claim_extension
from hub.calls.models import Call, CallLeg, Extension, Pop, TalkSegment
from hub.customers import Customer, link, read_number, see_identity
from hub.db import Base, Database, Tx, new_id, utc_now
from hub.events.models import Event
from hub.ports import CallEvent, LegsSnapshot
from hub.text import fold, sort_key
from hub.timeline import Interaction, Participant, TimelineEntry
from hub.web import Principal
from tests.hub.calls.recordings import facts_of, ticks

ACCOUNT = "pbx"
TABLES: dict[str, type[Any]] = {
    "call": Call, "leg": CallLeg, "segment": TalkSegment, "pop": Pop, "interaction": Interaction,
    "participant": Participant, "entry": TimelineEntry,
}  # fmt: skip


class Office:
    """Everything that a test says or asks."""

    def __init__(self, db: Database) -> None:
        self.db = db
        self.board = self.new_switchboard()
        self.people: dict[UUID | None, str] = {None: "nobody"}
        self.agents: dict[str, UUID] = {}
        self.customers: dict[str, UUID] = {}

    def new_switchboard(self) -> Switchboard:
        """What a started hub has: nothing in memory."""
        return Switchboard(self.db, ACCOUNT, Numbering("IR", "21"))

    async def open(self) -> None:
        await self.seat("A", "PJSIP/101")
        await self.seat("B", "PJSIP/102")

    async def seat(self, name: str, endpoint: str) -> None:
        async def work(tx: Tx) -> UUID:
            user = await add_user(
                tx, name=f"Agent {name}", email=f"{name}@example.com", role="agent", password_hash="x", language="fa",
                time_zone="Asia/Tehran",
            )  # fmt: skip
            phone = Extension(id=new_id(), account=ACCOUNT, endpoint=endpoint, number=endpoint.partition("/")[2])
            tx.session.add(phone)
            await tx.session.flush()
            await claim_extension(tx, user.id, phone.id)
            return user.id

        self.agents[name] = await self.db.write(work)
        self.people[self.agents[name]] = name

    async def customer(self, name: str, number: str) -> UUID:
        async def work(tx: Tx) -> UUID:
            customer = Customer(
                id=new_id(), name=name, sort_key=sort_key(name), search=fold(name), created_at=tx.now,
                updated_at=tx.now,
            )  # fmt: skip
            tx.session.add(customer)
            await tx.session.flush()
            address = read_number(number)
            assert address
            await link(tx, customer.id, await see_identity(tx, address))
            return customer.id

        self.customers[name] = await self.db.write(work)
        return self.customers[name]

    async def hear(self, facts: Iterable[CallEvent | LegsSnapshot], batch: int = 1) -> None:
        """Hand facts to the switchboard, some at a time."""
        items = list(facts)
        for start in range(0, len(items), batch):
            await self.board.receive(items[start : start + batch])
        await self.board.presence.settled()

    async def play(self, name: str, batch: int = 1) -> None:
        await self.hear(facts_of(name), batch)

    async def rows(self, kind: str) -> Sequence[Any]:
        table = TABLES[kind]
        order = table.started_at if hasattr(table, "started_at") else table.id
        async with self.db.read() as session:
            return (await session.scalars(sa.select(table).order_by(order, table.id))).all()

    async def one(self, kind: str) -> Any:
        (row,) = await self.rows(kind)
        return row

    async def count(self) -> dict[str, int]:
        return {kind: len(await self.rows(kind)) for kind in TABLES}

    async def events(self, *rooms: str) -> list[Event]:
        async with self.db.read() as session:
            where = [Event.room.in_(rooms)] if rooms else []
            return list(await session.scalars(sa.select(Event).where(*where).order_by(Event.xid, Event.id)))

    def reader(self, *permissions: str, agent: str = "A") -> Principal:
        """The agent, with these rights."""
        user = self.agents[agent]
        return Principal(
            id=user, session_id=new_id(), name=agent, email="", role="agent", language="fa", time_zone="UTC",
            permissions=frozenset(permissions), locked=False, expires_at=utc_now(),
        )  # fmt: skip

    def room(self, agent: str) -> str:
        return events.user_room(self.agents[agent])

    async def drawn(self) -> list[str]:
        """What the store says of calls, in the notation of the recordings' tests."""
        names = {UUID(str(agent)): name for agent, name in self.people.items() if agent}
        calls = [
            f"{call.direction} {call.state} {call.result} {ticks(call.started_at)}-{ticks(call.answered_at)}-"
            f"{ticks(call.ended_at)} queue {call.queue} agents {' '.join(names[UUID(a)] for a in call.agent_ids)}"
            for call in await self.rows("call")
        ]
        legs = [
            f"leg {leg.endpoint} {ticks(leg.started_at)} {ticks(leg.ring_at)} {ticks(leg.answered_at)} "
            f"{ticks(leg.ended_at)} {leg.outcome} {leg.cause} {len(leg.holds)}"
            for leg in await self.rows("leg")
        ]
        talks = [
            f"{self.people[part.user_id]} {ticks(part.started_at)} to {ticks(part.ended_at)}"
            for part in await self.rows("segment")
        ]
        return calls + legs + talks + await self.pops()

    async def pops(self) -> list[str]:
        return [
            f"pop {self.people[pop.user_id]}{pop.offer} {pop.state} by {self.people[pop.answered_by]}"
            for pop in await self.rows("pop")
        ]

    async def is_at_rest(self) -> bool:
        """No call is open."""
        async with self.db.read() as session:
            board, _ = await load_board(session, ACCOUNT)
        return not board.calls

    async def dump(self) -> dict[str, list[dict[str, Any]]]:
        """Every row of every table that calls write, for "nothing half written"."""
        found = {}
        async with self.db.read() as session:
            for table in Base.metadata.sorted_tables:
                rows = await session.execute(sa.select(table))
                found[table.name] = sorted((dict(row) for row in rows.mappings()), key=str)
        return found


@pytest.fixture
async def office(database: Database) -> Office:
    made = Office(database)
    await made.open()
    return made
