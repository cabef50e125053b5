"""Roles of the organisation's own: made of permissions, given, changed while people are signed in, deleted."""

from __future__ import annotations

from typing import Any

import pytest
import sqlalchemy as sa
from hypothesis import given
from hypothesis import strategies as st

from hub import accounts
from hub.accounts import Permission, Role
from hub.accounts.models import AuditEntry, CustomRole, Session
from hub.accounts.permissions import NEEDS, ROLE_PERMISSIONS, with_needed
from hub.db import Database, Tx
from hub.web import Conflict
from tests.support.accounts import PASSWORD, Client, Site, sign_in

Json = dict[str, Any]


async def make_role(admin: Client, name: str = "Front desk", *rights: str, **more: Any) -> Json:
    wanted = list(rights or ("calls:read", "customers:read"))
    response = await admin.post("/api/roles", json={"name": name, "permissions": wanted} | more)
    assert response.status == 201, await response.text()
    return dict(await response.json())


async def hire(admin: Client, role: str, email: str = "front@example.com") -> Json:
    body = {"name": "Front", "email": email, "role": role, "password": PASSWORD}
    response = await admin.post("/api/users", json=body)
    assert response.status == 201, await response.text()
    return dict(await response.json())


async def refusal(response: Any) -> tuple[int, str, list[str]]:
    told = await response.json()
    return response.status, told["code"], [f"{error['field']} {error['code']}" for error in told["errors"]]


@given(st.sets(st.sampled_from(list(Permission))))
def test_rights_come_with_what_they_need(chosen: set[Permission]) -> None:
    rights = with_needed(chosen)
    assert chosen | {Permission.SESSION} <= rights
    assert all(NEEDS.get(right, frozenset()) <= rights for right in rights)
    assert with_needed(rights) == rights


def test_built_in_roles_have_what_their_rights_need() -> None:
    assert all(with_needed(rights) == rights for rights in ROLE_PERMISSIONS.values())


async def test_a_role_is_made_listed_given_and_works(site: Site) -> None:
    admin = await site.signed_in("administrator")
    made = await make_role(admin, "پذیرش", "customers:merge", description="میز جلو")
    assert made["permissions"] == ["customers:merge", "customers:read", "customers:write", "session"]
    await hire(admin, made["id"])
    listed = (await (await admin.get("/api/roles")).json())["items"]
    assert [(role["id"], role["built_in"]) for role in listed] == [
        *((role, True) for role in Role),
        (made["id"], False),
    ]
    assert (listed[-1]["name"], listed[-1]["users"], listed[0]["users"]) == ("پذیرش", 1, 1)
    front = site.browser()
    session = await (await sign_in(front, "front@example.com")).json()
    assert (session["permissions"], session["user"]["role_name"]) == (made["permissions"], "پذیرش")
    assert (await front.get("/api/presence")).status == 403
    assert (await front.get("/api/roles")).status == 200


async def test_another_set_of_rights_counts_at_once(site: Site, database: Database) -> None:
    admin = await site.signed_in("administrator")
    made = await make_role(admin)
    user = await hire(admin, made["id"])
    front = site.browser()
    await sign_in(front, "front@example.com")
    assert (await front.get("/api/presence")).status == 403
    async with database.read() as session:
        before = await events_of(session, user["id"])
    response = await admin.patch(f"/api/roles/{made['id']}", json={"permissions": ["presence:read"]})
    assert (response.status, response.headers["ETag"]) == (200, '"2"')
    assert (await front.get("/api/presence")).status == 200
    async with database.read() as session:
        assert await events_of(session, user["id"]) == before + 1  # open pages and sockets ask again
        details = await session.scalar(sa.select(AuditEntry.details).where(AuditEntry.action == "role_changed"))
        assert await session.scalar(sa.select(sa.func.count()).select_from(Session)) == 2
    assert details is not None
    assert (details["added"], details["removed"]) == (["presence:read"], ["calls:read", "customers:read"])


async def events_of(session: Any, user_id: str) -> int:
    query = sa.text("SELECT count(*) FROM event WHERE room = :room AND kind = 'session'")
    return int(await session.scalar(query, {"room": f"user:{user_id}"}))


async def test_who_loses_calls_is_told_to_whoever_holds_seats(site: Site) -> None:
    admin = await site.signed_in("administrator")
    heard: list[Any] = []

    async def hear(_tx: Any, users: Any) -> None:
        heard.append(list(users))

    accounts.HOOKS.rights_lost = [hear]
    made = await make_role(admin)
    user = await hire(admin, made["id"])
    path = f"/api/roles/{made['id']}"
    await admin.patch(path, json={"permissions": ["calls:read", "customers:read", "presence:read"]})
    assert heard == []
    await admin.patch(path, json={"permissions": ["customers:read"]})
    assert [[str(one) for one in users] for users in heard] == [[user["id"]]]


async def test_two_administrators_do_not_overwrite_each_other(site: Site) -> None:
    admin = await site.signed_in("administrator")
    made = await make_role(admin)
    path, old = f"/api/roles/{made['id']}", {"If-Match": '"1"'}
    assert (await admin.patch(path, json={"name": "Reception"}, headers=old)).status == 200
    response = await admin.patch(path, json={"name": "Lobby"}, headers=old)
    told = await response.json()
    assert (response.status, told["current"]["name"], told["changed"]) == (412, "Reception", ["name"])


@pytest.mark.parametrize("role", list(Role))
async def test_built_in_roles_stay(site: Site, role: Role) -> None:
    admin = await site.signed_in("administrator")
    for response in (
        await admin.patch(f"/api/roles/{role}", json={"name": "x"}),
        await admin.delete(f"/api/roles/{role}"),
    ):
        assert (await refusal(response))[:2] == (403, "built_in_role")


async def test_a_role_in_use_is_not_deleted(site: Site) -> None:
    admin = await site.signed_in("administrator")
    made = await make_role(admin)
    user = await hire(admin, made["id"])
    assert (await refusal(await admin.delete(f"/api/roles/{made['id']}")))[:2] == (409, "role_in_use")
    await admin.patch(f"/api/users/{user['id']}", json={"role": "agent", "active": False})
    assert (await admin.delete(f"/api/roles/{made['id']}")).status == 204
    assert (await refusal(await admin.delete(f"/api/roles/{made['id']}")))[0] == 404


async def test_a_role_that_another_area_needs_is_not_deleted(site: Site, hooks: accounts.Hooks) -> None:
    admin = await site.signed_in("administrator")
    made = await make_role(admin)
    asked = []

    async def needed(_tx: Tx, key: str) -> None:
        asked.append(key)
        if len(asked) == 1:
            raise Conflict("Needed.", code="role_of_templates")

    hooks.role_deleted = [needed]
    assert (await refusal(await admin.delete(f"/api/roles/{made['id']}")))[:2] == (409, "role_of_templates")
    assert (await admin.delete(f"/api/roles/{made['id']}")).status == 204
    assert asked == [made["id"]] * 2


@pytest.mark.parametrize(
    ("body", "told"),
    [
        ({"name": "front DESK", "permissions": []}, (409, "name_taken", [])),
        ({"name": " ", "permissions": []}, (422, "invalid", ["body.name string_too_short"])),
        ({"name": "‌.", "permissions": ["no:such"]}, (422, "invalid", ["body.permissions.0 enum"])),
        ({"name": "…", "permissions": []}, (201, "", [])),
    ],
)
async def test_names_and_rights_are_checked(site: Site, body: Json, told: tuple[int, str, list[str]]) -> None:
    admin = await site.signed_in("administrator")
    await make_role(admin)
    response = await admin.post("/api/roles", json=body)
    assert response.status == 201 if told[0] == 201 else await refusal(response) == told


async def lesser(site: Site, admin: Client) -> tuple[Client, Json]:
    """Somebody who manages users and roles, and little else."""
    made = await make_role(admin, "Office", "roles:manage", "customers:write")
    await hire(admin, made["id"], "office@example.com")
    browser = site.browser()
    await sign_in(browser, "office@example.com")
    return browser, made


async def test_nobody_gives_more_than_they_have(site: Site, people: Json) -> None:
    admin = await site.signed_in("administrator")
    office, own = await lesser(site, admin)
    strong = await make_role(admin, "Strong", "connectors:manage")
    assert (await office.post("/api/roles", json={"name": "Weak", "permissions": ["customers:read"]})).status == 201
    response = await office.post("/api/roles", json={"name": "Much", "permissions": ["connectors:manage"]})
    assert await refusal(response) == (422, "invalid", ["body.permissions beyond_own"])
    response = await office.patch(f"/api/roles/{own['id']}", json={"permissions": ["roles:manage", "metrics:read"]})
    assert await refusal(response) == (422, "invalid", ["body.permissions beyond_own"])
    for refused in (
        await office.patch(f"/api/roles/{strong['id']}", json={"name": "x"}),
        await office.delete(f"/api/roles/{strong['id']}"),
    ):
        assert (await refusal(refused))[:2] == (403, "beyond_own")
    for role in ("administrator", strong["id"]):
        body = {"name": "A", "email": f"{role}-2@example.com", "role": role, "password": PASSWORD}
        assert await refusal(await office.post("/api/users", json=body)) == (422, "invalid", ["body.role beyond_own"])
    me = (await (await office.get("/api/session")).json())["user"]["id"]
    response = await office.patch(f"/api/users/{me}", json={"role": "administrator"})
    assert await refusal(response) == (422, "invalid", ["body.role beyond_own"])


async def test_nor_what_comes_back_when_a_module_is_on_again(site: Site, people: Json) -> None:
    admin = await site.signed_in("administrator")
    office, own = await lesser(site, admin)
    strong = await make_role(admin, "Strong", "connectors:manage")
    accounts.HOOKS.withheld = lambda: frozenset(Permission).difference(own["permissions"])
    me = (await (await office.get("/api/session")).json())["user"]["id"]
    for role in ("administrator", strong["id"]):
        response = await office.patch(f"/api/users/{me}", json={"role": role})
        assert await refusal(response) == (422, "invalid", ["body.role beyond_own"])
    assert (await office.patch(f"/api/roles/{strong['id']}", json={"name": "x"})).status == 403
    change = {"password": "another long sentence"}
    assert (await office.patch(f"/api/users/{people['administrator'].id}", json=change)).status == 403
    assert (await admin.patch(f"/api/roles/{strong['id']}", json={"name": "Stronger"})).status == 200


@pytest.mark.parametrize(
    "change", [{"password": "another long sentence"}, {"email": "mine@example.com"}, {"active": False}]
)
async def test_nor_takes_over_who_may_more(site: Site, people: Json, change: Json) -> None:
    admin = await site.signed_in("administrator")
    office, _ = await lesser(site, admin)
    response = await office.patch(f"/api/users/{people['administrator'].id}", json=change)
    assert (await refusal(response))[:2] == (403, "beyond_own")


async def test_the_last_administrator_keeps_the_role(site: Site, people: Json) -> None:
    admin = await site.signed_in("administrator")
    copy = await make_role(admin, "Copy", *(right.value for right in Permission))
    response = await admin.patch(f"/api/users/{people['administrator'].id}", json={"role": copy["id"]})
    assert (await refusal(response))[:2] == (409, "last_administrator")


async def test_a_role_that_there_is_not_is_refused(site: Site) -> None:
    admin = await site.signed_in("administrator")
    body = {"name": "A", "email": "a@example.com", "role": "cnothing", "password": PASSWORD}
    assert await refusal(await admin.post("/api/users", json=body)) == (422, "invalid", ["body.role role"])


async def test_rights_that_this_version_does_not_know_are_none(site: Site, database: Database) -> None:
    admin = await site.signed_in("administrator")
    made = await make_role(admin)
    await hire(admin, made["id"])

    async def work(tx: Any) -> None:
        await tx.session.execute(sa.update(CustomRole).values(permissions=["later:thing", "presence:read"]))

    await database.write(work)
    session = await (await sign_in(site.browser(), "front@example.com")).json()
    assert session["permissions"] == ["presence:read", "session"]


async def test_the_list_of_permissions_says_what_each_needs(site: Site) -> None:
    agent = await site.signed_in()
    listed = {item["permission"]: item for item in (await (await agent.get("/api/permissions")).json())["items"]}
    assert listed.keys() == {right.value for right in Permission}
    assert listed["calls:read_all"]["needs"] == ["calls:read"]
