"""Users of every role, a hub that serves accounts and presence, and browsers that sign in to it."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any

import pytest
from aiohttp import ClientResponse, CookieJar, web
from aiohttp.test_utils import TestClient, TestServer
from argon2 import PasswordHasher

from hub import accounts, presence
from hub.accounts import Role, passwords, users
from hub.accounts.describe import describe_user
from hub.db import Database, Tx
from hub.settings import Settings
from hub.web import Routes, build_application

PASSWORD = "correct horse battery"
Client = TestClient[web.Request, web.Application]


@dataclass
class Site:
    """A hub under test; ``browser()`` opens another browser on it."""

    server: TestServer
    db: Database
    settings: Settings
    clients: list[Client]

    def browser(self, **headers: str) -> Client:
        """A browser of its own, with its own cookies."""
        jar = CookieJar(unsafe=True)
        client: Client = TestClient(self.server, cookie_jar=jar, headers={"Sec-Fetch-Site": "same-origin"} | headers)
        self.clients.append(client)
        return client

    async def signed_in(self, role: str = Role.AGENT, **more: Any) -> Client:
        """A browser in which the user of this role is signed in."""
        client = self.browser()
        response = await sign_in(client, f"{role}@example.com", **more)
        assert response.status == 200, await response.text()
        return client


async def sign_in(client: Client, email: str, password: str = PASSWORD, **more: Any) -> ClientResponse:
    """Send the sign-in form."""
    return await client.post("/api/session", json={"email": email, "password": password, **more})


MakeSite = Callable[..., Awaitable[Site]]


@pytest.fixture
def cheap_hashes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Argon2 with next to no work."""
    monkeypatch.setattr(passwords, "HASHER", PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))


@pytest.fixture
def hooks() -> Iterator[accounts.Hooks]:
    """The areas' hooks, as they were before once the test is over."""
    before = {field.name: getattr(accounts.HOOKS, field.name) for field in fields(accounts.Hooks)}
    find_numbers = presence.HOOKS.find_numbers
    accounts.HOOKS.signed_in, accounts.HOOKS.signed_out, accounts.HOOKS.user_changed = [], [], []
    presence.follow_accounts()
    yield accounts.HOOKS
    presence.HOOKS.find_numbers = find_numbers
    for name, value in before.items():
        setattr(accounts.HOOKS, name, value)


@pytest.fixture
async def people(database: Database, cheap_hashes: None, hooks: accounts.Hooks) -> dict[str, Any]:
    """A user of each role: agent@example.com and so on; by role."""
    return await make_users(database)


async def make_users(database: Database) -> dict[str, Any]:
    """The same, where ``people`` are others. All at once: nearly a thousand tests begin with them."""
    encoded = await passwords.hash_password(PASSWORD)

    async def add(tx: Tx) -> dict[str, Any]:
        return {role: describe_user(await users.add_user(tx, password_hash=encoded, **_who(role))) for role in Role}

    with pytest.MonkeyPatch.context() as patch:  # presence makes its rows when it needs them
        patch.setattr(accounts.HOOKS, "user_changed", [])
        return await database.write(add)


def _who(role: Role) -> dict[str, Any]:
    name, email = f"{role.title()} One", f"{role}@example.com"
    return {"name": name, "email": email, "role": role, "language": "en", "time_zone": "UTC"}


@pytest.fixture
async def make_site(database: Database, cheap_hashes: None, hooks: accounts.Hooks) -> AsyncIterator[MakeSite]:
    """``await make_site(accounts={…}, demo=True)``: a hub with these settings; ``also`` serves further areas."""
    made: list[Site] = []

    async def make(*, also: Sequence[Routes] = (), services: Mapping[Any, Any] | None = None, **sections: Any) -> Site:
        settings = Settings.model_validate(sections)
        areas = [accounts.routes, presence.routes, *also]
        app = build_application(settings, database, areas, authenticate=accounts.authenticate, version="1.2.3")
        for key, service in (services or {}).items():
            app[key] = service
        server = TestServer(app)
        await server.start_server()
        made.append(Site(server, database, settings, []))
        return made[-1]

    yield make
    for site in made:
        for client in site.clients:
            await client.close()
        await site.server.close()


@pytest.fixture
async def site(make_site: MakeSite, people: dict[str, Any]) -> Site:
    """A hub with ordinary settings and a user of each role."""
    return await make_site()
