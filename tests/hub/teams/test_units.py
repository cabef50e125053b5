"""The tree of units."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid4

import pytest
import sqlalchemy as sa
from hypothesis import given
from hypothesis import strategies as st

from hub.accounts.models import AuditEntry
from hub.db import Database
from hub.teams.scope import below
from tests.hub.teams.conftest import Make, told
from tests.support.accounts import Client, Site


@given(st.lists(st.integers(-1, 30), max_size=30))
def test_what_is_below_ends_even_in_a_circle(parents: list[int]) -> None:
    ids = [UUID(int=place + 1) for place in range(len(parents))]
    tree = {ids[place]: ids[up] if 0 <= up < len(ids) else None for place, up in enumerate(parents)}
    for unit in ids:
        found = below(tree, unit)
        assert unit in found
        assert all(other in found for other, up in tree.items() if up in found)


async def test_units_make_a_tree(admin: Client, make: Make, database: Database) -> None:
    tehran = await make("units", name="تهران")
    sales = await make("units", name="فروش", parent_id=tehran["id"])
    berlin = await make("units", name="Berlin")
    response = await admin.patch(
        f"/api/units/{sales['id']}", json={"parent_id": berlin["id"]}, headers={"If-Match": '"1"'}
    )
    assert (response.status, (await response.json())["parent_id"]) == (200, berlin["id"])
    response = await admin.patch(f"/api/units/{sales['id']}", json={"name": "Verkauf"}, headers={"If-Match": '"1"'})
    assert (await told(response))[:2] == (412, "changed")
    listed = (await (await admin.get("/api/units")).json())["items"]
    assert [unit["name"] for unit in listed] == ["Berlin", "تهران", "فروش"]
    async with database.read() as session:
        actions = set(await session.scalars(sa.select(AuditEntry.action)))
    assert {"unit_created", "unit_changed"} <= actions


@pytest.mark.parametrize("into", ["itself", "child", "grandchild", "nowhere"])
async def test_a_unit_cannot_lie_inside_itself(admin: Client, make: Make, into: str) -> None:
    top = await make("units", name="A")
    child = await make("units", name="B", parent_id=top["id"])
    grandchild = await make("units", name="C", parent_id=child["id"])
    target = {"itself": top["id"], "child": child["id"], "grandchild": grandchild["id"], "nowhere": str(uuid4())}[into]
    response = await admin.patch(f"/api/units/{top['id']}", json={"parent_id": target})
    expected = "not_found" if into == "nowhere" else "circle"
    assert await told(response) == (422, "invalid", [f"body.parent_id {expected}"])


async def test_the_tree_has_a_depth(admin: Client, make: Make) -> None:
    parent = None
    for level in range(8):
        parent = (await make("units", name=f"L{level}", parent_id=parent))["id"]
    response = await admin.post("/api/units", json={"name": "L9", "parent_id": parent})
    assert await told(response) == (422, "invalid", ["body.parent_id too_deep"])


@pytest.mark.parametrize("inside", ["unit", "team", "person", None])
async def test_only_an_empty_unit_goes(admin: Client, make: Make, people: dict[str, Any], inside: str | None) -> None:
    unit = (await make("units", name="Shiraz"))["id"]
    if inside == "unit":
        await make("units", name="Sales", parent_id=unit)
    elif inside == "team":
        await make("teams", name="Sales", unit_id=unit)
    elif inside == "person":
        assert (await admin.patch(f"/api/people/{people['agent'].id}", json={"unit_id": unit})).status == 200
    response = await admin.delete(f"/api/units/{unit}")
    if inside:
        assert (await told(response))[:2] == (409, "unit_not_empty")
    else:
        assert response.status == 204
        assert (await admin.delete(f"/api/units/{unit}")).status == 404


async def test_only_who_manages_everything_changes_units(hub: Site, make: Make) -> None:
    unit = await make("units", name="Shiraz")
    for role in ("agent", "supervisor"):
        browser = await hub.signed_in(role)
        assert (await browser.get("/api/units")).status == 200
        assert (await browser.post("/api/units", json={"name": "x"})).status == 403
        assert (await browser.delete(f"/api/units/{unit['id']}")).status == 403
