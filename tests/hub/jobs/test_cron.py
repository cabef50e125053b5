"""Repeated jobs run once over all processes, and missed times are not made up for."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
import sqlalchemy as sa

from hub.db import Database
from hub.jobs import Context, Handlers, Workers, cron
from hub.jobs.cron import Plan
from hub.jobs.models import Cron, Job
from tests.support.waiting import WaitFor

UTC_ZONE = ZoneInfo("UTC")
HOURLY = Plan("tidy", "default", timedelta(hours=1), None, UTC_ZONE)


async def make_due(database: Database, ago: timedelta) -> None:
    """Let every plan have been due for a while."""
    change = sa.update(Cron).values(next_run_at=datetime.now(UTC) - ago)
    await database.write(lambda tx: tx.session.execute(change))


async def plans(database: Database) -> dict[str, datetime]:
    """The stored times."""
    async with database.read() as session:
        rows = await session.execute(sa.select(Cron.name, Cron.next_run_at))
        return {row.name: row.next_run_at for row in rows}


async def test_an_unchanged_plan_keeps_its_time_and_a_changed_one_does_not(database: Database) -> None:
    await database.write(lambda tx: cron.lay(tx, [HOURLY]))
    first = (await plans(database))["tidy"]
    await database.write(lambda tx: cron.lay(tx, [HOURLY]))
    assert (await plans(database))["tidy"] == first
    changed = Plan("tidy", "default", timedelta(minutes=1), None, UTC_ZONE)
    await database.write(lambda tx: cron.lay(tx, [changed]))
    assert (await plans(database))["tidy"] < first


async def test_many_processes_enqueue_it_once(database: Database) -> None:
    await database.write(lambda tx: cron.lay(tx, [HOURLY]))
    await make_due(database, timedelta(hours=30))
    pauses = await asyncio.gather(*(database.write(lambda tx: cron.enqueue_due(tx, [HOURLY])) for _ in range(8)))
    async with database.read() as session:
        assert (await session.scalar(sa.select(sa.func.count()).select_from(Job))) == 1
    assert all(pause and 3590 < pause <= 3600 for pause in pauses)


async def test_workers_run_it_and_plan_the_next(database: Database, wait_for: WaitFor) -> None:
    handlers, seen = Handlers(), []

    @handlers.cron("tidy", every=timedelta(hours=1))
    async def tidy(ctx: Context) -> None:
        seen.append(ctx.job.kind)

    await database.write(lambda tx: cron.lay(tx, handlers.plans))
    await make_due(database, timedelta(minutes=5))
    both = [Workers(database, handlers) for _ in range(2)]
    for workers in both:
        await workers.start()
    await wait_for(lambda: seen)
    for workers in both:
        await workers.stop()
    assert seen == ["tidy"]
    assert (await plans(database))["tidy"] > datetime.now(UTC)


@pytest.mark.parametrize(
    ("moment", "due"),
    [
        (datetime(2025, 3, 1, 0, 0, tzinfo=UTC), datetime(2025, 3, 2, 0, 0, tzinfo=UTC)),  # 03:30 in Tehran itself
        (datetime(2025, 2, 28, 23, 59, tzinfo=UTC), datetime(2025, 3, 1, 0, 0, tzinfo=UTC)),
    ],
)
def test_a_daily_time_is_one_of_its_zone(moment: datetime, due: datetime) -> None:
    plan = Plan("tidy", "default", None, time(3, 30), ZoneInfo("Asia/Tehran"))
    assert plan.after(moment) == due


def test_a_daily_time_survives_the_change_of_the_clocks() -> None:
    plan = Plan("tidy", "default", None, time(2, 30), ZoneInfo("Europe/Berlin"))
    moment = datetime(2025, 3, 29, 12, tzinfo=UTC)
    for _ in range(3):
        following = plan.after(moment)
        assert timedelta(0) < following - moment <= timedelta(hours=25)
        moment = following


def test_a_plan_says_when_in_one_way() -> None:
    with pytest.raises(ValueError, match="either every or at"):
        Plan("tidy", "default", None, None, UTC_ZONE)
