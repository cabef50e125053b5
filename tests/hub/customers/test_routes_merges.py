"""Merges, duplicates and addresses through the API."""

from __future__ import annotations

from typing import Any

import pytest
import sqlalchemy as sa

from hub import customers
from hub.customers import REGROUPED
from hub.customers.duplicates_run import KIND, find_duplicates
from hub.db import Database, Tx
from hub.jobs.models import Job
from tests.support.accounts import Client, MakeSite, Site, make_users

AREAS = [customers.routes, customers.identity_routes, customers.merge_routes, customers.duplicate_routes]


@pytest.fixture
async def site(make_site: MakeSite, database: Database, cheap_hashes: None) -> Site:
    """A hub that serves customers and merges them."""
    await make_users(database)

    async def no_calls(tx: Tx, ids: Any) -> None:
        assert ids

    return await make_site(also=AREAS, services={REGROUPED: no_calls})


@pytest.fixture
async def agent(site: Site) -> Client:
    return await site.signed_in("agent")


async def ask(client: Client, method: str, path: str, body: Any = None) -> tuple[int, Any]:
    response = await client.request(method, path, **({} if body is None else {"json": body}))
    return response.status, await response.json(content_type=None) if await response.read() else None


async def made(client: Client, name: str, *numbers: str) -> Any:
    identities = [{"kind": "phone", "value": number} for number in numbers]
    status, answer = await ask(client, "POST", "/api/customers", {"name": name, "identities": identities})
    assert status == 201, answer
    return answer


async def refused(client: Client, method: str, path: str, body: Any) -> tuple[int, str, list[str]]:
    status, answer = await ask(client, method, path, body)
    return status, answer["code"], [error["field"] for error in answer["errors"]]


async def test_two_are_compared_merged_and_parted_again(agent: Client) -> None:
    sara, double = await made(agent, "Sara", "09121234567"), await made(agent, "S. Ahmadi", "09351234567")
    pair = {"survivor_id": sara["id"], "merged_id": double["id"]}
    status, preview = await ask(agent, "POST", "/api/merges/preview", pair)
    assert (status, preview["conflicts"]) == (
        200, [{"field": "name", "survivor": "Sara", "merged": "S. Ahmadi", "suggested": "survivor"}],
    )  # fmt: skip
    status, both = await ask(
        agent, "POST", f"/api/customers/{sara['id']}/merge", {"merged_id": double["id"], "chosen": {"name": "merged"}}
    )
    assert (status, both["name"], both["merged_ids"]) == (200, "S. Ahmadi", [double["id"]])
    assert (await ask(agent, "GET", f"/api/customers/{double['id']}"))[1] == both
    _, merges = await ask(agent, "GET", f"/api/customers/{double['id']}/merges")
    (record,) = merges["items"]
    assert (record["merged"], record["merged_by"]["name"], record["undone_at"]) == (
        {"id": double["id"], "name": "S. Ahmadi"}, "Agent One", None,
    )  # fmt: skip
    status, apart = await ask(agent, "POST", f"/api/merges/{record['id']}/undo")
    assert (status, apart["survivor"]["name"], apart["restored"]["id"]) == (200, "Sara", double["id"])
    assert await refused(agent, "POST", f"/api/merges/{record['id']}/undo", None) == (409, "undone_already", [])


async def test_refusals_name_the_field(agent: Client, site: Site) -> None:
    sara = await made(agent, "Sara")
    nobody = "00000000-0000-0000-0000-000000000001"
    path = f"/api/customers/{sara['id']}/merge"
    assert await refused(agent, "POST", path, {"merged_id": sara["id"]}) == (409, "self", ["body.merged_id"])
    assert await refused(agent, "POST", path, {"merged_id": nobody}) == (422, "invalid", ["body.merged_id"])
    strange = {"merged_id": nobody, "chosen": {"shoe": "merged"}}
    assert await refused(agent, "POST", path, strange) == (422, "invalid", ["body.chosen.shoe"])
    pair = {"survivor_id": nobody, "merged_id": sara["id"]}
    assert await refused(agent, "POST", "/api/merges/preview", pair) == (422, "invalid", ["body.survivor_id"])
    marketer = await site.signed_in("marketer")
    assert (await refused(marketer, "POST", path, {"merged_id": nobody}))[:2] == (403, "forbidden")


async def test_a_new_customers_duplicates_show_at_once_and_are_worked_through(agent: Client, site: Site) -> None:
    sara, double = await made(agent, "Sara", "09121234567"), await made(agent, "Sara", "09121234567")
    _, mine = await ask(agent, "GET", f"/api/customers/{double['id']}/duplicates")
    (pair,) = mine["items"]
    assert {pair["a"]["id"], pair["b"]["id"]} == {sara["id"], double["id"]}
    assert [reason["code"] for reason in pair["reasons"]] == ["phone", "name"]
    other = await made(agent, "Omid", "09121234567")
    _, first = await ask(agent, "GET", "/api/duplicates?limit=1")
    assert (first["total"], first["items"][0]["id"]) == (3, pair["id"])
    seen = [first["items"][0]["id"]]
    while first["next"]:
        _, first = await ask(agent, "GET", f"/api/duplicates?limit=1&cursor={first['next']}")
        seen += [item["id"] for item in first["items"]]
    assert len(set(seen)) == len(seen) == 3
    assert (await ask(agent, "POST", f"/api/duplicates/{pair['id']}/dismiss"))[0] == 204
    await ask(agent, "POST", f"/api/customers/{sara['id']}/merge", {"merged_id": other["id"]})
    await find_duplicates(site.db)
    _, left = await ask(agent, "GET", "/api/duplicates")
    assert left["total"] == 0  # the one left is dismissed, and the survivor is in that same pair
    assert (await ask(agent, "GET", "/api/duplicates?state=dismissed"))[1]["total"] == 1
    assert (await ask(agent, "POST", f"/api/duplicates/{sara['id']}/dismiss"))[0] == 404


async def test_looking_for_duplicates_is_one_job_however_often_it_is_asked_for(agent: Client, site: Site) -> None:
    for _ in range(3):
        assert (await ask(agent, "POST", "/api/duplicates/find"))[0] == 202
    async with site.db.read() as session:
        assert list(await session.scalars(sa.select(Job.kind))) == [KIND]


async def test_an_address_is_labelled_verified_and_taken_away(agent: Client) -> None:
    sara = await made(agent, "Sara", "09121234567", "09351234567")
    path = f"/api/customers/{sara['id']}"
    last = sara["identities"][1]
    changed = {"label": "work", "verified": True, "primary": True}
    _, profile = await ask(agent, "PATCH", f"{path}/identities/{last['link_id']}", changed)
    assert profile["identities"][0] == last | changed
    _, profile = await ask(agent, "DELETE", f"{path}/identities/{last['link_id']}")
    assert last["id"] not in {one["id"] for one in profile["identities"]}


async def test_a_contact_is_given_to_a_customer(agent: Client) -> None:
    sara, other = await made(agent, "Sara", "09121234567"), await made(agent, "Other")
    identity = sara["identities"][0]["id"]
    status, profile = await ask(agent, "PUT", f"/api/identities/{identity}/customer", {"customer_id": other["id"]})
    assert (status, [(one["id"], one["shared_with"]) for one in profile["identities"]]) == (200, [(identity, 1)])
    _, contact = await ask(agent, "GET", f"/api/identities/{identity}")
    assert [one["name"] for one in contact["customers"]] == ["Other", "Sara"]  # whoever was chosen comes first
    nobody = "00000000-0000-0000-0000-000000000001"
    path = f"/api/identities/{identity}/customer"
    assert (await refused(agent, "PUT", path, {"customer_id": nobody}))[2] == ["body.customer_id"]
    assert (await refused(agent, "PUT", f"/api/identities/{nobody}/customer", {"customer_id": other["id"]}))[0] == 404
