"""Connecting a calendar over the API: what is told, what is kept, and what is refused."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from hub import caldav, tasks
from hub.channels import Keyring
from hub.db import Base, Database
from tests.hub.caldav.desk import settings_for
from tests.hub.caldav.server import FakeServer
from tests.support.accounts import Client, MakeSite, Site

PATH = "/api/me/calendar"
SECRET = "abcd-efgh"


@pytest.fixture
async def served(make_site: MakeSite, people: dict[str, Any], database: Database, tmp_path: Path) -> Site:
    settings = settings_for(tmp_path)
    calendars = caldav.Calendars(database, settings, Keyring(settings))
    return await make_site(also=[tasks.routes, caldav.routes], services={caldav.CALENDARS: calendars})


async def ask(client: Client, method: str, path: str, body: Any = None) -> tuple[int, Any]:
    response = await client.request(method, path, json=body)
    return response.status, await response.json() if response.status != 204 else None


def given(server: FakeServer, **more: Any) -> dict[str, Any]:
    return {"address": server.url, "username": "mina", "password": SECRET, **more}


async def test_a_calendar_is_looked_for_connected_and_disconnected(
    served: Site, server: FakeServer, database: Database
) -> None:
    agent = await served.signed_in("agent")
    assert await ask(agent, "GET", PATH) == (200, {"calendar": None})
    status, found = await ask(agent, "POST", f"{PATH}/find", given(server))
    assert (status, found["failed"], found["calendars"][0]["name"]) == (200, None, "Work")
    status, made = await ask(agent, "POST", PATH, given(server))
    assert (status, made["state"], made["component"]) == (201, "new", "VTODO")
    assert SECRET not in str(made)
    assert (await ask(agent, "POST", PATH, given(server)))[1]["code"] == "calendar_connected"
    other = await served.signed_in("supervisor")
    assert (await ask(other, "GET", PATH))[1] == {"calendar": None}
    assert (await ask(other, "POST", f"{PATH}/sync"))[0] == 404
    async with database.read() as session:
        sealed = (await session.execute(sa.select(Base.metadata.tables["sealed_secret"]))).one()
    assert SECRET.encode() not in sealed.secrets
    assert (await ask(agent, "DELETE", PATH))[0] == 204
    assert await ask(agent, "GET", PATH) == (200, {"calendar": None})
    async with database.read() as session:
        assert (await session.execute(sa.select(Base.metadata.tables["sealed_secret"]))).all() == []
        actions = set(await session.scalars(sa.select(Base.metadata.tables["audit_entry"].c.action)))
    assert {"calendar_connected", "calendar_disconnected"} <= actions


@pytest.mark.parametrize(
    ("address", "code"),
    [
        ("https://10.0.0.1/", "calendar_inner_address"),
        ("http://cal.example/", "calendar_not_https"),
        ("gopher://x", "calendar_address"),
        ("", "string_too_short"),
    ],
)
async def test_addresses_that_are_refused_name_their_field(
    served: Site, server: FakeServer, address: str, code: str
) -> None:
    agent = await served.signed_in("agent")
    status, told = await ask(agent, "POST", PATH, given(server, address=address))
    assert (status, [(one["field"], one["code"]) for one in told["errors"]]) == (422, [("body.address", code)])
    assert await ask(agent, "GET", PATH) == (200, {"calendar": None})


async def test_what_was_decided_about_a_task_is_told_to_who_sees_it(served: Site) -> None:
    agent, other = await served.signed_in("agent"), await served.signed_in("marketer")
    _, task = await ask(agent, "POST", "/api/tasks", {"title": "Mine"})
    path = f"/api/tasks/{task['id']}/calendar-records"
    assert await ask(agent, "GET", path) == (200, {"items": []})
    assert (await ask(other, "GET", path))[0] == 404
