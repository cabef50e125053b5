"""Tasks made, changed, closed and deleted, and what others learn of it."""

from __future__ import annotations

from datetime import date, time, timedelta
from zoneinfo import ZoneInfo

import pytest
import sqlalchemy as sa

from hub.accounts import Role
from hub.accounts.models import AuditEntry
from hub.db import new_id, utc_now
from hub.tasks import NewTask, delete_task, is_deleted, tombstones_of
from hub.tasks.models import NEVER
from hub.web import Forbidden, Invalid, NotFound, Stale
from tests.hub.tasks.conftest import Office

TOMORROW = utc_now().astimezone(ZoneInfo("Asia/Tehran")).date() + timedelta(days=1)


async def test_a_task_is_ones_own_and_in_ones_own_zone(office: Office) -> None:
    nora = await office.agent("Nora")
    task = await office.task(nora, due_on=TOMORROW, due_time=time(11, 30), remind_before=30, promise=True)
    assert task.assignee is not None
    assert (task.assignee.id, task.zone, task.state, task.uid) == (nora.id, "Asia/Tehran", "open", str(task.id))
    assert task.due_at is not None
    assert task.due_at.astimezone(ZoneInfo("Asia/Tehran")).time() == time(11, 30)
    assert task.late_at == task.due_at
    assert task.remind_at == task.due_at - timedelta(minutes=30)
    whole = await office.task(nora, due_on=TOMORROW, remind_before=0)
    assert whole.late_at is not None
    assert whole.remind_at is not None
    there = ZoneInfo("Asia/Tehran")
    assert whole.late_at.astimezone(there).date() == TOMORROW + timedelta(days=1)
    assert whole.remind_at.astimezone(there).time() == time(9)
    assert (await office.row((await office.task(nora)).id)).late_at == NEVER


async def test_what_does_not_fit_together_is_refused(office: Office) -> None:
    nora = await office.agent("Nora")
    for wanted, field in (
        ({"due_time": time(9)}, "body.due_on"), ({"remind_before": 5}, "body.due_on"),
        ({"rrule": "FREQ=DAILY"}, "body.due_on"), ({"due_on": TOMORROW, "rrule": "FREQ=NEVER"}, "body.rrule"),
        ({"assignee_id": new_id()}, "body.assignee_id"), ({"team_id": new_id()}, "body.team_id"),
        ({"customer_id": new_id()}, "body.customer_id"), ({"about_id": new_id()}, "body.about_id"),
        ({"call_id": new_id()}, "body.call_id"),
    ):  # fmt: skip
        with pytest.raises(Invalid) as refused:
            await office.task(nora, **wanted)
        assert [error.field for error in refused.value.errors] == [field]
    task = await office.task(nora)
    for changes, field in (
        ({"title": None}, "body.title"), ({"assignee_id": None}, "body.assignee_id"),
        ({"due_time": time(9)}, "body.due_on"),
    ):  # fmt: skip
        with pytest.raises(Invalid) as refused:
            await office.change(nora, task.id, **changes)
        assert [error.field for error in refused.value.errors] == [field]
    assert (await office.row(task.id)).version == 1


async def test_two_who_change_one_task(office: Office) -> None:
    nora, omid = await office.agent("Nora"), await office.agent("Omid")
    task = await office.task(nora, assignee_id=omid.id)
    changed = await office.change(omid, task.id, task.version, title="Ring back today")
    with pytest.raises(Stale):
        await office.change(nora, task.id, task.version, title="Write instead")
    assert changed.version == 2
    same = await office.change(nora, task.id, title="Ring back today")
    assert same.version == 2  # nothing changed
    assert await office.rooms("task", task.id) == {"tasks", f"user:{nora.id}", f"user:{omid.id}"}


async def test_who_sees_what(office: Office) -> None:
    nora, omid, lena = await office.agent("Nora"), await office.agent("Omid"), await office.agent("Lena")
    boss = await office.agent("Boss", Role.SUPERVISOR)
    team, sara = await office.team("Repairs", omid, lena), await office.customer("Sara")
    own = await office.task(nora, "own")
    await office.task(nora, "teams", team_id=team)
    await office.task(nora, "customers", customer_id=sara, assignee_id=nora.id)
    now = utc_now()
    assert await office.tasks(nora, now=now) == ["own", "customers"]
    assert await office.tasks(nora, now=now, whose="made") == ["own", "teams", "customers"]
    assert await office.tasks(omid, now=now) == ["teams"]
    assert await office.tasks(omid, now=now, whose="all") == ["teams"]
    assert await office.tasks(boss, now=now, whose="all") == ["own", "teams", "customers"]
    assert await office.tasks(omid, now=now, customer_id=sara) == ["customers"]
    with pytest.raises(NotFound):
        await office.change(omid, own.id, title="mine now")
    assert (await office.change(boss, own.id, title="seen")).title == "seen"


async def test_done_by_whom_and_when_and_open_again(office: Office) -> None:
    nora, sara = await office.agent("Nora"), await office.customer("Sara")
    task = await office.task(nora, "Send the offer", customer_id=sara, due_on=TOMORROW, promise=True)
    done = await office.change(nora, task.id, state="done")
    assert done.closed_by is not None
    assert (done.state, done.closed_by.id, done.sequence) == ("done", nora.id, 1)
    (line,) = (await office.page(sara)).items
    assert (line.channel, line.state, line.subject, line.facts["promise"]) == ("event", "done", "Send the offer", True)
    again = await office.change(nora, task.id, state="open")
    assert (again.state, again.closed_at) == ("open", None)
    shown = await office.shown(sara)
    assert [entry["state"] for entry in shown.values()] == ["open"]


async def test_done_on_a_later_day_is_a_line_of_its_own(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    nora, sara = await office.agent("Nora"), await office.customer("Sara")
    task = await office.task(nora, "Send the offer", customer_id=sara)
    monkeypatch.setattr("hub.db.database.utc_now", lambda: utc_now() + timedelta(days=2))
    await office.change(nora, task.id, state="done")
    kinds = [entry.facts["kind"] for entry in (await office.page(sara)).items]
    assert kinds == ["task_done", "task"]
    await office.change(nora, task.id, state="open")
    assert [entry.facts["kind"] for entry in (await office.page(sara)).items] == ["task"]
    assert len(await office.shown(sara)) == 1


async def test_it_moves_to_another_customers_page(office: Office) -> None:
    nora, sara, omid = await office.agent("Nora"), await office.customer("Sara"), await office.customer("Omid")
    task = await office.task(nora, customer_id=sara)
    await office.change(nora, task.id, customer_id=omid, title="Ring Omid")
    assert await office.shown(sara) == {}
    (entry,) = (await office.shown(omid)).values()
    assert entry["subject"] == "Ring Omid"
    heard = await office.rooms("task", task.id)
    assert {f"customer_tasks:{sara}", f"customer_tasks:{omid}"} <= heard
    assert f"customer:{sara}" not in heard  # who reads customers need not read tasks


async def test_what_came_of_a_call_is_its_customers(office: Office) -> None:
    nora, sara = await office.agent("Nora"), await office.customer("Sara")
    about = await office.touch([sara], text="Where is my order")
    task = await office.task(nora, about_id=about)
    assert task.customer is not None
    assert task.about is not None
    assert (task.customer.id, task.about.interaction_id, task.about.channel) == (sara, about, "call")
    unsure = await office.touch([sara, await office.customer("Omid")], certainty="candidate")
    assert (await office.task(nora, about_id=unsure)).customer is None


async def test_deleted_and_given_away_leave_tombstones(office: Office) -> None:
    nora, omid = await office.agent("Nora"), await office.agent("Omid")
    lena, sara, since = await office.agent("Lena"), await office.customer("Sara"), utc_now()
    task = await office.task(nora, customer_id=sara)
    await office.change(nora, task.id, assignee_id=omid.id)
    async with office.db.read() as session:
        (given,) = await tombstones_of(session, nora.id, since, 10)
        assert (given.uid, given.deleted) == (task.uid, False)
        assert await is_deleted(session, [task.uid]) == set()
    await office.change(nora, task.id, assignee_id=nora.id)
    async with office.db.read() as session:
        assert await tombstones_of(session, nora.id, since, 10) == []
    with pytest.raises(Forbidden):  # seen on the customer's page, but not hers to delete
        await office.db.write(lambda tx: delete_task(tx, lena, task.id))
    with pytest.raises(Stale):
        await office.db.write(lambda tx: delete_task(tx, nora, task.id, 1))
    await office.db.write(lambda tx: delete_task(tx, nora, task.id))
    async with office.db.read() as session:
        (gone,) = await tombstones_of(session, nora.id, since, 10)
        assert (gone.uid, gone.deleted) == (task.uid, True)
        assert await is_deleted(session, [task.uid]) == {task.uid}
        audited = await session.scalars(sa.select(AuditEntry.subject_id).where(AuditEntry.action == "task_deleted"))
        assert list(audited) == [task.id]
    assert await office.shown(sara) == {}
    with pytest.raises(NotFound):
        await office.change(nora, task.id, title="gone")


async def test_the_day_moves_and_its_moments_with_it(office: Office) -> None:
    nora = await office.agent("Nora")
    task = await office.task(nora, due_on=TOMORROW, due_time=time(9), remind_before=10)
    moved = await office.change(nora, task.id, due_on=TOMORROW + timedelta(days=7))
    assert task.remind_at
    assert moved.remind_at == task.remind_at + timedelta(days=7)
    assert moved.sequence == 1
    bare = await office.change(nora, task.id, due_on=None)
    assert (bare.due_time, bare.remind_before, bare.late_at, bare.remind_at) == (None, None, None, None)


async def test_a_day_is_within_what_calendars_hold() -> None:
    with pytest.raises(ValueError, match="from 2000-01-01"):
        NewTask(title="x", due_on=date(1999, 12, 31))
