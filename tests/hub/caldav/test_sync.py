"""What a calendar server may do to the entries, and what becomes of the tasks."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
import sqlalchemy as sa
from aiohttp import web

from hub.accounts import User
from hub.caldav import book, remote
from hub.caldav.links import put_back
from tests.hub.caldav.desk import Desk
from tests.hub.caldav.server import FakeServer, nothing_odd

DAY = date(2026, 12, 5)


async def test_odd_entries_are_left_alone_and_told_and_stop_nothing(
    desk: Desk, server: FakeServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(remote, "MOST_ENTRY", 20_000)
    user = await desk.agent("Mina")
    await desk.connect(user, server.url, name="mina", password="secret")
    garbled, huge, fine = [await desk.task(user, name, due_on=DAY) for name in ("Garbled", "Huge", "Fine")]
    assert (await desk.look(user)).tasks == 3
    paths = {text.partition("SUMMARY:")[2].split("\r\n")[0]: path for path, (_, text) in server.entries.items()}
    server.keep(paths["Garbled"], "BEGIN:VCALENDAR\r\nDUE:soon\r\n<html>")
    whole = server.entries[paths["Huge"]][1]
    server.keep(paths["Huge"], whole.replace("SUMMARY:Huge", f"SUMMARY:Huge\r\nDESCRIPTION:{'x' * 30_000}"))
    server.keep(paths["Fine"], server.entries[paths["Fine"]][1].replace("SUMMARY:Fine", "SUMMARY:Better"))
    told = await desk.look(user)
    assert (told.state, (await desk.row(fine.id)).title) == ("ok", "Better")
    for task in (garbled, huge):
        assert [one.kind for one in await desk.records(task.id)] == ["unreadable"]
    await desk.look(user)
    assert len(await desk.records(garbled.id)) == 1, "told once"


async def test_an_entry_that_changes_while_it_is_written_is_read_again_and_both_stay(
    desk: Desk, server: FakeServer
) -> None:
    user = await desk.agent("Mina")
    await desk.connect(user, server.url, name="mina", password="secret")
    task = await desk.task(user, "Ring Sara", due_on=DAY)
    await desk.look(user)
    await desk.change(user, task.id, priority="urgent")
    ((path, (_, text)),) = server.entries.items()
    met = []

    async def late(request: web.Request) -> web.StreamResponse | None:
        if request.method == "PUT" and not met:  # somebody writes between our reading and our writing
            met.append(server.keep(path, text.replace("SUMMARY:Ring Sara", "SUMMARY:Ring Sara soon")))
        return None

    server.odd = late
    await desk.look(user)
    assert (await desk.row(task.id)).title == "Ring Sara soon"
    assert "SUMMARY:Ring Sara soon" in server.entries[path][1]
    assert "PRIORITY:1" in server.entries[path][1]


async def test_an_answer_that_lists_nothing_removes_nothing(desk: Desk, server: FakeServer) -> None:
    user = await desk.agent("Mina")
    await desk.connect(user, server.url, name="mina", password="secret")
    await desk.task(user, "Ring Sara", due_on=DAY)
    await desk.look(user)

    async def empty(request: web.Request) -> web.StreamResponse | None:
        return web.Response(status=207, text='<multistatus xmlns="DAV:"/>') if request.method == "REPORT" else None

    server.odd = empty
    server.keep("/cal/other.ics", "x")
    told = await desk.look(user)
    assert (told.tasks, told.removed) == (1, [])


@pytest.mark.parametrize(
    ("status", "state", "code"),
    [
        (500, "trouble", "server_error"),
        (401, "stopped", "sign_in"),
        (404, "stopped", "gone"),
        (200, "trouble", "not_caldav"),
    ],
)
async def test_a_server_in_trouble_is_asked_less_and_less_often(
    desk: Desk, server: FakeServer, status: int, state: str, code: str
) -> None:
    user = await desk.agent("Mina")
    await desk.connect(user, server.url, name="mina", password="secret")

    async def odd(_request: web.Request) -> web.StreamResponse | None:
        return web.Response(status=status, text="<html>")

    server.odd = odd
    first = await desk.look(user)
    assert (first.state, first.problem) == (state, code)
    if state == "trouble":
        second = await desk.look(user)
        assert first.next_at
        assert second.next_at
        assert first.next_at - first.since < timedelta(seconds=80)
        assert second.next_at - first.since > timedelta(seconds=90)
        server.odd = nothing_odd
        assert (await desk.look(user)).state == "ok"
    else:
        assert not await desk.is_due()


async def test_who_may_change_no_tasks_any_more_has_no_calendar_looked_at(desk: Desk, server: FakeServer) -> None:
    user = await desk.agent("Mina")
    await desk.connect(user, server.url, name="mina", password="secret")
    asked = len(server.seen)
    await desk.dismiss(user)
    told = await desk.look(user)
    assert (told.state, told.problem, len(server.seen)) == ("stopped", "owner", asked)


async def test_after_a_new_password_its_owner_must_say_that_the_calendar_is_theirs(
    desk: Desk, server: FakeServer
) -> None:
    user = await desk.agent("Mina")
    await desk.connect(user, server.url, name="mina", password="secret")
    await desk.db.write(
        lambda tx: tx.session.execute(sa.update(User).where(User.id == user.id).values(access=User.access + 1))
    )
    await desk.task(user, "Ring Sara", due_on=DAY)
    told = await desk.look(user)
    assert (told.state, told.problem, server.entries) == ("stopped", "confirm", {})
    await desk.db.write(lambda tx: put_back(tx, user))
    assert (await desk.look(user)).tasks == 1


async def test_of_very_many_tasks_those_due_first_stand_there_and_the_rest_is_counted(
    desk: Desk, server: FakeServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(book, "MOST_TASKS", 2)
    user = await desk.agent("Mina")
    await desk.connect(user, server.url, name="mina", password="secret")
    for days in (5, 1, 3, 2, 4):
        await desk.task(user, f"In {days}", due_on=DAY + timedelta(days=days))
    told = await desk.look(user)
    assert (told.tasks, told.left_out) == (2, 3)
    assert {name in str(server.entries) for name in ("SUMMARY:In 1", "SUMMARY:In 2")} == {True}
