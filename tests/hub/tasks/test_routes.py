"""Whose tasks and comments the API shows: to nobody by another door."""

from __future__ import annotations

from typing import Any

import pytest

from hub import customers, tasks, timeline
from hub.db import Database
from tests.support.accounts import Client, MakeSite, Site, make_users


@pytest.fixture
async def site(make_site: MakeSite, database: Database, cheap_hashes: None) -> Site:
    """A hub that serves tasks, timelines and the search."""
    await make_users(database)
    return await make_site(also=[customers.routes, customers.search_routes, timeline.routes, tasks.routes])


async def ask(client: Client, method: str, path: str, body: Any = None) -> tuple[int, Any]:
    response = await client.request(method, f"/api{path}", json=body)
    return response.status, await response.json(content_type=None) if await response.read() else None


async def test_what_is_said_of_a_task_is_seen_by_who_sees_the_task(site: Site) -> None:
    agent, other = await site.signed_in("agent"), await site.signed_in("marketer")
    _, task = await ask(agent, "POST", "/tasks", {"title": "Mine"})
    status, _ = await ask(agent, "POST", f"/tasks/{task['id']}/comments", {"text": "pangolin"})
    assert status == 201
    notes = f"/interactions/{task['entry_id']}/notes"
    for method, path, body in (
        ("GET", f"/tasks/{task['id']}/comments", None), ("GET", notes, None), ("POST", notes, {"text": "intruder"})
    ):  # fmt: skip
        assert (await ask(other, method, path, body))[0] == 404, (method, path)
    assert (await ask(other, "GET", "/search?q=pangolin"))[1]["messages"] == []
    _, customer = await ask(agent, "POST", "/customers", {"name": "Sara"})
    await ask(agent, "PATCH", f"/tasks/{task['id']}", {"customer_id": customer["id"]})
    (found,) = (await ask(other, "GET", "/search?q=pangolin"))[1]["messages"]
    assert found["snippet"] == "pangolin"
    assert [one["text"] for one in (await ask(other, "GET", notes))[1]["items"]] == ["pangolin"]
