"""What comes faster than it can be taken in: kept at once, taken in soon, once, whatever happens meanwhile."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import Any

import pytest
import sqlalchemy as sa

from hub import inbound, timeline
from hub.calls import Numbering
from hub.db import Database, StoreUnavailable, Tx
from hub.inbound import behind
from hub.inbound.models import Kept, Received
from hub.intake import Intake
from hub.parked.models import ParkedItem
from hub.ports import InboundMessage, Peer
from tests.support.waiting import WaitFor

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
Eventually = Callable[[], Awaitable[None]]


def message(place: int, peer: Peer | None = None) -> InboundMessage:
    sender = peer or Peer("phone", f"0912{place:07d}")
    return InboundMessage("sms", f"key {place}", sender.value, NOON, sender, text=f"سلام {place}")


@pytest.fixture(autouse=True)
def few_are_many(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(behind, "MANY", 2)
    monkeypatch.setattr(behind, "AT_ONCE", 5)
    monkeypatch.setattr(behind, "AWAY", 0.01)


@asynccontextmanager
async def started(db: Database) -> AsyncIterator[Intake]:
    intake = Intake(db, Numbering())
    intake.start()
    try:
        yield intake
    finally:
        await intake.stop()


async def count(db: Database, model: Any) -> int:
    async with db.read() as session:
        return await session.scalar(sa.select(sa.func.count()).select_from(model)) or 0


@pytest.fixture
def taken_in(database: Database, wait_for: WaitFor) -> Eventually:
    """Waits until nothing is kept any more."""

    async def wait() -> None:
        async def none() -> bool:
            return await count(database, Kept) == 0

        await wait_for(none)

    return wait


async def texts(db: Database) -> list[str]:
    async with db.read() as session:
        return sorted((await session.scalars(sa.select(timeline.Interaction.text))).all(), key=len)


async def test_what_comes_at_once_is_stored_once(database: Database, taken_in: Eventually) -> None:
    sent = [message(place) for place in range(40)]
    async with started(database) as intake:
        at_once = await asyncio.gather(*(intake.take("line", one) for one in sent))
        await taken_in()
        await asyncio.gather(*(intake.take("line", one) for one in sent))
        await taken_in()
    assert at_once.count(None) > 30, "most were kept first"
    assert sorted(await texts(database)) == sorted(one.text for one in sent)
    assert await count(database, Received) == 40


async def test_little_is_taken_in_before_it_is_answered(database: Database, wait_for: WaitFor) -> None:
    async with started(database) as intake:
        await wait_for(lambda: not intake._behind.wanted)  # it looked for what was left
        stored = [await intake.take("line", message(place)) for place in range(5)]
    assert all(stored)


async def test_what_comes_later_does_not_overtake(database: Database, taken_in: Eventually, wait_for: WaitFor) -> None:
    seen: list[str] = []

    async def follow(_tx: Tx, arrived: Sequence[inbound.Arrived]) -> None:
        seen.extend(one.message.dedupe_key for one in arrived)

    inbound.HOOKS.arrived.append(follow)
    peer = Peer("phone", "09121234567")
    async with started(database) as intake:
        await wait_for(lambda: not intake._behind.wanted)
        await asyncio.gather(*(intake.take("line", message(place, peer)) for place in range(12)))
        await intake.take("line", message(12, peer))
        await taken_in()
    assert seen == [f"key {place}" for place in range(13)]


async def test_what_a_process_left_is_taken_in_after_the_next_start(database: Database, taken_in: Eventually) -> None:
    await database.write(lambda tx: behind._keep(tx, [("line", message(place)) for place in range(12)]))
    assert await count(database, Received) == 0
    async with started(database):
        await taken_in()
    assert await count(database, Received) == 12


async def test_one_that_cannot_be_taken_in_is_put_aside_alone(database: Database, taken_in: Eventually) -> None:
    async def follow(_tx: Tx, arrived: Sequence[inbound.Arrived]) -> None:
        if any(one.message.dedupe_key == "key 3" for one in arrived):
            raise ValueError("a defect")

    inbound.HOOKS.arrived.append(follow)
    sent = [message(place, Peer("email", "no address") if place == 1 else None) for place in range(8)]
    await database.write(lambda tx: behind._keep(tx, [("line", one) for one in sent]))
    async with started(database):
        await taken_in()
    assert sorted(await texts(database)) == sorted(sent[place].text for place in (0, 2, 4, 5, 6, 7))
    async with database.read() as session:
        aside = (await session.execute(sa.select(ParkedItem.reason, ParkedItem.retryable))).all()
    assert sorted(map(tuple, aside)) == [("failed", True), ("refused", True)]


async def test_one_of_another_version_is_put_aside_alone(database: Database, taken_in: Eventually) -> None:
    old = {"account": "line", "dedupe_key": "old", "message": '{"what": "once was"}', "kept_at": NOON}
    await database.write(lambda tx: tx.connection.execute(sa.insert(Kept), [old]))
    await database.write(lambda tx: behind._keep(tx, [("line", message(1))]))
    async with started(database):
        await taken_in()
    async with database.read() as session:
        assert (await session.scalars(sa.select(ParkedItem.payload))).all() == [{"what": "once was"}]
    assert await count(database, Received) == 1


async def test_a_store_that_is_away_is_tried_again(database: Database, taken_in: Eventually) -> None:
    away = [StoreUnavailable("away"), StoreUnavailable("away")]

    async def follow(_tx: Tx, _arrived: Sequence[inbound.Arrived]) -> None:
        if away:
            raise away.pop()

    inbound.HOOKS.arrived.append(follow)
    await database.write(lambda tx: behind._keep(tx, [("line", message(place)) for place in range(3)]))
    async with started(database):
        await taken_in()
    assert not away
    assert await count(database, Received) == 3
    assert await count(database, ParkedItem) == 0


async def test_nobody_looks_while_a_commit_is_under_way(database: Database, wait_for: WaitFor) -> None:
    async with started(database) as intake:
        await wait_for(lambda: not intake._behind.wanted)
        looks: list[int] = []
        intake._behind._take_some = counted(looks)  # type: ignore[method-assign]
        intake._behind._keeping.unstored = 1
        intake._behind._wake.set()
        await wait_for(lambda: looks)
        for _ in range(20):
            await asyncio.sleep(0)
        assert len(looks) == 1


def counted(looks: list[int]) -> Callable[[int], Awaitable[int]]:
    async def look(most: int) -> int:
        looks.append(most)
        await asyncio.sleep(0)
        return 0

    return look


async def test_two_processes_share_what_is_kept(database: Database, taken_in: Eventually) -> None:
    await database.write(lambda tx: behind._keep(tx, [("line", message(place)) for place in range(60)]))
    async with started(database), started(database):
        await taken_in()
    assert await count(database, Received) == await count(database, timeline.Interaction) == 60


async def test_too_much_is_not_kept(database: Database, taken_in: Eventually, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(behind, "MOST", 0)
    async with started(database) as intake:
        stored = await asyncio.gather(*(intake.take("line", message(place)) for place in range(10)))
    assert None not in stored
