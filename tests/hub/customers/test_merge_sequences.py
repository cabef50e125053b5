"""Whatever is merged and undone, in whatever order: who stands for whom, what shows, and where entries are."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable
from contextlib import ExitStack
from typing import Any, TypeVar
from uuid import UUID

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from hub import timeline
from hub.customers import Customer, link, members, read_number, see_identity, users_of
from hub.customers.merging import merge, undo
from hub.customers.models import CustomerMerge
from hub.customers.schemas import NewCustomer
from hub.customers.store import add_customer
from hub.db import Base, Database, Tx, new_id
from hub.web import Problem

T = TypeVar("T")
CROWD = 4
FIELDS = ("name", "city", "fields.size")
SHARED, BY = "02188881234", new_id()
who, sides = st.integers(0, CROWD - 1), st.sampled_from(["merged", "survivor"])


class Merges(RuleBasedStateMachine):
    """The store against a model of it: who was merged into whom, and whose entry each call is."""

    url: str

    def __init__(self) -> None:
        super().__init__()
        self.stack = ExitStack()
        self.runner = self.stack.enter_context(asyncio.Runner())
        self.db = self.run(Database.open(self.url, exclusive=False))

    def run(self, work: Awaitable[T]) -> T:
        async def whole() -> T:
            return await work

        return self.runner.run(whole())

    def teardown(self) -> None:
        self.run(self.db.close())
        self.stack.close()

    @initialize()
    def people_who_share_a_number(self) -> None:
        async def work(tx: Tx) -> list[UUID]:
            for table in reversed(Base.metadata.sorted_tables):
                if not table.name.startswith("search"):
                    await tx.connection.execute(sa.delete(table))
            made = []
            for number in range(CROWD):
                one = await add_customer(tx, NewCustomer(name=f"Person {number}"), "IR", None)
                one.city, one.fields = (f"City {number}", {"size": number}) if number % 2 else (None, {})
                made.append(one.id)
            await tx.session.flush()
            return made

        self.ids = self.run(self.db.write(work))
        self.at_first = self.values()
        self.parent: dict[UUID, UUID] = {}
        self.records: dict[UUID, UUID] = {}
        self.entries: dict[UUID, UUID] = {}

    @rule(survivor=who, merged=who, picks=st.dictionaries(st.sampled_from(FIELDS), sides))
    def merge(self, survivor: int, merged: int, picks: dict[str, str]) -> None:
        into, gone = self.ids[survivor], self.ids[merged]
        possible = gone not in self.parent and self.root(into) != gone

        async def work(tx: Tx) -> None:
            await merge(tx, into, gone, picks, BY)

        if not possible:
            with pytest.raises(Problem):
                self.run(self.db.write(work))
            return
        self.run(self.db.write(work))
        self.parent[gone] = self.root(into)
        self.records[gone] = self.run(self.record_of(gone))

    @precondition(lambda self: self.parent)
    @rule(data=st.data())
    def undo(self, data: Any) -> None:
        gone = data.draw(st.sampled_from(sorted(self.parent)))
        self.run(self.db.write(lambda tx: undo(tx, self.records[gone], BY)))
        del self.parent[gone]

    @rule(customer=who)
    def call(self, customer: int) -> None:
        """Somebody rings from a number of their own: who holds the link keeps the entry."""

        async def work(tx: Tx) -> tuple[UUID, list[UUID]]:
            address = read_number(f"0912123456{customer}")
            assert address
            identity = await see_identity(tx, address)
            await link(tx, self.ids[customer], identity)
            people = await users_of(tx.session, identity)
            touch = timeline.Touch("call", "in", "completed", tx.now, identity_id=identity)
            added = await timeline.add_interaction(tx, touch, [one.member_id for one in people], "confirmed")
            return added.id, [one.id for one in people]

        interaction, roots = self.run(self.db.write(work))
        assert self.root(self.ids[customer]) in roots
        assert len(set(roots)) == len(roots)
        self.entries[interaction] = self.run(self.holder_of(interaction))

    @invariant()
    def everybody_stands_for_the_right_ones(self) -> None:
        if not hasattr(self, "parent"):
            return
        for root in self.ids:
            expected = {one for one in self.ids if self.root(one) == root} or {root}
            assert set(self.run(self.members(root))) == expected
        if not self.parent:
            assert self.values() == self.at_first

    @invariant()
    def every_entry_shows_once(self) -> None:
        if not hasattr(self, "parent"):
            return
        shown: list[UUID] = []
        for root in {self.root(one) for one in self.ids}:
            page = [entry.interaction_id for entry in self.run(self.timeline(root))]
            assert set(page) == {item for item, holder in self.entries.items() if self.root(holder) == root}
            shown += page
        assert sorted(shown) == sorted(self.entries)

    def root(self, customer: UUID) -> UUID:
        while customer in self.parent:
            customer = self.parent[customer]
        return customer

    def values(self) -> dict[UUID, tuple[Any, ...]]:
        async def read() -> dict[UUID, tuple[Any, ...]]:
            async with self.db.read() as session:
                rows = await session.scalars(sa.select(Customer))
                return {row.id: (row.name, row.search, row.city, row.fields) for row in rows}

        return self.run(read())

    async def record_of(self, gone: UUID) -> UUID:
        async with self.db.read() as session:
            query = sa.select(CustomerMerge.id).where(
                CustomerMerge.merged_id == gone, CustomerMerge.undone_at.is_(None)
            )
            return (await session.scalars(query)).one()

    async def holder_of(self, interaction: UUID) -> UUID:
        entry = timeline.TimelineEntry
        async with self.db.read() as session:
            query = sa.select(entry.customer_id).where(entry.interaction_id == interaction)
            return (await session.scalars(query)).one()

    async def members(self, root: UUID) -> list[UUID]:
        async with self.db.read() as session:
            return await members(session, root)

    async def timeline(self, root: UUID) -> list[timeline.EntryOut]:
        async with self.db.read() as session:
            page = await timeline.customer_timeline(session, await members(session, root))
            return page.items


@pytest.mark.parametrize(("store", "examples"), [("sqlite", 15), ("postgresql", 5)])
def test_any_sequence_of_merges_and_undos(request: pytest.FixtureRequest, store: str, examples: int) -> None:
    url = str(request.getfixturevalue(f"{store}_url"))
    machine = type("Machine", (Merges,), {"url": url})
    checks = [HealthCheck.too_slow, HealthCheck.data_too_large]
    run_state_machine_as_test(  # type: ignore[no-untyped-call]
        machine,
        settings=settings(max_examples=examples, stateful_step_count=14, deadline=None, suppress_health_check=checks),
    )
