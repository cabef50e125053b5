"""Tasks and calendar links through the API."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa
from icalendar import Calendar

from hub import accounts, tasks
from hub.accounts import User
from hub.db import Base, Database, Tx, new_id, utc_now
from hub.tasks.models import Task
from tests.hub.tasks.conftest import Office
from tests.support.accounts import PASSWORD, Client, MakeSite, Site

TODAY = utc_now().date().isoformat()


@pytest.fixture
async def served(make_site: MakeSite, people: dict[str, Any]) -> Site:
    return await make_site(also=[tasks.routes, tasks.feed_routes])


async def ask(client: Client, method: str, path: str, body: Any = None, **headers: str) -> tuple[int, Any]:
    sent = {} if body is None else {"json": body}
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    response = await client.request(method, f"/api{path}", headers=named, **sent)
    return response.status, await response.json(content_type=None) if response.status != 204 else None


async def test_a_task_is_made_changed_talked_about_and_deleted(served: Site) -> None:
    agent = await served.signed_in("agent")
    status, made = await ask(agent, "POST", "/tasks", {"title": " Ring back ", "due_on": TODAY, "promise": True})
    assert (status, made["title"], made["version"], made["state"]) == (201, "Ring back", 1, "open")
    path = f"/tasks/{made['id']}"
    assert (await ask(agent, "PATCH", path, {"priority": "high"}, If_Match='"1"'))[0] == 200
    status, stale = await ask(agent, "PATCH", path, {"priority": "low"}, If_Match='"1"')
    assert (status, stale["code"], stale["current"]["priority"]) == (412, "changed", "high")
    status, said = await ask(agent, "POST", f"{path}/comments", {"text": "Not in."})
    assert status == 201
    comment = f"{path}/comments/{said['interaction_id']}"
    assert (await ask(agent, "PATCH", comment, {"text": "Still not in."}))[1]["text"] == "Still not in."
    _, listed = await ask(agent, "GET", f"{path}/comments")
    assert [one["text"] for one in listed["items"]] == ["Still not in."]
    assert (await ask(agent, "GET", path))[1]["comments"] == 1
    assert (await ask(agent, "DELETE", comment))[0] == 204
    assert (await ask(agent, "DELETE", f"{path}/comments/{new_id()}"))[0] == 404
    assert (await ask(agent, "DELETE", path, If_Match='"1"'))[0] == 412
    assert (await ask(agent, "DELETE", path))[0] == 204
    assert (await ask(agent, "GET", path))[0] == 404


async def test_others_tasks_are_not_there(served: Site) -> None:
    agent, boss = await served.signed_in("agent"), await served.signed_in("supervisor")
    _, made = await ask(boss, "POST", "/tasks", {"title": "Secret"})
    path = f"/tasks/{made['id']}"
    for method, body in (("GET", None), ("PATCH", {"title": "x"}), ("DELETE", None)):
        assert (await ask(agent, method, path, body))[0] == 404
    assert (await ask(agent, "GET", f"/teams/{new_id()}/task-counts"))[0] == 404
    _, many = await ask(agent, "POST", "/tasks/many", {"ids": [made["id"]], "action": "done"})
    assert many == {"changed": [], "left": [{"id": made["id"], "code": "not_found"}]}


async def test_many_at_once_and_lists(served: Site) -> None:
    agent = await served.signed_in("agent")
    ids = [(await ask(agent, "POST", "/tasks", {"title": f"Task {n}", "due_on": TODAY}))[1]["id"] for n in range(3)]
    _, page = await ask(agent, "GET", "/tasks?limit=2")
    assert (len(page["items"]), bool(page["next"])) == (2, True)
    _, rest = await ask(agent, "GET", f"/tasks?limit=2&cursor={page['next']}")
    assert (len(rest["items"]), rest["next"]) == (1, None)
    assert [one["title"] for one in (await ask(agent, "GET", "/tasks?q=task+1"))[1]["items"]] == ["Task 1"]
    assert (await ask(agent, "GET", "/tasks?nobody=true"))[1]["items"] == []
    later = (utc_now().date() + timedelta(days=40)).isoformat()
    _, moved = await ask(agent, "POST", "/tasks/many", {"ids": ids[:2], "action": "move", "due_on": later})
    assert {one["due_on"] for one in moved["changed"]} == {later}
    _, done = await ask(agent, "POST", "/tasks/many", {"ids": [*ids, str(new_id())], "action": "done"})
    assert (len(done["changed"]), [one["code"] for one in done["left"]]) == (3, ["not_found"])
    _, moved = await ask(agent, "POST", "/tasks/many", {"ids": ids[:1], "action": "move", "due_on": later})
    assert moved["left"] == [{"id": ids[0], "code": "state"}]
    _, counts = await ask(agent, "GET", "/tasks/counts")
    assert sum(counts.values()) == 0
    status, refused = await ask(agent, "POST", "/tasks/many", {"ids": ids, "action": "assign"})
    assert (status, refused["errors"][0]["code"]) == (422, "nobody")


async def test_what_was_done_with_many_is_taken_back_where_nobody_was_there_since(served: Site) -> None:
    agent = await served.signed_in("agent")
    made = [(await ask(agent, "POST", "/tasks", {"title": f"Task {n}"}))[1] for n in range(3)]
    names = ("id", "version", "state", "assignee_id", "team_id", "due_on")
    before = [
        one | {"assignee_id": one["assignee"]["id"], "team_id": None, "version": one["version"] + 1} for one in made
    ]
    before = [{name: one[name] for name in names} for one in before]
    ids = [one["id"] for one in made]
    await ask(agent, "POST", "/tasks/many", {"ids": ids, "action": "move", "due_on": TODAY})
    await ask(agent, "PATCH", f"/tasks/{ids[2]}", {"title": "Changed since"})
    status, refused = await ask(agent, "POST", "/tasks/many/undo", {"tasks": [before[0] | {"assignee_id": None}]})
    assert (status, refused["errors"][0]["field"]) == (422, "body.tasks")
    status, refused = await ask(agent, "POST", "/tasks/many/undo", {"tasks": [before[0] | {"team_id": str(new_id())}]})
    assert (status, refused["errors"][0]["field"]) == (422, "body.team_id")
    status, undone = await ask(agent, "POST", "/tasks/many/undo", {"tasks": before})
    assert (status, undone["left"]) == (200, [{"id": ids[2], "code": "changed"}])
    assert [(one["id"], one["due_on"]) for one in undone["changed"]] == [(one, None) for one in ids[:2]]
    await ask(agent, "POST", "/tasks/many", {"ids": ids[:1], "action": "done"})
    _, undone = await ask(agent, "POST", "/tasks/many/undo", {"tasks": [before[0] | {"version": 4}]})
    assert [one["state"] for one in undone["changed"]] == ["open"]


async def test_what_a_leaver_still_has_is_taken_back_too(served: Site, database: Database) -> None:
    agent = await served.signed_in("agent")
    _, made = await ask(agent, "POST", "/tasks", {"title": "Theirs"})
    gone = sa.update(User).where(User.email == "supervisor@example.com").values(active=False).returning(User.id)
    leaver = await database.write(lambda tx: tx.session.scalar(gone))
    give = sa.update(Task).values(assignee_id=leaver)
    await database.write(lambda tx: tx.session.execute(give))
    _, done = await ask(agent, "POST", "/tasks/many", {"ids": [made["id"]], "action": "done"})
    assert [one["state"] for one in done["changed"]] == ["done"]
    was = {"id": made["id"], "version": 2, "state": "open", "assignee_id": str(leaver), "team_id": None, "due_on": None}
    status, undone = await ask(agent, "POST", "/tasks/many/undo", {"tasks": [was]})
    assert (status, [one["state"] for one in undone["changed"]]) == (200, ["open"])


@pytest.mark.parametrize("host", ["[", "x:99999"])
async def test_a_calendar_is_read_whatever_the_host_is_said_to_be(served: Site, host: str) -> None:
    agent = await served.signed_in("agent")
    await ask(agent, "POST", "/tasks", {"title": "Ring back", "due_on": TODAY})
    _, made = await ask(agent, "POST", "/me/calendar-links", {"name": "Phone"})
    path = f"/calendar/{made['url'].split('/calendar/')[1]}"
    assert (await served.browser().get(path, headers={"Host": host})).status in {200, 400}


async def test_a_calendar_link_is_told_once_and_ends_when_it_is_revoked(served: Site, database: Database) -> None:
    agent = await served.signed_in("agent")
    await ask(agent, "POST", "/tasks", {"title": "تماس؛ دوباره", "due_on": TODAY})
    status, made = await ask(agent, "POST", "/me/calendar-links", {"name": "Phone"})
    assert status == 201
    path = made["url"].split("/", 3)[3]
    _, listed = await ask(agent, "GET", "/me/calendar-links")
    assert [(one["name"], "url" in one) for one in listed["items"]] == [("Phone", False)]
    anybody = served.browser()
    answer = await anybody.get(f"/{path}")
    assert (answer.status, answer.content_type) == (200, "text/calendar")
    (event,) = Calendar.from_ical(await answer.text()).walk("VEVENT")
    assert str(event["summary"]) == "تماس؛ دوباره"
    again = await anybody.get(f"/{path}", headers={"If-None-Match": answer.headers["ETag"]})
    assert (again.status, await again.read()) == (304, b"")
    assert (await ask(agent, "GET", "/me/calendar-links"))[1]["items"][0]["used_at"] is not None
    other = await served.signed_in("supervisor")
    assert (await ask(other, "DELETE", f"/me/calendar-links/{made['id']}"))[0] == 404
    assert (await ask(agent, "DELETE", f"/me/calendar-links/{made['id']}"))[0] == 204
    assert [(await anybody.get(f"/{one}")).status for one in (path, "calendar/x/tasks.ics")] == [404, 404]
    async with database.read() as session:
        table = Base.metadata.tables["audit_entry"]
        actions = set(await session.scalars(sa.select(table.c.action)))
    assert {"task_feed_made", "task_feed_revoked"} <= actions


async def test_a_link_of_somebody_who_left_is_dead_and_there_are_few(served: Site, database: Database) -> None:
    agent = await served.signed_in("agent")
    made = [await ask(agent, "POST", "/me/calendar-links", {"name": f"No {n}"}) for n in range(6)]
    assert [status for status, _ in made] == [201] * 5 + [409]
    path = made[0][1]["url"].split("/", 3)[3]
    anybody = served.browser()
    assert (await anybody.get(f"/{path}")).status == 200
    me = UUID((await ask(agent, "GET", "/session"))[1]["user"]["id"])

    async def leave(tx: Tx) -> None:
        await tx.session.execute(sa.update(User).where(User.id == me).values(active=False))

    await database.write(leave)
    assert (await anybody.get(f"/{path}")).status == 404


@pytest.mark.parametrize("ends", ["password", "left and came back"])
async def test_links_end_with_a_new_password_and_with_who_leaves(served: Site, database: Database, ends: str) -> None:
    agent = await served.signed_in("agent")
    _, made = await ask(agent, "POST", "/me/calendar-links", {"name": "Phone"})
    path, anybody = made["url"].split("/", 3)[3], served.browser()
    if ends == "password":
        change = {"current": PASSWORD, "new": "another long horse"}
        assert (await ask(agent, "PUT", "/me/password", change))[0] == 204
    else:
        await accounts.deactivate(database, "agent@example.com")
        await accounts.activate(database, "agent@example.com")
        agent = await served.signed_in("agent")
    assert (await anybody.get(f"/{path}")).status == 404
    assert (await ask(agent, "GET", "/me/calendar-links"))[1]["items"] == []
    _, made = await ask(agent, "POST", "/me/calendar-links", {"name": "Phone"})
    assert (await anybody.get(f"/{made['url'].split('/', 3)[3]}")).status == 200


async def test_links_of_the_demos_people_work_in_the_demo_only(served: Site, database: Database) -> None:
    agent = await served.signed_in("agent")
    _, made = await ask(agent, "POST", "/me/calendar-links", {"name": "Phone"})
    await database.write(lambda tx: tx.session.execute(sa.update(User).values(demo=True)))
    assert (await served.browser().get(f"/{made['url'].split('/', 3)[3]}")).status == 404


async def test_a_link_of_to_dos_has_those_without_a_day_too(served: Site) -> None:
    agent = await served.signed_in("agent")
    for wanted in ({"title": "Some day"}, {"title": "Today", "due_on": TODAY, "remind_before": 5}):
        await ask(agent, "POST", "/tasks", wanted)
    _, done = await ask(agent, "POST", "/tasks", {"title": "Done"})
    await ask(agent, "PATCH", f"/tasks/{done['id']}", {"state": "done"})
    _, made = await ask(agent, "POST", "/me/calendar-links", {"name": "Phone", "component": "VTODO"})
    answer = await served.browser().get(f"/{made['url'].split('/', 3)[3]}")
    found = {str(one["summary"]): one for one in Calendar.from_ical(await answer.text()).walk("VTODO")}
    states = {"Some day": "NEEDS-ACTION", "Today": "NEEDS-ACTION", "Done": "COMPLETED"}
    assert {name: str(one["status"]) for name, one in found.items()} == states
    assert found["Today"].decoded("due").isoformat() == TODAY
    assert len(found["Today"].walk("VALARM")) == 1
    assert "due" not in found["Some day"]


async def test_a_promise_is_told_when_it_is_due(office: Office) -> None:
    nora = await office.agent("Nora")
    who = await office.customer("Sara")
    await office.task(nora, "Promised", customer_id=who, promise=True, due_on=utc_now().date() - timedelta(days=1))
    await office.task(nora, "No promise", customer_id=who, due_on=utc_now().date())
    await office.task(nora, "Later", customer_id=who, promise=True, due_on=utc_now().date() + timedelta(days=5))
    async with office.db.read() as session:
        found = await tasks.promises_due(session, [who], nora)
    assert [(one.text, one.overdue) for one in found] == [("Promised", True)]
