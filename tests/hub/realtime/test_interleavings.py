"""A snapshot and events, in whatever order they come, make what a fresh snapshot shows."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hub import events, presence
from hub.accounts.users import add_user
from hub.db import Database, Tx
from tests.support.agent import LiveStore

ROOM = presence.ROOM
STATES = ("available", "away", "ringing", "on_call")
PEOPLE = 3
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("write"), st.integers(0, PEOPLE - 1), st.sampled_from(STATES)),
        st.tuples(st.just("deliver"), st.integers(0, 30), st.just("")),
        st.tuples(st.sampled_from(["ask", "answer", "cut"]), st.just(0), st.just("")),
    ),
    max_size=25,
)


@dataclass
class Reader:
    """A page: what was sent to it, what it asked and has not yet been told, and what it believes."""

    db: Database
    store: LiveStore = field(default_factory=LiveStore)
    sent: list[dict[str, Any]] = field(default_factory=list)
    answer: dict[str, Any] | None = None

    async def ask(self) -> None:
        """Join, as the hub answers it: forward from the cursor where that can be, else a snapshot."""
        self.store.joining()
        cursor = self.store.cursor
        async with self.db.read() as session:
            if cursor and await events.is_readable(session, cursor):
                page = await events.read_forward(session, [ROOM], cursor)
                self.answer = {"events": [event.as_json() for event in page.events], "cursor": page.cursor}
                return
            head = (await events.heads(session, [ROOM]))[ROOM]
            self.answer = {"snapshot": {"presence": await self.fresh(session)}, "cursor": head}

    def take_answer(self) -> None:
        """The answer arrives; events may have overtaken it."""
        if self.answer:
            self.store.snapshot(self.answer["snapshot"]) if "snapshot" in self.answer else None
            for event in self.answer.get("events", ()):
                self.store.event(event)
            self.store.cursor, self.answer = self.answer["cursor"], None

    async def read_on(self) -> None:
        """What the heads lead to in the end."""
        if self.store.cursor is None:
            await self.ask()
        self.take_answer()
        await self.ask()
        self.take_answer()

    @staticmethod
    async def fresh(session: Any) -> list[dict[str, Any]]:
        return [item.model_dump(mode="json") for item in await presence.everybody(session)]


async def people(db: Database) -> list[UUID]:
    async def work(tx: Tx) -> list[UUID]:
        names = [f"p{number}" for number in range(PEOPLE)]
        return [
            (
                await add_user(
                    tx, name=name, email=f"{name}@example.com", role="agent", password_hash="x", language="fa",
                    time_zone="UTC",
                )
            ).id
            for name in names
        ]  # fmt: skip

    return await db.write(work)


async def change(db: Database, user: UUID, state: str) -> None:
    async def work(tx: Tx) -> None:
        await presence.come_online(tx, user)
        if state in {"ringing", "on_call"}:
            await presence.overlay(tx, user, state)
        else:
            await presence.overlay(tx, user, None)
            await presence.set_presence(tx, user, state)

    await db.write(work)


async def play(db: Database, users: list[UUID], steps: list[tuple[str, int, str]]) -> None:
    reader = Reader(db)

    def committed(tx: Tx) -> None:
        reader.sent.extend(event.as_json() for event in tx.events)

    db.listeners.append(committed)
    try:
        for what, number, state in steps:
            if what == "write":
                await change(db, users[number], state)
            elif what == "deliver" and reader.sent:
                reader.store.event(reader.sent[number % len(reader.sent)])  # late, twice, or never
            elif what == "ask":
                await reader.ask()
            elif what == "answer":
                reader.take_answer()
            elif what == "cut":
                reader.sent.clear()
                reader.answer = None
        await reader.read_on()
    finally:
        db.listeners.remove(committed)
    async with db.read() as session:
        expected = {item["user_id"]: item for item in await Reader.fresh(session)}
    assert reader.store.entities.get("presence", {}) == expected


@pytest.mark.parametrize("store", ["sqlite", "postgresql"])
def test_any_interleaving(store: str, request: pytest.FixtureRequest) -> None:
    url = request.getfixturevalue(f"{store}_url")
    with asyncio.Runner() as runner:
        db = runner.run(Database.open(url))
        users = runner.run(people(db))

        @settings(
            max_examples=40, deadline=None, database=None, derandomize=True,
            suppress_health_check=list(HealthCheck),
        )  # fmt: skip
        @given(STEPS)
        def check(steps: list[tuple[str, int, str]]) -> None:
            runner.run(play(db, users, steps))

        check()
        runner.run(db.close())
