"""Which team a queue or line belongs to."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid4

from hub.db import Database
from hub.teams import owned_by, owners_of
from tests.hub.teams.conftest import LINE, QUEUE, Make, told
from tests.support.accounts import Client, Site

Json = dict[str, Any]


async def test_a_line_is_given_to_a_team_and_to_none(admin: Client, make: Make, database: Database) -> None:
    team = await make("teams", name="Support")
    path = f"/api/owners/line/{LINE.id}"
    given = await (await admin.put(path, json={"team_id": team["id"]})).json()
    assert (given["name"], given["detail"], given["team"]["name"], given["version"]) == (
        "Main",
        LINE.detail,
        "Support",
        1,
    )
    async with database.read() as session:
        assert (await owners_of(session, "line", [LINE.id, QUEUE.id]))[LINE.id].name == "Support"
        assert await owners_of(session, "queue", [LINE.id]) == {}
        assert await owned_by(session, "line", [UUID(team["id"])]) == {LINE.id}
    listed = (await (await admin.get("/api/owners")).json())["items"]
    assert [(one["kind"], (one["team"] or {}).get("name")) for one in listed] == [("line", "Support"), ("queue", None)]
    assert (await (await admin.put(path, json={"team_id": None})).json())["version"] == 2
    async with database.read() as session:
        assert await owners_of(session, "line", [LINE.id]) == {}


async def test_what_there_is_not_is_refused(admin: Client, make: Make) -> None:
    team = await make("teams", name="Support")
    body = {"team_id": team["id"]}
    assert (await admin.put(f"/api/owners/line/{uuid4()}", json=body)).status == 404
    assert (await admin.put(f"/api/owners/boat/{LINE.id}", json=body)).status == 404
    response = await admin.put(f"/api/owners/line/{LINE.id}", json={"team_id": str(uuid4())})
    assert await told(response) == (422, "invalid", ["body.team_id not_found"])
    await admin.patch(f"/api/teams/{team['id']}", json={"active": False})
    assert (await told(await admin.put(f"/api/owners/line/{LINE.id}", json=body)))[:2] == (409, "team_archived")


async def test_a_supervisor_gives_only_within_the_own_unit(hub: Site, admin: Client, make: Make, people: Json) -> None:
    boss, unit = await hub.signed_in("supervisor"), (await make("units", name="Tehran"))["id"]
    mine, other = await make("teams", name="Mine", unit_id=unit), await make("teams", name="Other")
    await admin.patch(f"/api/people/{people['supervisor'].id}", json={"unit_id": unit})
    path = f"/api/owners/queue/{QUEUE.id}"
    assert (await boss.put(path, json={"team_id": mine["id"]})).status == 200
    assert (await told(await boss.put(path, json={"team_id": other["id"]})))[:2] == (403, "other_unit")
    await admin.put(path, json={"team_id": other["id"]})
    assert (await told(await boss.put(path, json={"team_id": mine["id"]})))[:2] == (403, "other_unit")
