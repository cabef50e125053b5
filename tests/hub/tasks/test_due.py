"""Reminders and repetitions by the clock: told once, moved with the day, and right over a restart."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
import sqlalchemy as sa

from hub.db import Tx, utc_now
from hub.events.models import Event
from hub.jobs import Handlers, Workers
from hub.jobs.models import Job
from hub.tasks import HOOKS, delete_task, do_what_is_due, register
from hub.tasks.models import Task, TaskReminder
from hub.tasks.reminders import add_to_me, put_mine_away
from hub.tasks.schemas import ReminderOut
from hub.web import NotFound, Principal
from tests.hub.tasks.conftest import Office
from tests.support.waiting import WaitFor

THERE = ZoneInfo("Asia/Tehran")
TODAY = utc_now().astimezone(THERE).date()
TOMORROW = TODAY + timedelta(days=1)
Travel = Callable[[timedelta], None]


@pytest.fixture
def travel(monkeypatch: pytest.MonkeyPatch) -> Travel:
    """Let transactions happen later."""
    return lambda ahead: monkeypatch.setattr("hub.db.database.utc_now", lambda: utc_now() + ahead)


async def reminders(office: Office, user: Principal) -> list[ReminderOut]:
    async with office.db.read() as session:
        return list((await add_to_me(session, user, None))["reminder"])


async def told(office: Office, user: Principal) -> list[bool]:
    """The reminder events of somebody: True for those that say one is there."""
    async with office.db.read() as session:
        query = sa.select(Event).where(Event.room == f"user:{user.id}", Event.kind == "reminder")
        return [event.data is not None for event in await session.scalars(query.order_by(Event.xid, Event.id))]


async def test_told_once_and_put_away(office: Office, travel: Travel) -> None:
    nora, omid = await office.agent("Nora"), await office.agent("Omid")
    task = await office.task(nora, due_on=TOMORROW, due_time=time(9), remind_before=0)
    await office.db.write(do_what_is_due)
    assert await reminders(office, nora) == []
    travel(timedelta(days=2))
    for _ in range(2):
        await office.db.write(do_what_is_due)
    (reminder,) = await reminders(office, nora)
    assert reminder.task.id == task.id
    with pytest.raises(NotFound):
        await office.db.write(lambda tx: put_mine_away(tx, omid, reminder.id))
    await office.db.write(lambda tx: put_mine_away(tx, nora, reminder.id))
    assert await reminders(office, nora) == []
    assert await told(office, nora) == [True, False]


async def test_a_reminder_moves_with_the_day_and_goes_with_the_task(office: Office, travel: Travel) -> None:
    nora, omid = await office.agent("Nora"), await office.agent("Omid")
    task = await office.task(nora, due_on=TOMORROW, remind_before=0)
    travel(timedelta(days=2))
    await office.db.write(do_what_is_due)
    await office.change(nora, task.id, due_on=TODAY + timedelta(days=5))
    assert await reminders(office, nora) == []
    await office.db.write(do_what_is_due)
    assert await reminders(office, nora) == []
    travel(timedelta(days=6))
    await office.db.write(do_what_is_due)
    assert len(await reminders(office, nora)) == 1
    await office.change(nora, task.id, assignee_id=omid.id)
    assert await reminders(office, nora) == []
    await office.change(nora, task.id, due_on=TODAY + timedelta(days=8))
    travel(timedelta(days=9))
    await office.db.write(do_what_is_due)
    assert len(await reminders(office, omid)) == 1
    await office.change(nora, task.id, state="done")
    assert await reminders(office, omid) == []


async def test_a_team_is_reminded_of_what_nobody_has_taken(office: Office, travel: Travel) -> None:
    nora, omid, lena = await office.agent("Nora"), await office.agent("Omid"), await office.agent("Lena")
    await office.task(nora, team_id=await office.team("Repairs", omid, lena), due_on=TOMORROW, remind_before=0)
    heard: list[UUID] = []

    async def by_mail(_tx: Tx, rows: object) -> None:
        heard.extend(row.user_id for row in rows)  # type: ignore[attr-defined]

    HOOKS.reminded.append(by_mail)
    try:
        travel(timedelta(days=2))
        await office.db.write(do_what_is_due)
    finally:
        HOOKS.reminded.remove(by_mail)
    assert sorted(heard) == sorted([omid.id, lena.id])
    assert [len(await reminders(office, one)) for one in (nora, omid, lena)] == [0, 1, 1]


async def test_one_job_waits_for_whatever_is_first(office: Office) -> None:
    nora = await office.agent("Nora")
    await office.task(nora)
    assert await office.jobs() == []
    later = await office.task(nora, due_on=TODAY + timedelta(days=9), remind_before=0)
    sooner = await office.task(nora, due_on=TODAY + timedelta(days=3), remind_before=0)
    (job,) = await office.jobs()
    assert sooner.remind_at
    assert later.remind_at
    assert abs(job.run_at - sooner.remind_at) < timedelta(seconds=20)


async def test_the_job_tells_and_waits_for_the_next_also_after_a_restart(office: Office, wait_for: WaitFor) -> None:
    nora = await office.agent("Nora")
    soon = (utc_now() - timedelta(minutes=2)).astimezone(THERE)
    task = await office.task(nora, due_on=TOMORROW, due_time=time(9), remind_before=0)
    await office.task(nora, "Later", due_on=TODAY + timedelta(days=9), remind_before=0)
    await _set(office, task.id, remind_at=soon)  # the hub was down when its time came
    (job,) = await office.jobs()
    await _run_at(office, job.id, utc_now())
    handlers = Handlers()
    register(handlers)
    workers = Workers(office.db, handlers)
    await workers.start()
    try:

        async def shown() -> bool:
            return bool(await reminders(office, nora)) and [job.attempts for job in await office.jobs()] == [0]

        await wait_for(shown)
    finally:
        await workers.stop()
    (waiting,) = await office.jobs()
    assert waiting.run_at > utc_now() + timedelta(days=7)
    assert len(await reminders(office, nora)) == 1


async def _set(office: Office, task: UUID, **values: object) -> None:
    async def work(tx: Tx) -> None:
        await tx.session.execute(sa.update(Task).where(Task.id == task).values(**values))

    await office.db.write(work)


async def _run_at(office: Office, job: UUID, at: datetime) -> None:
    async def work(tx: Tx) -> None:
        await tx.session.execute(sa.update(Job).where(Job.id == job).values(run_at=at))

    await office.db.write(work)


async def series(office: Office, task: UUID) -> list[Task]:
    async with office.db.read() as session:
        of = sa.select(Task.series_id).where(Task.id == task).scalar_subquery()
        return list(await session.scalars(sa.select(Task).where(Task.series_id == of).order_by(Task.occurrence)))


async def test_the_next_is_made_when_this_is_done(office: Office) -> None:
    nora, sara = await office.agent("Nora"), await office.customer("Sara")
    task = await office.task(nora, "Ask how it goes", customer_id=sara, due_on=TODAY, due_time=time(10),
                             remind_before=15, rrule="FREQ=DAILY;INTERVAL=7")  # fmt: skip
    await office.change(nora, task.id, state="done")
    await office.change(nora, task.id, state="open")
    await office.change(nora, task.id, state="done")  # done again: the next is there already
    first, second = await series(office, task.id)
    assert (first.followed, second.due_on, second.state) == (True, TODAY + timedelta(days=7), "open")
    assert (second.due_time, second.customer_id, second.occurrence, second.version) == (time(10), sara, 2, 1)
    assert second.remind_at is not None
    assert second.uid != first.uid
    kinds = [entry.facts["task_id"] for entry in (await office.page(sara)).items]
    assert kinds == [str(task.id)]  # the second shows on the timeline once it is done
    await office.change(nora, second.id, state="done")
    assert len((await office.page(sara)).items) == 2


async def test_a_moved_one_leaves_the_rule_and_a_cancelled_one_ends_it(office: Office) -> None:
    nora = await office.agent("Nora")
    task = await office.task(nora, due_on=TODAY, rrule="FREQ=DAILY;INTERVAL=7")
    await office.change(nora, task.id, due_on=TOMORROW)
    await office.change(nora, task.id, state="done")
    second = (await series(office, task.id))[1]
    assert second.due_on == TODAY + timedelta(days=7)
    await office.change(nora, second.id, state="cancelled")
    assert len(await series(office, task.id)) == 2


async def test_what_was_missed_is_not_made_up_for(office: Office, travel: Travel) -> None:
    nora = await office.agent("Nora")
    task = await office.task(nora, due_on=TODAY, rrule="FREQ=DAILY")
    travel(timedelta(days=30))
    await office.change(nora, task.id, state="done")
    assert [one.due_on for one in await series(office, task.id)] == [TODAY, TODAY + timedelta(days=30)]


async def test_a_rule_counts_to_its_end(office: Office) -> None:
    nora = await office.agent("Nora")
    task = await office.task(nora, due_on=TODAY, rrule="FREQ=DAILY;COUNT=2")
    await office.change(nora, task.id, state="done")
    second = (await series(office, task.id))[1]
    await office.change(nora, second.id, state="done")
    assert len(await series(office, task.id)) == 2


async def test_by_its_rule_the_next_comes_though_this_is_not_done(office: Office, travel: Travel) -> None:
    nora = await office.agent("Nora")
    task = await office.task(nora, due_on=TODAY, rrule="FREQ=DAILY", repeat_from="due")
    (job,) = await office.jobs()
    assert task.late_at
    assert abs(job.run_at - task.late_at) < timedelta(seconds=20)
    travel(timedelta(days=1, hours=1))
    await asyncio.gather(*(office.db.write(do_what_is_due) for _ in range(3)))
    first, second = await series(office, task.id)
    assert (first.state, second.state, second.due_on) == ("open", "open", TOMORROW)
    await office.change(nora, task.id, state="done")
    assert len(await series(office, task.id)) == 2
    assert (await office.row(second.id)).repeat_at is not None


async def test_reminders_go_with_a_deleted_task(office: Office, travel: Travel) -> None:
    nora = await office.agent("Nora")
    task = await office.task(nora, due_on=TOMORROW, remind_before=0)
    travel(timedelta(days=2))
    await office.db.write(do_what_is_due)
    await office.db.write(lambda tx: delete_task(tx, nora, task.id))
    assert await told(office, nora) == [True, False]
    async with office.db.read() as session:
        assert list(await session.scalars(sa.select(TaskReminder))) == []


async def test_a_rule_that_cannot_be_read_stops_nobody_elses_reminders(office: Office, travel: Travel) -> None:
    nora = await office.agent("Nora")
    bad = await office.task(nora, "Odd", due_on=TODAY, rrule="FREQ=DAILY", repeat_from="due")
    await office.db.write(
        lambda tx: tx.session.execute(sa.update(Task).where(Task.id == bad.id).values(rrule="FREQ=DAILY;UNTIL=9990101"))
    )
    await office.task(nora, "Ring", due_on=TOMORROW, due_time=time(9), remind_before=0)
    travel(timedelta(days=2))
    await office.db.write(do_what_is_due)
    assert [one.task.title for one in await reminders(office, nora)] == ["Ring"]
    assert (await office.row(bad.id)).repeat_at is None
    assert (await office.change(nora, bad.id, state="done")).state == "done"
