"""Tasks and a real CalDAV server, changed on either side by an independent client."""

from __future__ import annotations

from datetime import date, time

import sqlalchemy as sa

from hub.caldav.client import open_client
from hub.caldav.discovery import look_around
from hub.caldav.links import change_password, put_back
from hub.caldav.models import CalendarEntry, CalendarLink
from hub.db import Tx
from hub.tasks import delete_task
from tests.peers.radicale.conftest import PASSWORD, Both

DAY = date(2026, 12, 5)


async def test_tasks_stand_there_and_what_is_done_there_is_done_here(both: Both) -> None:
    await both.connect()
    desk, user = both.desk, both.user
    task = await desk.task(user, "Ring Sara", text="About the bill", due_on=DAY, due_time=time(10, 30), priority="high",
                           remind_before=15)  # fmt: skip
    other = await desk.task(user, "Send the offer", due_on=DAY)
    told = await desk.look(user)
    assert (told.state, told.problem, told.tasks) == ("ok", None, 2)
    there = both.phone.entries()
    ring = there["Ring Sara"]
    assert (ring["DUE"], ring["PRIORITY"], ring["DESCRIPTION"]) == ("2026-12-05T10:30:00+03:30", "3", "About the bill")
    assert (ring["alarms"], there["Send the offer"]["DUE"]) == ("1", "2026-12-05")
    both.phone.complete("Ring Sara")
    both.phone.change("Send the offer", SUMMARY="Send the new offer", DUE="2026-12-07T09:00:00+00:00", PRIORITY="1",
                      DESCRIPTION="With the discount")  # fmt: skip
    await desk.look(user)
    assert (await desk.row(task.id)).state == "done"
    changed = await desk.row(other.id)
    assert (changed.title, changed.priority, changed.text) == ("Send the new offer", "urgent", "With the discount")
    assert (changed.due_on, changed.due_time) == (date(2026, 12, 7), time(12, 30))
    assert await desk.records(other.id) == []


async def test_both_sides_change_and_the_later_of_each_field_stays_and_is_told(both: Both) -> None:
    await both.connect()
    desk, user = both.desk, both.user
    task = await desk.task(user, "Ring Sara", due_on=DAY, text="First")
    await desk.look(user)
    await desk.change(user, task.id, title="Ring Sara today", priority="urgent")
    both.phone.change("Ring Sara", late=60, SUMMARY="Ring Sara at noon", DESCRIPTION="Second")
    await desk.look(user)
    row = await desk.row(task.id)
    assert (row.title, row.text, row.priority) == ("Ring Sara at noon", "Second", "urgent")
    (record,) = await desk.records(task.id)
    assert (record.kind, record.field, record.kept) == ("conflict", "title", "calendar")
    assert (record.kept_value, record.lost_value) == ("Ring Sara at noon", "Ring Sara today")
    assert both.phone.entries()["Ring Sara at noon"]["PRIORITY"] == "1"
    both.phone.change("Ring Sara at noon", late=-60, SUMMARY="Ring on Monday")
    await desk.change(user, task.id, title="Ring on Tuesday")
    await desk.look(user)
    assert (await desk.row(task.id)).title == "Ring on Tuesday"
    assert list(both.phone.entries()) == ["Ring on Tuesday"]
    assert (await desk.records(task.id))[0].lost_value == "Ring on Monday"


async def test_what_is_deleted_there_stays_here_until_it_is_put_back(both: Both) -> None:
    await both.connect()
    desk, user = both.desk, both.user
    task = await desk.task(user, "Ring Sara", due_on=DAY, promise=True)
    await desk.look(user)
    both.phone.delete("Ring Sara")
    told = await desk.look(user)
    assert [(one.title, one.promise) for one in told.removed] == [("Ring Sara", True)]
    assert (await desk.row(task.id)).state == "open"
    assert [one.kind for one in await desk.records(task.id)] == ["removed"]
    await desk.change(user, task.id, title="Ring Sara again")
    assert (await desk.look(user)).tasks == 0
    assert both.phone.entries() == {}
    await desk.db.write(lambda tx: put_back(tx, user))
    assert (await desk.look(user)).removed == []
    assert list(both.phone.entries()) == ["Ring Sara again"]


async def test_what_goes_here_goes_there(both: Both) -> None:
    await both.connect()
    desk, user = both.desk, both.user
    given, gone, done = [await desk.task(user, name, due_on=DAY) for name in ("Given", "Gone", "Done")]
    await desk.look(user)
    await desk.change(user, given.id, assignee_id=(await desk.agent("Reza")).id)
    await desk.db.write(lambda tx: delete_task(tx, user, gone.id))
    await desk.change(user, done.id, state="done")
    both.phone.change("Gone", SUMMARY="Not yet")  # what is written there does not keep what is gone here
    await desk.look(user)
    there = both.phone.entries()
    assert {name: one["STATUS"] for name, one in there.items()} == {"Done": "COMPLETED"}
    await desk.change(user, done.id, state="open")
    await desk.look(user)
    assert both.phone.entries()["Done"]["STATUS"] == "NEEDS-ACTION"


async def test_of_what_comes_again_the_open_one_stands_there(both: Both) -> None:
    await both.connect()
    desk, user = both.desk, both.user
    await desk.task(user, "Count the till", due_on=DAY, rrule="FREQ=WEEKLY;BYDAY=SA")
    await desk.look(user)
    both.phone.complete("Count the till")
    await desk.look(user)
    open_ones = [one for one in await desk.mine(user) if one.state == "open"]
    assert [one.occurrence for one in open_ones] == [2]
    there = both.phone.entries()["Count the till"]
    assert "RRULE" not in there


async def test_a_promise_is_not_cancelled_nor_left_without_a_day_by_a_telephone(both: Both) -> None:
    await both.connect()
    desk, user = both.desk, both.user
    task = await desk.task(user, "Ring Sara", due_on=DAY, promise=True)
    plain = await desk.task(user, "Tidy up", due_on=DAY)
    await desk.look(user)
    for name in ("Ring Sara", "Tidy up"):
        both.phone.change(name, STATUS="CANCELLED", DUE=None)
    await desk.look(user)
    row = await desk.row(task.id)
    assert (row.state, row.due_on) == ("open", DAY)
    assert {(one.kind, one.field) for one in await desk.records(task.id)} == {("refused", "due"), ("refused", "state")}
    back = both.phone.entries()["Ring Sara"]
    assert (back["STATUS"], back["DUE"]) == ("NEEDS-ACTION", DAY.isoformat())
    row = await desk.row(plain.id)
    assert (row.state, row.due_on) == ("cancelled", None)
    assert (await desk.look(user)).state == "ok"
    assert len(await desk.records(task.id)) == 2, "told once"


async def test_events_where_the_calendar_takes_no_to_dos(both: Both) -> None:
    await both.connect("VEVENT")
    desk, user = both.desk, both.user
    task = await desk.task(user, "Ring Sara", due_on=DAY, due_time=time(10))
    await desk.task(user, "Some day")
    await desk.look(user)
    (event,) = both.phone.entries().values()
    assert (event["DTSTART"], event["DTEND"]) == ("2026-12-05T10:00:00+03:30", "2026-12-05T10:15:00+03:30")
    both.phone.change("Ring Sara", SUMMARY="✓ Ring Sara", DTSTART="2026-12-06T11:00:00+03:30",
                      DTEND="2026-12-06T12:00:00+03:30")  # fmt: skip
    await desk.look(user)
    row = await desk.row(task.id)
    assert (row.title, row.state, row.due_on, row.due_time) == ("Ring Sara", "done", date(2026, 12, 6), time(11))
    await desk.change(user, task.id, state="open", due_time=time(12))
    await desk.look(user)
    (event,) = both.phone.entries().values()
    assert (event["SUMMARY"], event["DTEND"]) == ("Ring Sara", "2026-12-06T13:00:00+03:30"), "its hour stays"
    await desk.change(user, task.id, due_on=None)
    await desk.look(user)
    assert both.phone.entries() == {}


async def test_to_dos_made_there_become_tasks_where_that_is_wanted(both: Both) -> None:
    await both.connect(take_new=True)
    desk, user = both.desk, both.user
    lines = ("BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:x", "BEGIN:VTODO", "UID:made-there", "DTSTAMP:20261130T080000Z",
             "SUMMARY:Buy paper", "DUE:20261206T080000Z", "X-MINE:kept", "CATEGORIES:shop", "END:VTODO",
             "END:VCALENDAR")  # fmt: skip
    both.phone.add("\r\n".join(lines))
    await desk.look(user)
    (task,) = await desk.mine(user)
    assert (task.title, task.uid, task.due_on, task.due_time) == (
        "Buy paper",
        "made-there",
        date(2026, 12, 6),
        time(11, 30),
    )
    await desk.change(user, task.id, title="Buy much paper")
    await desk.look(user)
    there = both.phone.entries()["Buy much paper"]
    assert there["X-MINE"] == "kept", "what other programs keep there stays"
    await desk.db.write(lambda tx: delete_task(tx, user, task.id))
    await desk.look(user)
    assert (both.phone.entries(), await desk.mine(user)) == ({}, [])


async def test_a_hub_that_died_between_writing_and_remembering_makes_nothing_twice(both: Both) -> None:
    await both.connect()
    desk, user = both.desk, both.user
    task = await desk.task(user, "Ring Sara", due_on=DAY)
    await desk.look(user)
    link = await desk.link(user)

    async def forget(tx: Tx) -> None:
        await tx.session.execute(sa.delete(CalendarEntry))
        await tx.session.execute(sa.update(CalendarLink).values(sync_token=None, ctag=None))

    await desk.db.write(forget)
    await desk.change(user, task.id, title="Ring Sara soon")
    told = await desk.look(user)
    assert (told.id, told.tasks, told.left_out) == (link.id, 1, 0)
    assert list(both.phone.entries()) == ["Ring Sara soon"]


async def test_a_password_that_is_no_longer_true_stops_it_until_it_is_given_anew(both: Both) -> None:
    await both.connect()
    desk, user = both.desk, both.user
    await desk.task(user, "Ring Sara", due_on=DAY)
    both.server.user(both.phone.user, "another")
    told = await desk.look(user)
    assert (told.state, told.problem, told.next_at) == ("stopped", "sign_in", None)
    assert not await desk.is_due()
    await desk.db.write(lambda tx: change_password(tx, desk.keyring, user, "another"))
    assert (await desk.look(user)).state == "ok"


async def test_a_calendar_that_is_gone_takes_nothing_with_it(both: Both) -> None:
    await both.connect()
    desk, user = both.desk, both.user
    await desk.task(user, "Ring Sara", due_on=DAY)
    await desk.look(user)
    both.phone.remove_calendar()
    told = await desk.look(user)
    assert (told.state, told.problem, told.tasks) == ("stopped", "gone", 1)


async def test_calendars_are_found_from_the_hosts_name(both: Both) -> None:
    both.phone.make_calendar("کارها", "VTODO")
    places = both.desk.calendars.places
    async with open_client(places, both.server.url, both.phone.user, PASSWORD) as client:
        search = await look_around(client, both.server.url)
    assert (search.steps, search.problem) == (["reached", "signed_in", "home", "calendars"], None)
    (found,) = search.calendars
    assert (found.name, found.components, found.writable) == ("کارها", ("VTODO",), True)
    async with open_client(places, both.server.url, both.phone.user, "wrong") as client:
        search = await look_around(client, both.server.url)
    assert (search.steps, search.failed, search.problem and search.problem.code) == (
        ["reached"],
        "signed_in",
        "sign_in",
    )
