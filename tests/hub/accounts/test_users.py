"""Preferences, and the administrators' list of users."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest

from hub import accounts
from hub.web import Conflict, Invalid, NotFound, Problem
from tests.support.accounts import PASSWORD, Site, sign_in


async def code(response: Any) -> tuple[int, str]:
    """The status and code of a problem."""
    return response.status, (await response.json())["code"]


async def test_preferences_change_and_the_rest_stays(site: Site) -> None:
    browser = await site.signed_in()
    body = {"language": "fa", "calendar": "jalali", "time_zone": "Asia/Tehran"}
    user = (await (await browser.patch("/api/me", json=body)).json())["user"]
    assert (user["language"], user["calendar"], user["time_zone"]) == ("fa", "jalali", "Asia/Tehran")
    assert (user["name"], user["theme"]) == ("Agent One", "auto")
    assert (await browser.patch("/api/me", json={})).status == 200


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"name": None}, "body.name"),
        ({"name": "   "}, "body.name"),
        ({"name": "a\nb"}, "body.name"),
        ({"name": "x" * 81}, "body.name"),
        ({"language": "de"}, "body.language"),
        ({"time_zone": "../../etc/passwd"}, "body.time_zone"),
        ({"role": "administrator"}, "body.role"),
        ({"active": False}, "body.active"),
    ],
)
async def test_wrong_preferences_and_stolen_rights_are_refused(site: Site, body: dict[str, Any], field: str) -> None:
    browser = await site.signed_in()
    response = await browser.patch("/api/me", json=body)
    assert response.status == 422
    assert [error["field"] for error in (await response.json())["errors"]] == [field]


async def test_administrators_make_users_who_can_sign_in(site: Site) -> None:
    admin = await site.signed_in("administrator")
    body = {"name": "Zari", "email": "zari@example.com", "role": "agent", "password": "a first password"}
    response = await admin.post("/api/users", json=body)
    made = await response.json()
    assert (response.status, made["active"], made["last_seen_at"]) == (201, True, None)
    assert "password" not in str(made)
    assert (await sign_in(site.browser(), "zari@example.com", "a first password")).status == 200
    again = await admin.post("/api/users", json=body | {"email": "ZARI@example.com"})
    assert await code(again) == (409, "email_taken")


async def test_users_are_listed_by_name_in_pages(site: Site) -> None:
    admin = await site.signed_in("administrator")
    names, cursor = [], ""
    for _ in range(2):
        page = await (await admin.get(f"/api/users?limit=2{cursor}")).json()
        names += [user["name"] for user in page["items"]]
        cursor = f"&cursor={page['next']}"
    assert names == ["Administrator One", "Agent One", "Marketer One", "Supervisor One"]
    assert page["next"] is None


async def test_a_new_role_counts_at_once(site: Site, people: dict[str, Any]) -> None:
    agent, admin = await site.signed_in(), await site.signed_in("administrator")
    assert (await agent.get("/api/users")).status == 403
    response = await admin.patch(f"/api/users/{people['agent'].id}", json={"role": "administrator"})
    assert (response.status, (await response.json())["role"]) == (200, "administrator")
    assert (await agent.get("/api/users")).status == 200


async def test_deactivating_and_a_new_password_end_sessions(site: Site, people: dict[str, Any]) -> None:
    agent, admin = await site.signed_in(), await site.signed_in("administrator")
    address = f"/api/users/{people['agent'].id}"
    assert (await admin.patch(address, json={"password": "a second password"})).status == 200
    assert (await agent.get("/api/session")).status == 401
    assert (await sign_in(agent, "agent@example.com", "a second password")).status == 200
    assert (await admin.patch(address, json={"active": False})).status == 200
    assert (await agent.get("/api/session")).status == 401


async def test_somebody_stays_to_administer(site: Site, people: dict[str, Any]) -> None:
    admin = await site.signed_in("administrator")
    me = f"/api/users/{people['administrator'].id}"
    assert await code(await admin.patch(me, json={"active": False})) == (409, "own_account")
    assert await code(await admin.patch(me, json={"role": "agent"})) == (409, "last_administrator")
    with pytest.raises(Conflict):
        await accounts.deactivate(site.db, "administrator@example.com")


async def test_problems_of_changing_a_user(site: Site, people: dict[str, Any]) -> None:
    admin = await site.signed_in("administrator")
    agent = f"/api/users/{people['agent'].id}"
    assert await code(await admin.patch(f"/api/users/{uuid4()}", json={"name": "x"})) == (404, "user_not_found")
    assert await code(await admin.patch(agent, json={"email": "marketer@example.com"})) == (409, "email_taken")
    assert await code(await admin.patch(agent, json={"password": "short"})) == (422, "invalid")
    assert await code(await admin.patch(agent, json={"email": "nonsense"})) == (422, "invalid")
    moved = await admin.patch(agent, json={"email": "new@example.com"})
    assert (await moved.json())["email"] == "new@example.com"
    assert (await sign_in(site.browser(), "new@example.com")).status == 200


async def test_the_commands_functions(site: Site) -> None:
    made = await accounts.create_user(
        site.db, email="cli@example.com", name="Cli", role="agent", password=PASSWORD, language="fa"
    )
    await accounts.set_role(site.db, "CLI@example.com", accounts.Role.SUPERVISOR)
    await accounts.deactivate(site.db, "cli@example.com")
    assert (await sign_in(site.browser(), "cli@example.com")).status == 401
    await accounts.activate(site.db, "cli@example.com")
    await accounts.set_password(site.db, "cli@example.com", "yet another password")
    assert (await sign_in(site.browser(), "cli@example.com", "yet another password")).status == 200
    assert {user.id: user.role for user in await accounts.list_users(site.db)}[made.id] == "supervisor"
    with pytest.raises(NotFound):
        await accounts.set_password(site.db, "nobody@example.com", PASSWORD)
    with pytest.raises(Invalid):
        await accounts.create_user(site.db, email="x", name="X", role="king", password=PASSWORD)
    with pytest.raises(Problem, match="email_taken"):
        await accounts.create_user(site.db, email="cli@example.com", name="X", role="agent", password=PASSWORD)
