"""Whom a supervisor directs: whose presence and queues they set, whom they take into their teams."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from hub.accounts import Role
from tests.hub.realtime.conftest import LiveHub, Page, live, make_hub

__all__ = ["live", "make_hub"]
Json = dict[str, Any]
REFUSED = (403, "other_units_person")


async def put(page: Page, path: str, body: Json) -> tuple[int, str | None]:
    """Status and code of what the hub says."""
    async with page.http.put(page.url + path, json=body, headers={"Origin": page.url}) as answer:
        return answer.status, (await answer.json()).get("code")


async def test_who_has_a_unit_directs_its_people_and_those_of_none(live: LiveHub, people: Json) -> None:
    admin = await live.page(Role.ADMINISTRATOR, connect=False)
    boss = await live.page(Role.SUPERVISOR, connect=False)
    agent = people["agent"].id
    tehran, shiraz = [await admin.request("POST", "/api/units", {"name": name}) for name in ("Tehran", "Shiraz")]
    inner = await admin.request("POST", "/api/units", {"name": "Desk", "parent_id": tehran["id"]})
    team = await admin.request("POST", "/api/teams", {"name": "Sales", "unit_id": tehran["id"]})
    presence, member = f"/api/presence/{agent}", f"/api/teams/{team['id']}/members/{agent}"
    away = {"state": "away", "reason": "lunch"}

    async def agent_belongs_to(unit: Json | None) -> None:
        await admin.request("PATCH", f"/api/people/{agent}", {"unit_id": unit and unit["id"]})

    await agent_belongs_to(shiraz)
    assert (await put(boss, presence, away))[0] == 200  # a supervisor without a unit
    await admin.request("PATCH", f"/api/people/{people['supervisor'].id}", {"unit_id": tehran["id"]})
    assert await put(boss, presence, away) == REFUSED
    assert await put(boss, f"{presence}/queues/{uuid4()}", {"signed_in": True}) == REFUSED
    assert await put(boss, member, {}) == REFUSED
    assert (await put(boss, f"/api/presence/{people['supervisor'].id}", away))[0] == 200
    assert (await put(admin, presence, away))[0] == 200
    for unit in (inner, None):
        await agent_belongs_to(unit)
        assert (await put(boss, presence, away))[0] == 200
    assert (await put(boss, member, {}))[0] == 200
    await agent_belongs_to(shiraz)
    assert (await put(boss, presence, away))[0] == 200  # they are in a team of the supervisor's unit

    await admin.request("DELETE", f"/api/teams/{team['id']}/members/{agent}")
    assert await put(boss, presence, away) == REFUSED
    for module in ("hours", "tasks", "templates", "teams"):
        await admin.request("PATCH", f"/api/modules/{module}", {"on": False})
    assert (await put(boss, presence, away))[0] == 200  # there are no units any more
