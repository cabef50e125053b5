"""Parked items are tried again by a job: once each, whatever happens meanwhile; and jobs that are given up are told."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa

from hub import parked
from hub.accounts.models import AuditEntry
from hub.db import Database
from hub.events.models import Event
from hub.jobs import Context, Handlers, Workers, enqueue
from hub.jobs.handlers import Empty
from hub.parked.decide import discard_many, discard_one
from hub.parked.models import ParkedItem
from hub.parked.retrying import ask
from hub.parked.schemas import ParkedFilter
from hub.ports import Refused, RetryLater
from hub.web import Conflict, Principal
from tests.support.waiting import WaitFor

SOMEBODY = Principal(
    id=UUID(int=1), session_id=UUID(int=2), name="Mina", email="mina@example.com", role="administrator", language="fa",
    time_zone="Asia/Tehran", permissions=frozenset(), locked=False, expires_at=datetime(2030, 1, 1, tzinfo=UTC),
)  # fmt: skip


class Taking:
    """An area that takes things in, once it can."""

    def __init__(self) -> None:
        self.taken: list[int] = []
        self.broken: set[int] = set()
        self.away = 0
        self.held: asyncio.Event | None = None  # what is under way waits for it

    async def again(self, account: str | None, payload: dict[str, Any]) -> None:
        if self.away:
            self.away -= 1
            raise RetryLater("away", after=0.0)
        if self.held:
            await self.held.wait()
        if payload["number"] in self.broken:
            raise Refused(f"{account} {payload['number']} is still wrong, password=hunter2")
        self.taken.append(payload["number"])


@pytest.fixture
def taking() -> Taking:
    return Taking()


@pytest.fixture
async def workers(database: Database, taking: Taking) -> Any:
    handlers = Handlers()
    parked.register(handlers, {"sms": taking.again})
    handlers.given_up = parked.tell_dead

    @handlers.on("doomed", payload=Empty)
    async def doomed(_ctx: Context, _payload: Empty) -> None:
        raise Refused("no such thing")

    running = Workers(database, handlers)
    await running.start()
    yield running
    await running.stop()


async def add(db: Database, number: int, kind: str = "sms") -> UUID:
    made = await db.write(
        lambda tx: parked.park(
            tx, kind, {"number": number}, reason="refused", detail="x", account="line", retryable=True
        )
    )
    assert made is not None
    return made


async def items(db: Database) -> dict[int, ParkedItem]:
    async with db.read() as session:
        return {item.payload["number"]: item for item in await session.scalars(sa.select(ParkedItem))}


async def test_they_are_taken_in_in_order_and_what_is_still_wrong_stays(
    database: Database, workers: Workers, taking: Taking, wait_for: WaitFor
) -> None:
    taking.broken, taking.away = {2}, 1
    keys = [await add(database, number) for number in range(4)]
    await database.write(lambda tx: ask(tx, keys))

    async def settled() -> bool:
        left = await items(database)
        return list(left) == [2] and not left[2].retrying

    await wait_for(settled)
    assert taking.taken == [0, 1, 3]
    left = (await items(database))[2]
    assert (left.attempts, left.reason, left.cause) == (2, "refused", "refused")
    assert left.detail is not None
    assert left.detail.startswith("line 2 is still wrong")
    assert "hunter2" not in left.detail


async def test_one_that_nobody_knows_says_so(database: Database, workers: Workers, wait_for: WaitFor) -> None:
    key = await add(database, 1, "fax")
    await database.write(lambda tx: ask(tx, [key]))

    async def told() -> bool:
        return (await items(database))[1].cause == "unknown_kind"

    await wait_for(told)


async def test_a_job_that_is_given_up_joins_the_list(database: Database, workers: Workers, wait_for: WaitFor) -> None:
    job = await database.write(lambda tx: enqueue(tx, "doomed"))

    async def told() -> Any:
        async with database.read() as session:
            return (await session.scalars(sa.select(Event.data).where(Event.key == str(job)))).all()

    (data,) = await wait_for(told)
    assert (data["source"], data["kind"], data["reason"], data["detail"]) == (
        "job",
        "doomed",
        "refused",
        "no such thing",
    )


@pytest.mark.parametrize("broken", [False, True])
async def test_what_is_tried_again_just_now_is_not_discarded(
    database: Database, workers: Workers, taking: Taking, wait_for: WaitFor, broken: bool
) -> None:
    """Else it would be taken in, and in the books as thrown away."""
    key, other = await add(database, 1), await add(database, 2)
    taking.held, taking.broken = asyncio.Event(), {1} if broken else set()
    await database.write(lambda tx: ask(tx, [key]))
    with pytest.raises(Conflict) as caught:
        await database.write(lambda tx: discard_one(tx, SOMEBODY, key, "spam"))
    assert caught.value.code == "being_retried"
    assert await database.write(lambda tx: discard_many(tx, SOMEBODY, ParkedFilter(kind="sms"), "spam")) == 1
    assert list(await items(database)) == [1], f"only {other} went"
    taking.held.set()

    async def over() -> bool:
        left = await items(database)
        return (list(left) == [1] and not left[1].retrying) if broken else not left

    await wait_for(over)
    assert taking.taken == ([] if broken else [1])
    if broken:
        await database.write(lambda tx: discard_one(tx, SOMEBODY, key, "spam"))
    assert await items(database) == {}
    async with database.read() as session:
        books = list(await session.scalars(sa.select(AuditEntry.action)))
    assert books == ["parked_discarded"] * (2 if broken else 1), "nothing stands there as thrown away that was taken in"
