"""Teams and who is in them, and who may say so."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest
import sqlalchemy as sa

from hub import teams
from hub.accounts import HOOKS
from hub.accounts.models import AuditEntry
from hub.db import Database
from hub.events.models import Event
from tests.hub.teams.conftest import Make, told
from tests.support.accounts import Client, Site

Json = dict[str, Any]


async def test_a_team_is_made_filled_renamed_archived_and_brought_back(
    admin: Client, make: Make, people: Json, database: Database
) -> None:
    unit = await make("units", name="Tehran")
    team = await make("teams", name="فروش", unit_id=unit["id"], colour="jade", description="تلفن و حضوری")
    agent, lead = people["agent"].id, people["supervisor"].id
    path = f"/api/teams/{team['id']}"
    await admin.put(f"{path}/members/{agent}", json={})
    response = await admin.put(f"{path}/members/{lead}", json={"lead": True})
    filled = await response.json()
    assert [(one["name"], one["lead"]) for one in filled["members"]] == [("Supervisor One", True), ("Agent One", False)]
    assert filled["version"] == 3
    again = await (await admin.put(f"{path}/members/{lead}", json={"lead": True})).json()
    assert again["version"] == 3
    assert (await (await admin.delete(f"{path}/members/{agent}")).json())["version"] == 4
    response = await admin.patch(path, json={"name": "فروش حضوری", "active": False}, headers={"If-Match": '"4"'})
    assert response.headers["ETag"] == '"5"'
    assert (await (await admin.get("/api/teams")).json())["items"] == []
    assert [one["name"] for one in (await (await admin.get("/api/teams?archived=true")).json())["items"]] == [
        "فروش حضوری"
    ]
    assert (await told(await admin.put(f"{path}/members/{agent}", json={})))[:2] == (409, "team_archived")
    assert (await (await admin.patch(path, json={"active": True})).json())["active"]
    async with database.read() as session:
        actions = set(await session.scalars(sa.select(AuditEntry.action)))
        room = await session.scalar(sa.text("SELECT count(*) FROM event WHERE room = 'people' AND kind = 'team'"))
    assert {"team_created", "team_changed", "team_member_set", "team_member_removed"} <= actions
    assert room == 6


async def test_a_new_name_reaches_the_teams_of_whoever_has_it(
    admin: Client, make: Make, people: Json, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(HOOKS, "person_changed", [teams.follow_person])
    agent = people["agent"].id
    team, other = await make("teams", name="Support"), await make("teams", name="Sales")
    await admin.put(f"/api/teams/{team['id']}/members/{agent}", json={})
    await admin.patch(f"/api/users/{agent}", json={"language": "fa"})
    before = (await (await admin.get(f"/api/teams/{team['id']}")).json())["version"]
    assert before == 2
    await admin.patch(f"/api/users/{agent}", json={"name": "نام تازه"})
    now = await (await admin.get(f"/api/teams/{team['id']}")).json()
    assert (now["members"][0]["name"], now["version"]) == ("نام تازه", before + 1)
    assert (await (await admin.get(f"/api/teams/{other['id']}")).json())["version"] == 1
    async with database.read() as session:
        told_of = await session.scalars(sa.select(Event.data).where(Event.kind == "team").order_by(Event.id.desc()))
        assert told_of.first() == now


async def test_two_who_change_a_team_are_told(admin: Client, make: Make) -> None:
    team = await make("teams", name="Support")
    path = f"/api/teams/{team['id']}"
    await admin.patch(path, json={"name": "Help"}, headers={"If-Match": '"1"'})
    response = await admin.patch(path, json={"name": "Desk"}, headers={"If-Match": '"1"'})
    problem = await response.json()
    assert (response.status, problem["current"]["name"], problem["changed"]) == (412, "Help", ["name"])


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ({"name": "SUPPORT "}, (409, "name_taken", [])),
        ({"name": "!"}, (201, "", [])),
        ({"name": "a", "unit_id": str(uuid4())}, (422, "invalid", ["body.unit_id not_found"])),
        ({"name": "a", "colour": "plaid"}, (422, "invalid", ["body.colour literal_error"])),
        ({"name": "a\tb"}, (422, "invalid", ["body.name value_error"])),
        ({}, (422, "invalid", ["body.name missing"])),
    ],
)
async def test_what_is_wrong_is_said(admin: Client, make: Make, body: Json, expected: Any) -> None:
    await make("teams", name="Support")
    response = await admin.post("/api/teams", json=body)
    assert response.status == 201 if expected[0] == 201 else await told(response) == expected


async def test_members_must_be_people_who_may_sign_in(admin: Client, make: Make, people: Json) -> None:
    team = (await make("teams", name="Support"))["id"]
    await admin.patch(f"/api/users/{people['marketer'].id}", json={"active": False})
    for user in (people["marketer"].id, uuid4()):
        assert (await told(await admin.put(f"/api/teams/{team}/members/{user}", json={})))[0] == 404


async def test_a_supervisor_manages_the_teams_of_the_own_unit(
    hub: Site, admin: Client, make: Make, people: Json
) -> None:
    boss = await hub.signed_in("supervisor")
    tehran = (await make("units", name="Tehran"))["id"]
    north = (await make("units", name="North", parent_id=tehran))["id"]
    berlin = (await make("units", name="Berlin"))["id"]
    there, elsewhere = (
        await make("teams", name="There", unit_id=north),
        await make("teams", name="Else", unit_id=berlin),
    )
    assert await (await boss.get("/api/me/managed")).json() == {"everything": False, "units": []}
    assert (await told(await boss.post("/api/teams", json={"name": "Mine", "unit_id": tehran})))[:2] == (
        403,
        "other_unit",
    )
    await admin.patch(f"/api/people/{people['supervisor'].id}", json={"unit_id": tehran})
    assert set((await (await boss.get("/api/me/managed")).json())["units"]) == {tehran, north}
    assert (await boss.post("/api/teams", json={"name": "Mine", "unit_id": tehran})).status == 201
    agent = people["agent"].id
    assert (await boss.put(f"/api/teams/{there['id']}/members/{agent}", json={})).status == 200
    refused = [
        await boss.post("/api/teams", json={"name": "Free"}),
        await boss.patch(f"/api/teams/{elsewhere['id']}", json={"unit_id": tehran}),
        await boss.patch(f"/api/teams/{there['id']}", json={"unit_id": berlin}),
        await boss.put(f"/api/teams/{elsewhere['id']}/members/{agent}", json={}),
        await boss.delete(f"/api/teams/{elsewhere['id']}/members/{agent}"),
        await boss.patch(f"/api/people/{people['marketer'].id}", json={"languages": ["fa"]}),
    ]
    assert {(await told(response))[:2] for response in refused} == {(403, "other_unit")}
    assert (await told(await boss.patch(f"/api/people/{agent}", json={"unit_id": tehran})))[:2] == (403, "forbidden")
    assert (await boss.patch(f"/api/people/{agent}", json={"languages": ["fa"]})).status == 200
    assert await (await admin.get("/api/me/managed")).json() == {"everything": True, "units": []}


async def test_agents_see_teams_and_change_none(hub: Site, make: Make, people: Json) -> None:
    team = await make("teams", name="Support")
    agent = await hub.signed_in()
    assert (await (await agent.get(f"/api/teams/{team['id']}")).json())["name"] == "Support"
    assert (await agent.get(f"/api/teams/{uuid4()}")).status == 404
    assert (await agent.patch(f"/api/teams/{team['id']}", json={"name": "x"})).status == 403
    assert (await agent.put(f"/api/teams/{team['id']}/members/{people['agent'].id}", json={})).status == 403
