"""The list of results: two levels, both languages, an order, an archive, and where one is required."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from hub import dispositions, teams
from hub.accounts import Permission, Role
from hub.accounts.permissions import ROLE_PERMISSIONS
from hub.db import Database, Reader, Tx, new_id
from hub.dispositions import store
from hub.dispositions.schemas import NewDisposition
from hub.web import Invalid
from tests.support.accounts import Client, MakeSite, Site, make_users

QUEUE = teams.Item(new_id(), "sales")
LINE = teams.Item(new_id(), "Tehran", "021 9100 1000")


async def _queues(_reader: Reader) -> list[teams.Item]:
    return [QUEUE]


async def _lines(_reader: Reader) -> list[teams.Item]:
    return [LINE]


@pytest.fixture
async def site(database: Database, cheap_hashes: None, make_site: MakeSite) -> Site:
    await make_users(database)
    services = {dispositions.REQUIRABLE: {"queue": _queues, "line": _lines}}
    return await make_site(also=[dispositions.routes], services=services)


@pytest.fixture
async def boss(site: Site) -> Client:
    return await site.signed_in("supervisor")


async def ask(client: Client, method: str, path: str, body: Any = None, seen: int | None = None) -> tuple[int, Any]:
    headers = {} if seen is None else {"If-Match": f'"{seen}"'}
    response = await client.request(method, f"/api/dispositions{path}", json=body, headers=headers)
    return response.status, await response.json(content_type=None) if response.status != 204 else None


async def made(client: Client, fa: str, parent: str | None = None, en: str | None = None) -> str:
    status, out = await ask(client, "POST", "", {"names": {"fa": fa, "en": en}, "parent_id": parent})
    assert status == 201, out
    return str(out["id"])


async def shown(client: Client) -> list[tuple[str, bool]]:
    """The names in their order, and which a call may be given."""
    _, out = await ask(client, "GET", "")
    return [(one["names"]["fa"], one["choosable"]) for one in out["items"]]


async def codes(client: Client, method: str, path: str, body: Any) -> list[str]:
    status, out = await ask(client, method, path, body)
    assert status == 422, out
    return [f"{item['field']} {item['code']}" for item in out["errors"]]


async def test_a_group_is_none_to_choose_and_an_archived_one_takes_its_results_along(boss: Client) -> None:
    sales = await made(boss, "فروش", en="Sales")
    sold, lost = await made(boss, "سفارش داد", sales), await made(boss, "منصرف شد", sales)
    await made(boss, "مزاحم")
    assert await shown(boss) == [("فروش", False), ("سفارش داد", True), ("منصرف شد", True), ("مزاحم", True)]
    assert (await ask(boss, "PATCH", f"/{lost}", {"position": 0}))[0] == 200
    assert [name for name, _ in await shown(boss)][:2] == ["منصرف شد", "سفارش داد"]
    assert (await ask(boss, "DELETE", f"/{sales}"))[0] == 204
    assert {name for name, may in await shown(boss) if may} == {"مزاحم"}
    await ask(boss, "PATCH", f"/{sales}", {"archived": False})
    await ask(boss, "DELETE", f"/{sold}")
    await ask(boss, "DELETE", f"/{lost}")
    assert {name for name, may in await shown(boss) if may} == {"مزاحم", "فروش"}  # nothing is under it any more


async def test_what_does_not_fit_is_refused_at_its_field(boss: Client) -> None:
    sales = await made(boss, "فروش", en="Sales")
    sold = await made(boss, "سفارش داد", sales)
    other = await made(boss, "پشتیبانی")
    assert await codes(boss, "POST", "", {"names": {"fa": " ", "en": None}}) == ["body.names.fa string_too_short"]
    assert await codes(boss, "POST", "", {"names": {}}) == ["body.names missing"]
    assert await codes(boss, "POST", "", {"names": {"en": "SALES"}}) == ["body.names.en repeated"]
    deep = {"names": {"fa": "سوم"}, "parent_id": sold}
    assert await codes(boss, "POST", "", deep) == ["body.parent_id too_deep"]
    assert await codes(boss, "PATCH", f"/{sales}", {"parent_id": other}) == ["body.parent_id too_deep"]
    assert await codes(boss, "PATCH", f"/{sales}", {"parent_id": sales}) == ["body.parent_id not_found"]
    await ask(boss, "DELETE", f"/{other}")
    assert await codes(boss, "PATCH", f"/{sold}", {"parent_id": other}) == ["body.parent_id archived"]


async def test_two_who_change_one_see_each_other(boss: Client) -> None:
    sales = await made(boss, "فروش")
    assert (await ask(boss, "PATCH", f"/{sales}", {"names": {"fa": "فروش تلفنی"}}, seen=1))[0] == 200
    status, out = await ask(boss, "PATCH", f"/{sales}", {"names": {"fa": "بازرگانی"}}, seen=1)
    assert (status, out["changed"], out["current"]["names"]["fa"]) == (412, ["names"], "فروش تلفنی")


async def test_two_who_require_one_see_each_other(boss: Client) -> None:
    path = f"/required/line/{LINE.id}"
    assert (await ask(boss, "PUT", path, {"required": True}, seen=0))[1]["version"] == 1
    status, out = await ask(boss, "PUT", path, {"required": False}, seen=0)
    assert (status, out["changed"], out["current"]["required"], out["current"]["version"]) == (
        412,
        ["required"],
        True,
        1,
    )
    assert (await ask(boss, "PUT", path, {"required": False}, seen=1))[1]["required"] is False


async def test_queues_and_lines_may_require_one(boss: Client, site: Site, database: Database) -> None:
    async def required(queue: Any, line: Any) -> bool:
        async with database.read() as session:
            return bool(await dispositions.required_among(session, [one for one in (queue, line) if one]))

    assert not await required(QUEUE.id, LINE.id)
    status, out = await ask(boss, "PUT", f"/required/line/{LINE.id}", {"required": True})
    assert (status, out["required"], out["detail"]) == (200, True, LINE.detail)
    assert await required(None, LINE.id)
    assert not await required(QUEUE.id, None)
    await ask(boss, "PUT", f"/required/line/{LINE.id}", {"required": False})
    assert not await required(QUEUE.id, LINE.id)
    assert (await ask(boss, "PUT", f"/required/queue/{LINE.id}", {"required": True}))[0] == 404
    _, listed = await ask(boss, "GET", "/required")
    assert [(one["kind"], one["name"], one["required"]) for one in listed["items"]] == [
        ("queue", "sales", False), ("line", "Tehran", False)
    ]  # fmt: skip


async def test_agents_read_the_list_and_change_nothing(site: Site) -> None:
    agent = await site.signed_in("agent")
    assert (await ask(agent, "GET", ""))[0] == 200
    assert (await ask(agent, "POST", "", {"names": {"fa": "فروش"}}))[0] == 403
    assert Permission.DISPOSITIONS_MANAGE in ROLE_PERMISSIONS[Role.SUPERVISOR]


async def test_two_who_add_the_same_at_once_add_it_once(database: Database) -> None:
    wanted = NewDisposition.model_validate({"names": {"fa": "فروش"}})
    others: list[asyncio.Task[object]] = []

    async def first(tx: Tx) -> None:
        await store.add(tx, wanted)
        others.append(asyncio.create_task(database.write(lambda other: store.add(other, wanted))))
        await asyncio.wait(others, timeout=0.2)  # it goes on only once this one is through

    await database.write(first)
    with pytest.raises(Invalid):
        await others[0]
