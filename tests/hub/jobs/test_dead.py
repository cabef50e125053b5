"""Dead letters can be tried again and forgotten."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import sqlalchemy as sa

from hub.db import Database, Tx, new_id, utc_now
from hub.jobs import DEAD, discard_dead, enqueue, purge_dead, retry_dead
from hub.jobs.models import Job


async def bury(database: Database, key: str | None = None) -> UUID:
    """A dead job."""

    async def work(tx: Tx) -> UUID:
        made = await enqueue(tx, "greet", {"name": "x"}, key=key)
        dead = {"dead_at": tx.now, "dead_reason": "failed", "attempts": 10}
        await tx.session.execute(sa.update(Job).where(Job.id == made).values(dead))
        return made

    return await database.write(work)


async def dead(database: Database) -> list[UUID]:
    """The ids of the dead."""
    async with database.read() as session:
        return list(await session.scalars(sa.select(DEAD.c.id).where(DEAD.c.dead_at.is_not(None))))


async def test_a_retried_one_is_pending_again_beside_a_newer_one_of_its_key(database: Database) -> None:
    job = await bury(database, key="k")
    newer = await database.write(lambda tx: enqueue(tx, "greet", {"name": "y"}, key="k"))
    assert newer != job
    woken: set[str] = set()
    database.listeners.append(lambda tx: woken.update(tx.wakes))
    assert await database.write(lambda tx: retry_dead(tx, [job]))
    assert not await database.write(lambda tx: retry_dead(tx, [job]))
    assert not await database.write(lambda tx: retry_dead(tx, [new_id()]))
    async with database.read() as session:
        found = await session.get_one(Job, job)
    assert (found.dead_at, found.attempts, found.key) == (None, 0, None)
    assert woken == {"default"}


async def test_discards_only_the_dead(database: Database) -> None:
    job = await bury(database)
    alive = await database.write(lambda tx: enqueue(tx, "alive", {}))
    assert await database.write(lambda tx: discard_dead(tx, [job]))
    assert not await database.write(lambda tx: discard_dead(tx, [alive]))
    assert await dead(database) == []


async def test_purges_by_age(database: Database) -> None:
    await bury(database)
    assert await database.write(lambda tx: purge_dead(tx, utc_now() - timedelta(hours=1))) == 0
    assert await database.write(lambda tx: purge_dead(tx, utc_now() + timedelta(hours=1))) == 1
