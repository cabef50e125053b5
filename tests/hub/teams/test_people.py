"""Skills, languages, and finding people by them."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid4

import pytest
from pydantic_core import PydanticCustomError

from hub.db import Database
from hub.teams import find_people
from hub.teams.schemas_people import language_tag
from tests.hub.teams.conftest import Make, told
from tests.support.accounts import Client

Json = dict[str, Any]


@pytest.mark.parametrize(
    ("given", "tag"), [("FA", "fa"), ("pt-br", "pt-BR"), ("zh-hans-cn", "zh-Hans-CN"), ("ckb", "ckb")]
)
def test_languages_have_one_form(given: str, tag: str) -> None:
    assert language_tag(given) == tag


@pytest.mark.parametrize("given", ["zz", "english", "e", "fa IR", "und", "", "en-\0", "fa-" + "a" * 30])
def test_what_is_no_language_is_refused(given: str) -> None:
    with pytest.raises(PydanticCustomError):
        language_tag(given)


async def test_skills_have_a_life(admin: Client, make: Make, people: Json) -> None:
    billing = await make("skills", name="Billing")
    assert (await told(await admin.post("/api/skills", json={"name": "BILLING"})))[:2] == (409, "name_taken")
    path = f"/api/skills/{billing['id']}"
    person = f"/api/people/{people['agent'].id}"
    await admin.patch(person, json={"skills": [{"skill_id": billing["id"], "level": 5}]})
    assert (await told(await admin.delete(path)))[:2] == (409, "skill_in_use")
    renamed = await (await admin.patch(path, json={"name": "صورت‌حساب"}, headers={"If-Match": '"2"'})).json()
    assert (renamed["name"], renamed["people"]) == ("صورت‌حساب", 1)
    assert (await told(await admin.patch(path, json={"name": "x"}, headers={"If-Match": '"1"'})))[:2] == (
        412,
        "changed",
    )
    await admin.patch(person, json={"skills": []})
    assert (await admin.delete(path)).status == 204


async def test_a_person_is_changed_by_one_at_a_time(admin: Client, make: Make, people: Json) -> None:
    path = f"/api/people/{people['agent'].id}"
    skill = await make("skills", name="Returns")
    body = {"skills": [{"skill_id": skill["id"], "level": 4}], "languages": ["fa", "EN-gb", "fa"]}
    response = await admin.patch(path, json=body, headers={"If-Match": '"0"'})
    changed = await response.json()
    assert (changed["languages"], [(s["name"], s["level"]) for s in changed["skills"]]) == (
        ["fa", "en-GB"],
        [("Returns", 4)],
    )
    assert response.headers["ETag"] == '"1"'
    assert (await told(await admin.patch(path, json={"languages": []}, headers={"If-Match": '"0"'})))[:2] == (
        412,
        "changed",
    )
    assert await (await admin.get(path)).json() == changed
    for wrong, field in (
        ({"languages": ["zz"]}, "body.languages.0 language"),
        ({"skills": [{"skill_id": skill["id"], "level": 6}]}, "body.skills.0.level less_than_equal"),
        ({"skills": [{"skill_id": skill["id"]}, {"skill_id": str(uuid4())}]}, "body.skills.1.skill_id not_found"),
        ({"unit_id": str(uuid4())}, "body.unit_id not_found"),
    ):
        assert await told(await admin.patch(path, json=wrong)) == (422, "invalid", [field])
    assert await (await admin.get(path)).json() == changed
    assert (await admin.get(f"/api/people/{uuid4()}")).status == 404


@pytest.fixture
async def staff(admin: Client, make: Make, people: Json) -> Json:
    """Agent: Persian, billing 5, in a team; marketer: English, billing 2; supervisor: Persian of Iran, nothing else."""
    unit, billing, team = (
        await make("units", name="Tehran"),
        await make("skills", name="Billing"),
        await make("teams", name="A"),
    )
    inner = await make("units", name="Inner", parent_id=unit["id"])
    for role, languages, level in (("agent", ["fa"], 5), ("marketer", ["en"], 2), ("supervisor", ["fa-IR"], None)):
        skills = [{"skill_id": billing["id"], "level": level}] if level else []
        body = {"languages": languages, "skills": skills} | ({"unit_id": inner["id"]} if role == "agent" else {})
        assert (await admin.patch(f"/api/people/{people[role].id}", json=body)).status == 200
    await admin.put(f"/api/teams/{team['id']}/members/{people['agent'].id}", json={})
    return {"unit": unit["id"], "billing": billing["id"], "team": team["id"]}


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("language=fa", ["Agent One", "Supervisor One"]),
        ("skill_id={billing}", ["Agent One", "Marketer One"]),
        ("skill_id={billing}&level=3", ["Agent One"]),
        ("skill_id={billing}&language=en-US", ["Marketer One"]),
        ("team_id={team}", ["Agent One"]),
        ("unit_id={unit}", ["Agent One"]),
        ("q=sUPER", ["Supervisor One"]),
        ("q=%25", []),
        ("", ["Administrator One", "Agent One", "Marketer One", "Supervisor One"]),
    ],
)
async def test_people_are_listed_by_what_they_can_do(admin: Client, staff: Json, query: str, found: list[str]) -> None:
    names, cursor = [], ""
    while True:
        page = await (await admin.get(f"/api/people?limit=2&{query.format(**staff)}{cursor}")).json()
        names += [person["name"] for person in page["items"]]
        if page["next"] is None:
            break
        cursor = f"&cursor={page['next']}"
    assert names == found


async def test_routing_finds_the_best_first(database: Database, staff: Json, people: Json) -> None:
    billing, team = UUID(staff["billing"]), UUID(staff["team"])
    agent, marketer = people["agent"].id, people["marketer"].id
    async with database.read() as session:
        assert await find_people(session, skills={billing: 1}) == [agent, marketer]
        assert await find_people(session, skills={billing: 3}) == [agent]
        assert await find_people(session, team_ids=[team], language="fa-IR") == [agent]
        assert await find_people(session, team_ids=[team], language="en") == []
        assert await find_people(session, skills={billing: 1}, limit=1) == [agent]
        assert len(await find_people(session)) == 4
