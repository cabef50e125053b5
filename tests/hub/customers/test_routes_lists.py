"""Lists over HTTP: what they take, what they refuse, and the views that keep them."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from hub import customers, views
from hub.customers import Customer, CustomField, lists, routes_lists
from hub.db import Database, Tx, new_id, utc_now
from hub.text import fold, sort_key
from tests.hub.customers.people import People
from tests.support.accounts import Client, MakeSite, Site, make_users


@pytest.fixture
async def site(make_site: MakeSite, database: Database) -> Site:
    """A hub with lists, fields and views."""
    await make_users(database)
    areas = dict.fromkeys(("customers", "organisations"), customers.VIEW_AREA)
    also = [customers.list_routes, customers.field_routes, views.routes]
    return await make_site(also=also, services={views.AREAS: areas})


async def add(db: Database, *names: str, **values: Any) -> list[str]:
    """Customers of these names; returns their ids."""

    async def work(tx: Tx) -> list[str]:
        made = [
            Customer(id=new_id(), name=name, sort_key=sort_key(name), search=fold(name), created_at=tx.now,
                     updated_at=tx.now, **values)
            for name in names
        ]  # fmt: skip
        tx.session.add_all(made)
        await tx.session.flush()
        return [str(one.id) for one in made]

    return await db.write(work)


async def ask(client: Client, path: str = "/api/customers", status: int = 200, **query: Any) -> Any:
    """GET with this query; a filter is written as JSON."""
    if isinstance(query.get("filter"), dict):
        query["filter"] = json.dumps(query["filter"])
    answer = await client.get(path, params=query)
    assert answer.status == status, await answer.text()
    return await answer.json()


async def post(client: Client, path: str, status: int = 201, method: str = "post", **body: Any) -> Any:
    """Send JSON."""
    answer = await client.request(method, path, json=body)
    assert answer.status == status, await answer.text()
    return await answer.json() if answer.status != 204 else None


def city(name: str) -> dict[str, Any]:
    """Who lives there."""
    return {"all": [{"field": "city", "op": "is", "value": name}]}


async def test_pages_with_a_total_in_any_order(site: Site) -> None:
    await add(site.db, *(f"c{index}" for index in range(7)), city="Leeds")
    await add(site.db, "other", city="York", last_contact_at=utc_now() - timedelta(days=1))
    agent = await site.signed_in()
    names: list[str] = []
    cursor: dict[str, Any] = {}
    while True:
        page = await ask(agent, filter=city("leeds"), limit=3, sort="-name", **cursor)
        assert page["total"] == 7
        names += [row["name"] for row in page["items"]]
        if not page["next"]:
            break
        cursor = {"cursor": page["next"]}
    assert names == [f"c{index}" for index in range(6, -1, -1)]
    first = await ask(agent, limit=3, sort="-last_contact_at")
    assert first["items"][0]["name"] == "other"
    rest = await ask(agent, limit=200, sort="-last_contact_at", cursor=first["next"])
    assert len({row["id"] for row in first["items"] + rest["items"]}) == first["total"] == 8
    wrong = await ask(agent, status=422, sort="name", cursor=first["next"])
    assert wrong["errors"][0]["field"] == "query.cursor"


async def test_people_of_an_organisation(site: Site) -> None:
    (firm,) = await add(site.db, "Firm", kind="organisation")
    (person,) = await add(site.db, "Zoë", organisation_id=UUID(firm))
    agent = await site.signed_in()
    people = await ask(agent, f"/api/organisations/{firm}/people")
    assert [(row["id"], row["organisation"], row["people"]) for row in people["items"]] == [(person, "Firm", None)]
    rows = (await ask(agent, kind="organisation"))["items"]
    assert [(row["name"], row["people"]) for row in rows] == [("Firm", 1)]
    await ask(agent, f"/api/organisations/{person}/people", status=404)


REFUSED: list[tuple[Any, str, str]] = [
    ("{", "query.filter", "json"),
    ("[" * 2_000, "query.filter", "json"),
    ('{"all": NaN}', "query.filter", "json"),
    ("3", "query.filter", "filter"),
    (city("\0"), "query.filter.all.0.value", "value_error"),
    ({"all": [{"field": "fields.salary", "op": "gt", "value": 1}]}, "query.filter.all.0.field", "unknown_field"),
]


@pytest.mark.parametrize("typed", ["021", "09", "021 88"])
async def test_the_start_of_a_number_is_found_as_it_is_dialled(site: Site, typed: str) -> None:
    people = People(site.db)
    await people.add("Office", "02188770000")
    await people.add("Mobile", "09121234567")
    await people.add("Tunis", "+21671234567")
    client = await site.signed_in()
    found = await ask(client, q=typed)
    assert [one["name"] for one in found["items"]] == (["Mobile"] if typed == "09" else ["Office"])


async def test_a_filter_that_is_none_is_refused_at_its_place(site: Site) -> None:
    agent = await site.signed_in()
    for filter_, field, code in REFUSED:
        wrong = await ask(agent, status=422, filter=filter_)
        assert [(one["field"], one["code"]) for one in wrong["errors"]] == [(field, code)]


async def test_what_can_be_filtered_by(site: Site) -> None:
    supervisor = await site.signed_in("supervisor")

    async def work(tx: Tx) -> None:
        tx.session.add(CustomField(key="size", label="Size", kind="choice", options=["S", "L"], created_at=tx.now))

    await site.db.write(work)
    fields = {one["field"]: one for one in (await ask(supervisor, "/api/filter-fields"))["items"]}
    assert fields["fields.size"] | {"ops": []} == {
        "field": "fields.size", "label_key": None, "label": "Size", "kind": "choice", "ops": [],
        "options": ["S", "L"], "archived": False,
    }  # fmt: skip
    assert fields["city"]["label_key"] == "filter.field.city"
    assert "within_days" in fields["last_contact_at"]["ops"]


async def test_views_are_ones_own_or_shared(site: Site) -> None:
    await add(site.db, "Zoë", city="Leeds")
    await add(site.db, "Ali", city="York")
    agent, marketer, supervisor = [await site.signed_in(role) for role in ("agent", "marketer", "supervisor")]
    body: dict[str, Any] = {
        "name": "Leeds",
        "filter": city("Leeds"),
        "sort": "-created_at",
        "columns": ["name", "fields.debt"],
    }
    view = await post(agent, "/api/views", **body)
    url = f"/api/views/{view['id']}"
    assert (view["mine"], view["may_change"], view["owner"]["name"]) == (True, True, "Agent One")
    assert [row["name"] for row in (await ask(agent, view=view["id"]))["items"]] == ["Zoë"]
    assert [row["name"] for row in (await ask(agent, view=view["id"], filter=city("York")))["items"]] == ["Ali"]
    for other in (marketer, supervisor):
        assert (await ask(other, "/api/views"))["items"] == []
        assert (await ask(other, status=422, view=view["id"]))["errors"][0]["field"] == "query.view"
        await post(other, url, 404, "patch", name="x")
    await post(agent, url, 200, "patch", shared=True)
    (seen,) = (await ask(marketer, "/api/views", area="customers"))["items"]
    assert (seen["mine"], seen["may_change"], seen["columns"]) == (False, False, ["name", "fields.debt"])
    await post(marketer, url, 403, "patch", name="x")
    await post(marketer, url, 403, "delete")
    assert (await post(supervisor, url, 200, "patch", name="Leeds people"))["version"] == 3
    wrong = await post(supervisor, url, 422, "patch", shared=False)
    assert wrong["errors"][0]["field"] == "body.shared"
    await post(supervisor, url, 204, "delete")
    assert (await ask(agent, "/api/views"))["items"] == []


async def test_a_view_with_an_archived_field_opens_and_says_so(site: Site) -> None:
    supervisor = await site.signed_in("supervisor")
    field = await post(supervisor, "/api/fields", label="Debt", kind="number")
    filter_ = {"all": [{"field": "fields.debt", "op": "gt", "value": 5}]}
    view = await post(supervisor, "/api/views", name="Debtors", filter=filter_)
    assert view["problems"] == []
    await add(site.db, "Zoë", fields={"debt": 9})
    await supervisor.delete(f"/api/fields/{field['id']}")
    (found,) = (await ask(supervisor, "/api/views"))["items"]
    assert [(one["field"], one["code"]) for one in found["problems"]] == [("filter.all.0.field", "archived")]
    page = await ask(supervisor, view=view["id"])
    assert [row["name"] for row in page["items"]] == ["Zoë"]
    assert [one["field"] for one in page["notices"]] == ["query.view.filter.all.0.field"]


NO_VIEWS: list[tuple[dict[str, Any], str]] = [
    ({"filter": {"all": [{"field": "x"}]}}, "body.filter.all.0.field"),
    ({"filter": {}}, "body.filter.field"),
    ({"sort": "city"}, "body.sort"),
    ({"columns": ["a b"]}, "body.columns.0"),
    ({"area": "secrets"}, "body.area"),
]


async def test_a_view_that_cannot_be_is_refused(site: Site) -> None:
    agent = await site.signed_in()
    for body, field in NO_VIEWS:
        wrong = await post(agent, "/api/views", 422, **{"name": "x"} | body)
        assert wrong["errors"][0]["field"] == field
    assert (await ask(agent, "/api/views"))["items"] == []


ENDLESS = sa.text("WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT count(*) FROM n")


async def test_what_takes_too_long_to_find_is_told(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    async def search_for_ever(session: AsyncSession, *_args: object, **_options: object) -> None:
        await session.execute(ENDLESS)

    agent = await site.signed_in()
    with monkeypatch.context() as patched:
        patched.setattr(routes_lists, "PATIENCE", 0.2)
        patched.setattr(lists, "find_customers", search_for_ever)
        wrong = await ask(agent, status=422)
    assert [(one["field"], one["code"]) for one in wrong["errors"]] == [("query.filter", "too_slow")]
    assert (await ask(agent))["total"] == 0
