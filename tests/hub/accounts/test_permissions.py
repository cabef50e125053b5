"""Every role against every route of the hub, generated from the routes themselves."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from aiohttp import ClientResponse, web
from aiohttp.test_utils import TestClient, TestServer

from hub.accounts import ROLE_PERMISSIONS, Permission, Role
from hub.accounts.permissions import ABOUT
from hub.app import every_area
from hub.db import Database
from hub.settings import Settings
from hub.web import PUBLIC, Context, Operation, Principal, Routes, build_application, health_routes

OPERATIONS = [operation for area in (health_routes, *every_area()) for operation in area.operations]
GUARDED = [operation for operation in OPERATIONS if operation.access.permission != PUBLIC]
OPEN = {
    "get_health", "get_readiness", "get_metrics", "get_openapi", "sign_in", "sign_out", "get_setup", "create_setup",
    "get_public", "read_calendar", "show_link", "use_link", "show_unsubscribe", "unsubscribe",
    "receive_hook", "receive_hook_by_get", "open_link",
}  # fmt: skip
Client = TestClient[web.Request, web.Application]


class Door:
    """Answers for the session."""

    principal: Principal | None = None

    async def __call__(self, request: web.Request) -> Principal | None:
        return self.principal


def principal(role: Role) -> Principal:
    return Principal(
        id=uuid4(), session_id=uuid4(), name="N", email="n@example.com", role=role, language="en", time_zone="UTC",
        permissions=ROLE_PERMISSIONS[role], locked=False, expires_at=datetime.now(UTC) + timedelta(hours=1),
    )  # fmt: skip


@pytest.fixture
def door() -> Door:
    return Door()


@pytest.fixture
async def client(tmp_path: Path, door: Door) -> AsyncIterator[Client]:
    """Every route of the hub, each with a function that does nothing: who is let in is all that counts here."""
    db = await Database.open(f"sqlite:///{tmp_path / 'hub.db'}")
    hollow = Routes("hollow")
    hollow.operations = [replace(operation, handler=nothing, output=None, raw=False) for operation in GUARDED]
    app = build_application(Settings(), db, [hollow], authenticate=door, version="1")
    client: Client = TestClient(TestServer(app), headers={"Sec-Fetch-Site": "same-origin"})
    await client.start_server()
    yield client
    await client.close()
    await db.close()


async def nothing(ctx: Context, **arguments: object) -> None:
    """Stand in for a route's function."""


async def call(client: Client, operation: Operation) -> ClientResponse:
    """Call the route with nothing useful in it."""
    path = re.sub(r"{\w+}", str(UUID(int=1)), operation.path)
    return await client.request(operation.method, path, data=b"")


async def refusal(response: ClientResponse) -> str:
    """Why the request was not let in; empty when it was."""
    if response.content_type != "application/problem+json":
        return ""
    code = str((await response.json(content_type=None))["code"])
    return code if code in {"signed_out", "forbidden", "locked"} else ""


@pytest.mark.parametrize("operation", GUARDED, ids=lambda operation: operation.name)
async def test_every_route_asks_who_it_is(client: Client, door: Door, operation: Operation) -> None:
    assert await refusal(await call(client, operation)) == "signed_out"
    for role in Role:
        door.principal = principal(role)
        expected = "" if operation.access.permission in ROLE_PERMISSIONS[role] else "forbidden"
        assert await refusal(await call(client, operation)) == expected, role
    door.principal = replace(principal(Role.ADMINISTRATOR), locked=True)
    expected = "" if operation.access.while_locked else "locked"
    assert await refusal(await call(client, operation)) == expected


def test_public_routes_are_a_closed_list() -> None:
    assert {operation.name for operation in OPERATIONS if operation.access.permission == PUBLIC} == OPEN


def test_only_the_sessions_own_routes_work_while_locked() -> None:
    names = {operation.name for operation in OPERATIONS if operation.access.while_locked}
    assert names == {"get_session", "lock_session", "unlock_session"}


def test_permissions_are_known_described_and_used() -> None:
    assert {operation.access.permission for operation in GUARDED} <= set(Permission)
    assert set(ABOUT) == set(Permission)
    assert all(Permission.SESSION in granted for granted in ROLE_PERMISSIONS.values())
    assert ROLE_PERMISSIONS[Role.ADMINISTRATOR] == set(Permission)


def test_operation_names_are_unique() -> None:
    names = [operation.name for operation in OPERATIONS]
    assert len(set(names)) == len(names)
