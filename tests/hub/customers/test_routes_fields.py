"""Custom fields, tags and changes of a customer through the API, as agents and supervisors make them."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from hub import customers
from hub.customers.fields import add_field, rename_values
from hub.customers.schemas_fields import NewField
from hub.db import Database, Tx
from tests.support.accounts import Client, MakeSite, Site, make_users

Answer = tuple[int, Any]


@pytest.fixture
async def users(database: Database, cheap_hashes: None) -> dict[str, Any]:
    """A user of each role."""
    return await make_users(database)


@pytest.fixture
async def site(make_site: MakeSite, users: dict[str, Any]) -> Site:
    """A hub that serves customers, their fields and tags."""
    return await make_site(also=[customers.routes, customers.field_routes, customers.tag_routes])


@pytest.fixture
async def boss(site: Site) -> Client:
    """A supervisor."""
    return await site.signed_in("supervisor")


async def ask(client: Client, method: str, path: str, body: Any = None, **headers: str) -> Answer:
    """The answer's status and body."""
    sent = {} if body is None else {"json": body}
    response = await client.request(
        method, path, headers={name.replace("_", "-"): v for name, v in headers.items()}, **sent
    )
    return response.status, await response.json(content_type=None) if response.status != 204 else None


async def made(client: Client, path: str, **body: Any) -> Any:
    status, answer = await ask(client, "POST", path, body)
    assert status == 201, answer
    return answer


async def refused(client: Client, method: str, path: str, body: Any) -> tuple[int, list[str] | str]:
    """A refusal's status with the fields and codes, or its code."""
    status, answer = await ask(client, method, path, body)
    return status, [f"{item['field']} {item['code']}" for item in answer["errors"]] or answer["code"]


async def test_a_customer_carries_values_of_every_kind(boss: Client, users: dict[str, Any]) -> None:
    given = {"text": "C-17", "number": "۱۲٬۵۰۰٫۵", "date": "۲۰۲۶-۰۳-۲۱", "choice": "Gold",
             "link": "https://example.com/a?b=1", "person": str(users["agent"].id)}  # fmt: skip
    kept = given | {"number": 12500.5, "date": "2026-03-21"}
    for kind in given:
        await made(boss, "/api/fields", label=f"My {kind}", key=f"my_{kind}", kind=kind,
                   options=["Gold", "Silver"] if kind == "choice" else [])  # fmt: skip
    customer = await made(boss, "/api/customers", name="Sara")
    path = f"/api/customers/{customer['id']}"
    status, answer = await ask(boss, "PATCH", path, {"fields": {f"my_{kind}": value for kind, value in given.items()}})
    assert (status, answer["fields"]) == (200, {f"my_{kind}": value for kind, value in kept.items()})
    _, answer = await ask(boss, "PATCH", path, {"stage": "lead", "fields": {"my_text": None, "my_link": " "}})
    assert (answer["stage"], answer["fields"].keys()) == ("lead", {"my_number", "my_date", "my_choice", "my_person"})
    assert (await ask(boss, "GET", path))[1]["fields"] == answer["fields"]


WRONG = {
    "text": (5, "x" * 1001, ["a"], True),
    "number": ("twelve", True, "1e999", [1], 10**16),
    "date": ("2026-02-30", "21/03/2026", 20260321, "2026-3-1"),
    "choice": ("Platinum", 1),
    "link": ("javascript:alert(1)", "example.com", "https://", "http://a b", "ftp://example.com", "http://[::1"),
    "person": ("nobody", "01900000-0000-7000-8000-000000000001", 5),
}


async def test_values_of_the_wrong_kind_are_refused_by_their_field(boss: Client) -> None:
    customer = await made(boss, "/api/customers", name="Sara")
    path = f"/api/customers/{customer['id']}"
    for kind, values in WRONG.items():
        await made(boss, "/api/fields", label=kind, key=kind, kind=kind, options=["Gold"] if kind == "choice" else [])
        for value in values:
            status, errors = await refused(boss, "PATCH", path, {"fields": {kind: value}})
            assert (status, [str(error).split()[0] for error in errors]) == (422, [f"body.fields.{kind}"]), value
    await made(boss, "/api/fields", label="Registration", key="registration", kind="text", applies_to="organisation")
    several = {"number": "x", "no_such": 1, "registration": "12", "text": "fine"}
    status, errors = await refused(boss, "PATCH", path, {"name": "Zara", "fields": several})
    assert (status, errors) == (422, ["body.fields.number number", "body.fields.no_such unknown_field",
                                      "body.fields.registration not_applicable"])  # fmt: skip
    assert (await ask(boss, "GET", path))[1]["name"] == "Sara", "nothing is half done"


async def test_an_archived_field_keeps_its_values(boss: Client) -> None:
    field = await made(boss, "/api/fields", label="Size", kind="text")
    customer = await made(boss, "/api/customers", name="Sara")
    path = f"/api/customers/{customer['id']}"
    await ask(boss, "PATCH", path, {"fields": {"size": "XL"}})
    assert (await ask(boss, "DELETE", f"/api/fields/{field['id']}"))[0] == 204
    assert await refused(boss, "PATCH", path, {"fields": {"size": "S"}}) == (422, ["body.fields.size archived"])
    assert (await ask(boss, "GET", path))[1]["fields"] == {"size": "XL"}
    _, back = await ask(boss, "PATCH", f"/api/fields/{field['id']}", {"archived": False})
    assert (back["archived"], (await ask(boss, "PATCH", path, {"fields": {"size": "S"}}))[0]) == (False, 200)


async def test_renamed_options_take_their_customers_along(site: Site, boss: Client) -> None:
    field = await made(boss, "/api/fields", label="Level", kind="choice", options=["Gold", "Silver"])
    path = f"/api/fields/{field['id']}"
    owners = {}
    for value in ("Gold", "Silver"):
        customer = await made(boss, "/api/customers", name=value)
        owners[value] = f"/api/customers/{customer['id']}"
        assert (await ask(boss, "PATCH", owners[value], {"fields": {"level": value}}))[0] == 200
    change = {"options": ["Golden", "Silver"], "renamed": {"Gold": "Golden"}}
    assert (await ask(boss, "PATCH", path, change))[1]["options"] == ["Golden", "Silver"]
    assert [await rename_values(site.db, "level", {"Gold": "Golden"}) for _ in range(2)] == [1, 0]
    found = [(await ask(boss, "GET", owner))[1]["fields"]["level"] for owner in owners.values()]
    assert found == ["Golden", "Silver"]
    for wrong in ({"renamed": {"Bronze": "Golden"}}, {"options": ["Golden", "Silver"], "renamed": {"Silver": "Golden"}},
                  {"options": ["Silver", "Golden"], "renamed": {"Silver": "Golden", "Golden": "Silver"}}):  # fmt: skip
        assert (await ask(boss, "PATCH", path, wrong))[0] == 422, wrong


async def test_fields_are_checked_ordered_and_counted(site: Site, boss: Client) -> None:
    assert await refused(boss, "POST", "/api/fields", {"label": "L", "kind": "choice"}) == (
        422,
        ["body.options missing"],
    )
    two = {"label": "L", "kind": "choice", "options": ["کی", "كي"]}
    assert await refused(boss, "POST", "/api/fields", two) == (422, ["body.options repeated"])
    assert (await refused(boss, "POST", "/api/fields", two | {"options": [str(n) for n in range(51)]}))[0] == 422
    labels = ["تاریخ تولد", "Contract no.", "Contract: no"]
    keys = [(await made(boss, "/api/fields", label=label, kind="text"))["key"] for label in labels]
    assert keys == ["field", "contract_no", "contract_no_2"]
    assert await refused(boss, "POST", "/api/fields", {"label": "x", "key": "field", "kind": "text"}) == (
        409,
        "key_taken",
    )
    last = (await ask(boss, "GET", "/api/fields"))[1]["items"][-1]
    await ask(boss, "PATCH", f"/api/fields/{last['id']}", {"position": 0})
    assert (await ask(boss, "GET", "/api/fields"))[1]["items"][0]["key"] == "contract_no_2"

    async def fill(tx: Tx) -> None:
        for number in range(97):
            await add_field(tx, NewField(label=f"f{number}", kind="text"))

    await site.db.write(fill)
    assert await refused(boss, "POST", "/api/fields", {"label": "more", "kind": "text"}) == (409, "too_many_fields")


async def test_one_name_is_one_tag_however_it_is_written(boss: Client) -> None:
    tag = await made(boss, "/api/tags", name=" مشتری ویژه ", tone="vip")
    assert (tag["name"], tag["customers"]) == ("مشتری ویژه", 0)
    assert await refused(boss, "POST", "/api/tags", {"name": "مشتري\u200cويژه"}) == (409, "name_taken")
    customer = await made(boss, "/api/customers", name="Sara")
    path = f"/api/customers/{customer['id']}/tags"
    _, profile = await ask(boss, "PUT", path, {"tags": ["مشتري ويژه", "New", "NEW"]})
    assert [tag["name"] for tag in profile["tags"]] == ["مشتری ویژه", "New"]
    listed = {item["name"]: item["customers"] for item in (await ask(boss, "GET", "/api/tags"))[1]["items"]}
    assert listed == {"New": 1, "مشتری ویژه": 1}
    _, changed = await ask(boss, "PATCH", f"/api/tags/{tag['id']}", {"name": "VIP", "tone": "neutral"})
    assert (changed["name"], changed["customers"]) == ("VIP", 1)
    assert await refused(boss, "PATCH", f"/api/tags/{tag['id']}", {"name": "new"}) == (409, "name_taken")
    assert (await ask(boss, "DELETE", f"/api/tags/{tag['id']}"))[0] == 204
    assert [tag["name"] for tag in (await ask(boss, "GET", f"/api/customers/{customer['id']}"))[1]["tags"]] == ["New"]
    assert (await ask(boss, "PUT", path, {"tags": []}))[1]["tags"] == []


async def test_two_who_add_the_same_at_once_both_get_an_answer(boss: Client) -> None:
    tags = await asyncio.gather(*(ask(boss, "POST", "/api/tags", {"name": "VIP"}) for _ in range(3)))
    assert sorted(status for status, _ in tags) == [201, 409, 409]
    field = {"label": "Contract", "kind": "text"}
    fields = await asyncio.gather(*(ask(boss, "POST", "/api/fields", field) for _ in range(3)))
    assert {answer["key"] for _, answer in fields} == {"contract", "contract_2", "contract_3"}


@pytest.mark.parametrize(
    ("tags", "field"),
    [(["a"] * 51, "body.tags"), (["x" * 61], "body.tags.0"), (["ok", "  "], "body.tags.1"), (["\u064e"], "body.tags.0"),
     ([f"tag {number}" for number in range(10_000)], "body.tags")],
)  # fmt: skip
async def test_tags_that_are_too_many_or_none_are_refused(boss: Client, tags: list[str], field: str) -> None:
    customer = await made(boss, "/api/customers", name="Sara")
    status, errors = await refused(boss, "PUT", f"/api/customers/{customer['id']}/tags", {"tags": tags})
    assert (status, [str(error).split()[0] for error in errors]) == (422, [field])
    assert (await ask(boss, "GET", "/api/tags"))[1]["items"] == []


async def test_who_changes_what_another_has_changed_is_told_what(boss: Client, site: Site) -> None:
    agent = await site.signed_in("agent")
    customer = await made(agent, "/api/customers", name="Sara")
    path = f"/api/customers/{customer['id']}"
    response = await agent.get(path)
    seen = response.headers["ETag"]
    assert seen == f'"{(await response.json())["version"]}"'
    assert (await ask(boss, "PATCH", path, {"city": "Shiraz", "tags": ["VIP"]}, If_Match=seen))[0] == 200
    wanted = {"city": "Tehran", "note": "calls at noon", "tags": ["a"],
              "base": {"city": None, "note": None, "tags": []}}  # fmt: skip
    status, problem = await ask(agent, "PATCH", path, wanted, If_Match=seen)
    assert (status, problem["code"], problem["changed"]) == (412, "changed", ["city", "tags"])
    assert problem["current"]["city"] == "Shiraz"
    newest = f'"{problem["current"]["version"]}"'
    status, problem = await ask(agent, "PATCH", path, {"note": "calls at noon", "base": {"note": None}}, If_Match=seen)
    assert (status, problem["changed"]) == (412, []), "nobody touched the note: it may be sent again"
    assert (await ask(agent, "PATCH", path, {"note": "calls at noon"}, If_Match=newest))[1]["city"] == "Shiraz"
    assert (await ask(agent, "PATCH", path, {"city": "Qom"}))[1]["city"] == "Qom", "without If-Match the last one wins"
    assert (await ask(agent, "PUT", f"{path}/tags", {"tags": []}, If_Match=newest))[0] == 412


async def test_only_managers_change_fields_and_tags(site: Site) -> None:
    agent = await site.signed_in("agent")
    assert (await ask(agent, "GET", "/api/fields"))[0] == (await ask(agent, "GET", "/api/tags"))[0] == 200
    assert (await ask(agent, "POST", "/api/tags", {"name": "x"}))[0] == 403
    assert (await ask(agent, "POST", "/api/fields", {"label": "x", "kind": "text"}))[0] == 403


async def test_an_organisation_with_people_stays_one(boss: Client) -> None:
    firm = await made(boss, "/api/customers", name="Firm", kind="organisation")
    path = f"/api/customers/{firm['id']}"
    await made(boss, "/api/customers", name="Sara", organisation_id=firm["id"])
    assert await refused(boss, "PATCH", path, {"kind": "person"}) == (422, ["body.kind has_people"])
