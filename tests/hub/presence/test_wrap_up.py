"""Wrap-up: begins with the end of an answered call, ends by itself, and leaves exact intervals whatever happens."""

from __future__ import annotations

import itertools
import random
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa

from hub import jobs, presence
from hub.db import Database, Tx
from hub.presence.models import Presence, PresenceInterval
from hub.presence.timers import end_wrap_up, prolong
from hub.web import Conflict
from tests.support.accounts import Site


async def call(db: Database, agent: UUID, *states: str | None) -> None:
    for state in states:
        await db.write(lambda tx, now=state: presence.overlay(tx, agent, now))


async def look(db: Database, agent: UUID) -> presence.PresenceOut:
    async with db.read() as session:
        return next(item for item in await presence.everybody(session) if item.user_id == agent)


async def pass_time(db: Database, seconds: float) -> None:
    """Everything that is kept of the presence happened so much earlier."""
    gone = timedelta(seconds=seconds)

    async def work(tx: Tx) -> None:
        for row in await tx.session.scalars(sa.select(Presence)):
            row.since -= gone
            row.wrap_up_until = row.wrap_up_until and row.wrap_up_until - gone
        for span in await tx.session.scalars(sa.select(PresenceInterval)):
            span.since -= gone
            span.until = span.until and span.until - gone

    await db.write(work)


async def intervals(db: Database, agent: UUID) -> list[PresenceInterval]:
    query = sa.select(PresenceInterval).where(PresenceInterval.user_id == agent)
    async with db.read() as session:
        return list(await session.scalars(query.order_by(PresenceInterval.id)))


async def test_it_follows_an_answered_call_and_no_other(database: Database, agent: UUID) -> None:
    await call(database, agent, "ringing", None)
    assert (await look(database, agent)).state == "available"
    await call(database, agent, "ringing", "on_call", "ringing", None)
    seen = await look(database, agent)
    assert seen.state == "wrap_up"
    assert seen.until
    assert 50 < (seen.until - seen.since).total_seconds() <= 60


async def test_a_break_chosen_during_the_call_goes_before(database: Database, agent: UUID) -> None:
    await call(database, agent, "on_call")
    await database.write(lambda tx: presence.set_presence(tx, agent, "away", "lunch"))
    await call(database, agent, None)
    assert (await look(database, agent)).state == "away"


async def test_a_call_that_comes_in_it_leaves_the_rest(database: Database, agent: UUID) -> None:
    await call(database, agent, "on_call", None)
    until = (await look(database, agent)).until
    await call(database, agent, "ringing", None)
    assert ((await look(database, agent)).state, (await look(database, agent)).until) == ("wrap_up", until)


async def test_it_ends_when_its_time_had_come_although_nobody_looked(database: Database, agent: UUID) -> None:
    await call(database, agent, "on_call", None)
    await pass_time(database, 100)
    until = (await look(database, agent)).until
    await database.write(lambda tx: presence.set_presence(tx, agent, "away", "lunch"))
    rows = await intervals(database, agent)
    assert [row.state for row in rows[-3:]] == ["wrap_up", "available", "away"]
    assert rows[-3].until == until == rows[-2].since


async def test_it_is_prolonged_by_minutes_to_half_an_hour(database: Database, agent: UUID) -> None:
    await call(database, agent, "on_call", None)
    first = (await look(database, agent)).until
    assert first
    await database.write(lambda tx: prolong(tx, agent))
    assert (await look(database, agent)).until == first + timedelta(minutes=1)
    for _ in range(40):
        await database.write(lambda tx: prolong(tx, agent))
    last = (await look(database, agent)).until
    assert last
    assert last - first <= timedelta(minutes=30)
    await database.write(lambda tx: presence.set_presence(tx, agent, "available"))
    with pytest.raises(Conflict):
        await database.write(lambda tx: prolong(tx, agent))


async def test_a_hub_that_starts_again_ends_it(database: Database, agent: UUID, wait_for: Any) -> None:
    await call(database, agent, "on_call", None)
    assert await database.write(lambda tx: end_wrap_up(tx, agent)) > 0
    await pass_time(database, 100)

    async def due(tx: Tx) -> None:
        await tx.session.execute(sa.text("UPDATE job SET run_at = created_at"))

    await database.write(due)
    handlers = jobs.Handlers()
    presence.register(handlers)
    workers = jobs.Workers(database, handlers)
    await workers.start()

    async def available() -> bool:
        return (await look(database, agent)).state == "available"

    await wait_for(available)
    await workers.stop()


@pytest.mark.parametrize("seed", range(6))
async def test_intervals_follow_each_other_whatever_happens(database: Database, agent: UUID, seed: int) -> None:
    chance = random.Random(seed)
    things: list[Callable[[Tx], Any]] = [
        lambda tx: presence.overlay(tx, agent, "ringing"),
        lambda tx: presence.overlay(tx, agent, "on_call"),
        lambda tx: presence.overlay(tx, agent, None),
        lambda tx: presence.overlay(tx, agent, None),
        lambda tx: presence.set_presence(tx, agent, "away", "lunch"),
        lambda tx: presence.set_presence(tx, agent, "available"),
        lambda tx: presence.set_presence(tx, agent, "offline"),
        lambda tx: presence.follow_pause(tx, agent, True, "Doctor"),
        lambda tx: presence.follow_pause(tx, agent, False, ""),
        lambda tx: presence.go_offline(tx, agent),
        lambda tx: presence.come_online(tx, agent),
        lambda tx: end_wrap_up(tx, agent),
    ]
    for _ in range(40):
        if chance.random() < 0.3:
            await pass_time(database, chance.choice([1, 30, 61, 500]))
        await database.write(chance.choice(things))
    rows = await intervals(database, agent)
    assert [row.until for row in rows[:-1]] == [row.since for row in rows[1:]]
    assert rows[-1].until is None
    assert all(row.until >= row.since for row in rows[:-1] if row.until)
    assert all((a.state, a.reason) != (b.state, b.reason) for a, b in itertools.pairwise(rows))
    seen = await look(database, agent)
    assert (seen.state, seen.since) == (rows[-1].state, rows[-1].since)


async def test_the_route_prolongs_only_wrap_up(site: Site, agent: UUID) -> None:
    browser = await site.signed_in()
    answer = await browser.post("/api/me/presence/longer")
    assert (answer.status, (await answer.json())["code"]) == (409, "not_in_wrap_up")
    await call(site.db, agent, "on_call", None)
    assert (await (await browser.post("/api/me/presence/longer")).json())["state"] == "wrap_up"
