"""A hub with teams, and what its people do there by the API."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from hub import teams
from hub.db import Reader, new_id
from hub.teams import Item
from tests.support.accounts import Client, MakeSite, Site

Json = dict[str, Any]
LINE, QUEUE = Item(new_id(), "Main", "021 9100 0000"), Item(new_id(), "support", "pbx")


async def lines(_reader: Reader) -> list[Item]:
    return [LINE]


async def queues(_reader: Reader) -> list[Item]:
    return [QUEUE]


@pytest.fixture
async def hub(make_site: MakeSite, people: Json) -> Site:
    """A hub that serves teams, with one line and one queue, and a user of each role."""
    return await make_site(also=[teams.routes], services={teams.OWNED: {"line": lines, "queue": queues}})


@pytest.fixture
async def admin(hub: Site) -> Client:
    return await hub.signed_in("administrator")


Make = Callable[..., Awaitable[Json]]


@pytest.fixture
def make(admin: Client) -> Make:
    """``await make("units", name="Tehran")``: made by the administrator."""

    async def made(what: str, **body: Any) -> Json:
        response = await admin.post(f"/api/{what}", json=body)
        assert response.status == 201, await response.text()
        return dict(await response.json())

    return made


async def told(response: Any) -> tuple[int, str, list[str]]:
    """Status, code, and the fields with theirs."""
    problem = await response.json()
    return response.status, problem["code"], [f"{error['field']} {error['code']}" for error in problem["errors"]]
