"""Wrap-up after a call that must have a result: it lasts until there is one, whatever the clock says."""

from __future__ import annotations

import itertools
from collections.abc import AsyncIterator, Collection
from uuid import UUID

import pytest

from hub import presence
from hub.db import Database, Tx, new_id
from hub.presence.board import set_for
from hub.presence.timers import end_wrap_up
from hub.web import Conflict
from tests.hub.presence.test_wrap_up import call, intervals, look, pass_time

FIRST, SECOND = new_id(), new_id()
LIFTED: set[UUID] = set()  # calls that need no result any more


@pytest.fixture
async def owing(agent: UUID) -> AsyncIterator[list[UUID]]:
    """The calls to come: each owes its result."""
    calls = [FIRST, SECOND]

    async def owed(_tx: Tx, _user: UUID) -> UUID | None:
        return calls.pop(0) if calls else None

    async def still_owed(_tx: Tx, asked: Collection[UUID]) -> set[UUID]:
        return set(asked) - LIFTED

    hooks, before = presence.HOOKS, (presence.HOOKS.owed, presence.HOOKS.still_owed)
    hooks.owed, hooks.still_owed = owed, still_owed
    yield calls
    hooks.owed, hooks.still_owed = before
    LIFTED.clear()


async def test_it_ends_with_the_result_and_not_by_its(database: Database, agent: UUID, owing: list[UUID]) -> None:
    await call(database, agent, "on_call", None)
    assert (await look(database, agent)).owed == [FIRST]
    await pass_time(database, 100)
    assert await database.write(lambda tx: end_wrap_up(tx, agent)) <= 0
    await call(database, agent, "ringing", None)  # whatever looks at it meanwhile
    assert (await look(database, agent)).state == "wrap_up"
    await database.write(lambda tx: presence.settle(tx, SECOND, [agent]))
    assert (await look(database, agent)).state == "wrap_up"
    await database.write(lambda tx: presence.settle(tx, FIRST, [agent]))
    seen = await look(database, agent)
    assert (seen.state, seen.owed) == ("available", [])
    spans = await intervals(database, agent)
    assert [one.state for one in spans][-1] == "available"
    assert all(one.until == after.since for one, after in itertools.pairwise(spans))


async def test_a_result_in_time_leaves_the_rest_of_it(database: Database, agent: UUID, owing: list[UUID]) -> None:
    await call(database, agent, "on_call", None)
    await database.write(lambda tx: presence.settle(tx, FIRST, [agent]))
    assert (await look(database, agent)).state == "wrap_up"
    await pass_time(database, 100)
    await database.write(lambda tx: end_wrap_up(tx, agent))
    assert (await look(database, agent)).state == "available"


async def test_nobody_gets_out_of_it_without_one(database: Database, agent: UUID, owing: list[UUID]) -> None:
    await call(database, agent, "on_call", None)
    for state in ("available", "away"):
        with pytest.raises(Conflict) as refusal:
            await database.write(lambda tx, chosen=state: presence.set_presence(tx, agent, chosen))
        assert refusal.value.code == "disposition_required"
    await database.write(lambda tx: presence.follow_pause(tx, agent, False, ""))  # nor by the phone's own key
    assert (await look(database, agent)).state == "wrap_up"
    await database.write(lambda tx: set_for(tx, agent, "available", None, by="Boss"))
    assert ((await look(database, agent)).state, (await look(database, agent)).owed) == ("available", [])


async def test_each_of_two_calls_needs_its_own(database: Database, agent: UUID, owing: list[UUID]) -> None:
    await call(database, agent, "on_call", None, "ringing", "on_call", None)
    await pass_time(database, 100)
    await database.write(lambda tx: presence.settle(tx, FIRST, [agent]))
    assert ((await look(database, agent)).state, (await look(database, agent)).owed) == ("wrap_up", [SECOND])
    await database.write(lambda tx: presence.settle(tx, SECOND, [agent]))
    assert (await look(database, agent)).state == "available"


async def test_signing_out_ends_it(database: Database, agent: UUID, owing: list[UUID]) -> None:
    await call(database, agent, "on_call", None)
    await database.write(lambda tx: presence.go_offline(tx, agent))
    await database.write(lambda tx: presence.come_online(tx, agent))
    assert ((await look(database, agent)).state, (await look(database, agent)).owed) == ("available", [])


async def test_nobody_is_held_for_what_is_asked_no_more(database: Database, agent: UUID, owing: list[UUID]) -> None:
    await call(database, agent, "on_call", None, "on_call", None)
    LIFTED.add(FIRST)
    await pass_time(database, 100)
    await database.write(presence.forgive)
    assert ((await look(database, agent)).state, (await look(database, agent)).owed) == ("wrap_up", [SECOND])
    LIFTED.add(SECOND)
    await database.write(lambda tx: presence.set_presence(tx, agent, "away"))
    assert ((await look(database, agent)).state, (await look(database, agent)).owed) == ("away", [])
    await database.write(lambda tx: presence.set_presence(tx, agent, "available"))
    assert (await look(database, agent)).state == "available"


async def test_signing_in_again_elsewhere_is_no_way_out(database: Database, agent: UUID, owing: list[UUID]) -> None:
    await call(database, agent, "on_call", None)
    await database.write(lambda tx: presence.set_presence(tx, agent, "offline"))
    await database.write(lambda tx: presence.come_online(tx, agent))
    assert (await look(database, agent)).state == "wrap_up"
