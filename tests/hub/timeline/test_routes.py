"""Timelines, notes and mentions over HTTP."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import pytest
from aiohttp.test_utils import TestServer

from hub import accounts, customers, timeline
from hub.accounts import Role
from hub.db import Database, new_id
from hub.settings import Settings
from hub.web import build_application
from tests.hub.timeline.conftest import Office
from tests.support.accounts import Site


@pytest.fixture
async def site(database: Database, people: dict[str, Any]) -> AsyncIterator[Site]:
    """A hub that serves customers and their timelines."""
    areas = [accounts.routes, customers.routes, customers.timeline_routes, timeline.routes]
    app = build_application(Settings(), database, areas, authenticate=accounts.authenticate, version="1")
    server = TestServer(app)
    await server.start_server()
    made = Site(server, database, Settings(), [])
    yield made
    for client in made.clients:
        await client.close()
    await made.server.close()


async def test_a_timeline_is_read_page_by_page_by_whoever_the_customer_was(site: Site, office: Office) -> None:
    root = await office.customer("Sara")
    member = await office.customer("Sara again", root)
    touches = [await office.touch([[root, member][minute % 2]], minute) for minute in range(5)]
    client = await site.signed_in()
    path, seen, query = f"/api/customers/{member}/timeline", [], {"limit": "2"}
    while query:
        page = await (await client.get(path, params=query)).json()
        seen += [item["interaction_id"] for item in page["items"]]
        assert {item["customer_id"] for item in page["items"]} == {str(root)}
        query = {"limit": "2", "cursor": page["next"]} if page["next"] else {}
    assert seen == [str(touch) for touch in reversed(touches)]
    around = await client.get(path, params={"around": "2026-11-22T15:32:00+03:30", "limit": "2"})
    page = await around.json()
    assert [item["interaction_id"] for item in page["items"]] == [str(touches[2]), str(touches[1])]
    newer = await (await client.get(path, params={"after": page["previous"]})).json()
    assert [item["interaction_id"] for item in newer["items"]] == [str(touches[4]), str(touches[3])]
    assert newer["previous"] is None


@pytest.mark.parametrize(
    ("query", "field"),
    [({"cursor": "x"}, "query.cursor"), ({"after": "W10", "cursor": "W10"}, "query.after"),
     ({"channel": "call,,sms"}, "query.channel"), ({"direction": "sideways"}, "query.direction"),
     ({"around": "yesterday"}, "query.around"), ({"agent_id": "1"}, "query.agent_id"), ({"limit": "0"}, "query.limit")],
)  # fmt: skip
async def test_what_is_wrong_is_named(site: Site, office: Office, query: dict[str, str], field: str) -> None:
    client, sara = await site.signed_in(), await office.customer("Sara")
    response = await client.get(f"/api/customers/{sara}/timeline", params=query)
    assert (response.status, [error["field"] for error in (await response.json())["errors"]]) == (422, [field])


async def test_a_note_from_first_word_to_last(site: Site, office: Office, people: dict[str, Any]) -> None:
    sara, agent, boss = await office.customer("Sara"), await site.signed_in(), await site.signed_in(Role.SUPERVISOR)
    body = {"text": " Call back ", "mentions": [str(people[Role.SUPERVISOR].id)], "pinned": True}
    response = await agent.post(f"/api/customers/{sara}/notes", json=body)
    note = await response.json()
    assert (response.status, note["text"], len(note["mentions"])) == (201, "Call back", 1)
    unread = await (await boss.get("/api/me/mentions", params={"unread": "true"})).json()
    (mention,) = unread["items"]
    assert (mention["entry"]["id"], mention["customer"]["name"]) == (note["id"], "Sara")
    assert (await boss.post("/api/me/mentions/read", json={"ids": [mention["id"]]})).status == 204
    assert (await (await boss.get("/api/me/mentions", params={"unread": "true"})).json())["items"] == []
    assert len((await (await boss.get("/api/me/mentions", params={"limit": "1"})).json())["items"]) == 1
    loose = await (await boss.delete(f"/api/entries/{note['id']}/pin")).json()
    assert loose["pinned_at"] is None
    address = f"/api/notes/{note['interaction_id']}"
    marketer = await site.signed_in(Role.MARKETER)
    assert (await marketer.patch(address, json={"text": "Mine now"})).status == 403
    assert (await (await boss.patch(address, json={"text": "Called"})).json())["text"] == "Called"
    assert (await agent.delete(address)).status == 204
    assert (await agent.delete(address)).status == 404


async def test_notes_on_a_contact_and_on_what_it_did(site: Site, office: Office) -> None:
    contact, agent = await office.identity("09121234567"), await site.signed_in()
    call = await office.touch([], identity=contact)
    on_it = await agent.post(f"/api/identities/{contact}/notes", json={"text": "Rings every day"})
    about = await agent.post(f"/api/interactions/{call}/notes", json={"text": "Hung up"})
    assert (on_it.status, about.status) == (201, 201)
    page = await (await agent.get(f"/api/identities/{contact}/timeline")).json()
    assert [(item["channel"], item["notes_count"]) for item in page["items"]] == [("note", 0), ("note", 0), ("call", 1)]
    listed = await (await agent.get(f"/api/interactions/{call}/notes")).json()
    assert [item["text"] for item in listed["items"]] == ["Hung up"]
    for path in (f"/api/identities/{new_id()}/notes", f"/api/interactions/{new_id()}/notes"):
        assert (await agent.post(path, json={"text": "x"})).status == 404


async def test_colleagues_are_those_who_may_sign_in(site: Site) -> None:
    found = (await (await (await site.signed_in()).get("/api/colleagues")).json())["items"]
    assert [(one["name"], one["role"]) for one in found] == [
        (f"{role.title()} One", role) for role in sorted(role.value for role in Role)
    ]  # fmt: skip
