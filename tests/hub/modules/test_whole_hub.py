"""Modules of the whole hub, switched off and on while it serves, on both kinds of store."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
import sqlalchemy as sa

from hub import app, jobs
from hub.accounts import Role
from hub.accounts.models import AuditEntry
from hub.app import HUB
from hub.channels import Configured
from hub.db import Database, Tx, new_id
from hub.modules.models import ModuleSwitch
from hub.settings import Settings
from tests.hub.realtime.conftest import LiveHub, MakeHub, Page
from tests.support.accounts import make_users
from tests.support.waiting import WaitFor


async def switch(page: Page, key: str, on: bool, **headers: str) -> tuple[int, dict[str, Any]]:
    """What the hub says to switching it."""
    said = {"Origin": page.url} | headers
    async with page.http.patch(f"{page.url}/api/modules/{key}", json={"on": on}, headers=said) as answer:
        return answer.status, await answer.json()


async def get(page: Page, path: str) -> tuple[int, dict[str, Any]]:
    async with page.http.get(page.url + path) as answer:
        return answer.status, await answer.json()


async def test_a_module_goes_without_a_trace_and_comes_back(live: LiveHub, wait_for: WaitFor) -> None:
    admin = await live.page(Role.ADMINISTRATOR)
    await admin.join("modules")
    await admin.join("tasks")
    _, made = 201, await admin.request("POST", "/api/tasks", {"title": "Call back"})
    assert (await switch(admin, "tasks", on=False))[0] == 200
    await wait_for(lambda: "tasks" in admin.keys("modules"))

    assert [await get(admin, path) for path in ("/api/tasks", f"/api/tasks/{made['id']}", "/api/tasks/counts")] == [
        await get(admin, "/api/tasks")
    ] * 3
    status, problem = await get(admin, "/api/tasks")
    assert (status, problem["code"]) == (404, "module_off")
    document = (await get(admin, "/api/openapi.json"))[1]
    assert not [path for path in document["paths"] if "task" in path]
    session = (await get(admin, "/api/session"))[1]
    assert "tasks" not in session["modules"]
    assert not [right for right in session["permissions"] if right.startswith("tasks:")]
    rights = (await get(admin, "/api/permissions"))[1]["items"]
    assert not [right for right in rights if right["permission"].startswith("tasks:")]
    agent = await live.page(Role.AGENT)
    assert await agent.refusal("join", {"room": "tasks"}) == (404, "module_off")
    assert (await agent.join("me"))["snapshot"].keys().isdisjoint({"reminder"})

    assert (await switch(admin, "tasks", on=True))[0] == 200
    assert (await get(admin, f"/api/tasks/{made['id']}"))[1]["title"] == "Call back"
    assert "/api/tasks" in (await get(admin, "/api/openapi.json"))[1]["paths"]
    boss = await live.page(Role.ADMINISTRATOR)
    await boss.join("tasks")
    async with live.db.read() as session_:
        actions = (await session_.scalars(sa.select(AuditEntry.action).order_by(AuditEntry.id))).all()
    assert [action for action in actions if "module" in action] == ["module_switched_off", "module_switched_on"]


async def test_what_others_need_stays_and_they_are_named(live: LiveHub) -> None:
    admin = await live.page(Role.ADMINISTRATOR, connect=False)
    status, problem = await switch(admin, "teams", on=False)
    assert (status, problem["code"]) == (409, "module_needed")
    assert problem["names"] == ["hours", "tasks", "templates"]
    assert (await get(admin, "/api/teams"))[0] == 200
    for key in ("hours", "tasks", "templates", "teams"):
        assert (await switch(admin, key, on=False))[0] == 200
    status, problem = await switch(admin, "tasks", on=True)
    assert (status, problem["code"], problem["names"]) == (409, "module_needs", ["teams"])
    shown = {item["key"]: item for item in (await get(admin, "/api/modules"))[1]["items"]}
    assert (shown["tasks"]["on"], shown["tasks"]["version"], shown["tasks"]["source"]) == (False, 1, "page")
    assert (await switch(admin, "tasks", on=True, **{"If-Match": '"0"'}))[0] == 412
    assert (await switch(admin, "nothing", on=True))[0] == 404
    agent = await live.page(Role.AGENT, connect=False)
    assert (await switch(agent, "teams", on=True))[0] == 403


async def test_jobs_wait_while_their_module_is_off(
    database: Database,
    make_hub: MakeHub,
    people: dict[str, Any],
    wait_for: WaitFor,
) -> None:
    hub = await make_hub(database, roles=("web", "worker"))
    admin = await hub.page(Role.ADMINISTRATOR, connect=False)
    await switch(admin, "tasks", on=False)

    async def ask(tx: Tx) -> None:
        await jobs.enqueue(tx, "tasks.due", key="test")

    await hub.db.write(ask)
    handlers = hub.app[HUB].handlers
    assert not [plan.name for plan in handlers.due_plans() if plan.name.startswith("tasks.")]

    async def waiting() -> int:
        shown = {item["key"]: item for item in (await get(admin, "/api/modules"))[1]["items"]}
        return int(shown["tasks"]["waiting"])

    assert await waiting() >= 1
    await switch(admin, "tasks", on=True)
    assert [plan.name for plan in handlers.due_plans() if plan.name.startswith("tasks.")]

    async def none_left() -> bool:
        async with hub.db.read() as session:
            return not await jobs.count_waiting(session, ["tasks.due"])

    await wait_for(none_left)


async def test_what_was_read_before_a_switch_does_not_undo_it(live: LiveHub) -> None:
    modules, admin = live.app[HUB].modules, await live.page(Role.ADMINISTRATOR, connect=False)
    await switch(admin, "recordings", on=False)
    await switch(admin, "recordings", on=True)
    async with live.db.read() as late:
        await late.execute(sa.select(ModuleSwitch))
        await switch(admin, "recordings", on=False)
        await modules.current(late)
    assert not modules.is_on("recordings")


async def test_two_hubs_on_one_store_obey_each_other(postgresql_url: str, make_hub: MakeHub, wait_for: WaitFor) -> None:
    one, two = await Database.open(postgresql_url), await Database.open(postgresql_url)
    await make_users(one)
    first, second = await make_hub(one), await make_hub(two, roles=("web", "worker"))
    admin, other = [await hub.page(Role.ADMINISTRATOR, connect=False) for hub in (first, second)]
    board = second.app[HUB].modules

    async def waits(kind: str) -> bool:
        async with one.read() as session:
            return bool(await jobs.count_waiting(session, [kind]))

    async def is_done(kind: str) -> bool:
        return not await waits(kind)

    await switch(admin, "tasks", on=False)
    await wait_for(lambda: not board.is_on("tasks"), 5)  # by the signal: it is looked anyway after 30 s
    status, problem = await get(other, "/api/tasks")
    assert (status, problem["code"]) == (404, "module_off")
    await one.write(lambda tx: jobs.enqueue(tx, "tasks.due", key="test"))
    await one.write(lambda tx: jobs.enqueue(tx, "messaging.send", {"message_id": str(new_id())}))
    await wait_for(lambda: is_done("messaging.send"))  # enqueued after it, in the same lane
    assert await waits("tasks.due")

    for key in ("hours", "templates"):
        await switch(admin, key, on=False)
    answers = await asyncio.gather(switch(admin, "teams", on=False), switch(other, "tasks", on=True))
    assert sorted(status for status, _ in answers) == [200, 409]
    for key in ("teams", "tasks"):
        await switch(other, key, on=True)
    await wait_for(lambda: is_done("tasks.due"))


@pytest.mark.usefixtures("hooks")
async def test_an_account_of_the_file_keeps_its_connector_on(database: Database) -> None:
    accounts = {"desk": {"connector": "asterisk", "host": "pbx", "username": "hub", "secret": "x"},
                "old": {"connector": "issabel", "enabled": False}}  # fmt: skip
    settings = Settings.model_validate({"connectors": accounts})
    account = [Configured(name, given) for name, given in settings.connectors.items()]
    assert app.build(settings, database, account)[HUB].modules.pinned == {"connector_asterisk": True}
