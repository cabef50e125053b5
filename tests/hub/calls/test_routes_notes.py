"""Notes on a call over HTTP: two pages that write at once do not take each other's words away."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import pytest
from aiohttp.test_utils import TestServer

from hub import accounts, calls
from hub.accounts import Role
from hub.calls.routes import routes as call_routes
from hub.db import Database
from hub.settings import Settings
from hub.web import build_application
from tests.hub.calls.conftest import Office
from tests.hub.calls.recordings import facts_of
from tests.support.accounts import Client, Site


@pytest.fixture
async def site(database: Database, people: dict[str, Any], office: Office) -> AsyncIterator[Site]:
    """A hub on whose calls notes are written; one is going on."""
    await office.hear(facts_of("queue_answered")[:5])
    areas = [accounts.routes, call_routes]
    app = build_application(Settings(), database, areas, authenticate=accounts.authenticate, version="1")
    app[calls.NUMBERING] = office.board.numbering
    server = TestServer(app)
    await server.start_server()
    made = Site(server, database, Settings(), [])
    yield made
    for client in made.clients:
        await client.close()
    await made.server.close()


async def write(client: Client, office: Office, text: str, seen: int | None = None) -> Any:
    call = await office.one("call")
    headers = {} if seen is None else {"If-Match": f'"{seen}"'}
    return await client.put(f"/api/calls/{call.id}/notes", json={"text": text}, headers=headers)


async def test_who_has_not_seen_the_newest_notes_is_told_them(site: Site, office: Office) -> None:
    client = await site.signed_in(Role.SUPERVISOR)
    first = await write(client, office, "wants an offer", 0)
    known = (await first.json())["notes_version"]
    assert (first.status, first.headers["ETag"]) == (200, f'"{known}"')
    late = await write(client, office, "call back at nine", 0)
    problem = await late.json()
    assert (late.status, problem["code"], problem["changed"]) == (412, "changed", ["notes"])
    assert (problem["current"]["notes"], problem["current"]["notes_version"]) == ("wants an offer", known)
    assert (await office.one("call")).notes == "wants an offer"
    kept = await write(client, office, "call back at nine", known)
    assert (await kept.json())["notes"] == "call back at nine"


async def test_the_same_notes_again_change_nothing(site: Site, office: Office) -> None:
    client = await site.signed_in(Role.SUPERVISOR)
    await write(client, office, "same", 0)
    before = (await office.one("call")).version
    again = await write(client, office, " same ", 0)  # the answer to the first was lost
    assert (again.status, (await office.one("call")).version) == (200, before)


async def test_a_call_that_goes_on_does_not_make_its_notes_new(site: Site, office: Office) -> None:
    client = await site.signed_in(Role.SUPERVISOR)
    known = (await (await write(client, office, "first")).json())["notes_version"]
    await office.hear(facts_of("queue_answered")[5:])
    pops = [event.data for event in await office.events() if event.kind == "pop" and event.data]
    assert {pop["notes_version"] for pop in pops if pop["notes"] == "first"} == {known}
    assert (await write(client, office, "second", known)).status == 200


async def test_an_empty_text_takes_the_notes_away(site: Site, office: Office) -> None:
    client = await site.signed_in(Role.SUPERVISOR)
    await write(client, office, "gone soon")
    cleared = await (await write(client, office, "")).json()
    assert (cleared["notes"], cleared["notes_version"]) == (None, 0)
