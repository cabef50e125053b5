"""A whole hub in the test's own process, on each kind of store, and pages with a socket to it."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import UUID

import aiohttp
import pytest
import socketio
from aiohttp import web
from aiohttp.test_utils import TestServer

from hub import accounts, app, events
from hub.accounts import REALTIME, Role
from hub.db import Database, Tx
from hub.realtime import Realtime
from hub.settings import Settings
from tests.support.accounts import PASSWORD

Message = dict[str, Any]
PAGE = {"language": "en", "time_zone": "UTC"}


@dataclass
class Page:
    """A signed-in browser tab, and all that its socket was told."""

    url: str
    http: aiohttp.ClientSession
    user_id: UUID
    socket: Any
    heard: list[Message] = field(default_factory=list)
    heads: list[Message] = field(default_factory=list)
    signed_out: list[Message] = field(default_factory=list)
    refused: list[Any] = field(default_factory=list)

    async def connect(self, **headers: str) -> bool:
        """Open the socket; False when the hub refuses, and then ``refused`` says why."""
        try:
            said = {"Origin": self.url} | headers
            await self.socket.connect(self.url, headers=said, transports=["websocket"], wait_timeout=20)
        except socketio.exceptions.ConnectionError:
            return False
        return True

    async def ask(self, event: str, message: object = None) -> Message:
        """What the hub answers to an event."""
        return dict(await self.socket.call(event, message, timeout=10))

    async def refusal(self, event: str, message: object) -> tuple[int, str]:
        """Status and code of the problem that the hub answers with."""
        answer = await self.ask(event, message)
        assert not answer["ok"], answer
        return answer["problem"]["status"], answer["problem"]["code"]

    async def join(self, room: str, cursor: str | None = None) -> Message:
        """Join, which must be granted."""
        answer = await self.ask("join", {"room": room, "cursor": cursor})
        assert answer["ok"], answer
        return answer

    async def request(self, method: str, path: str, body: object = None) -> Any:
        """The answer to a request that must succeed."""
        async with self.http.request(method, f"{self.url}{path}", json=body, headers={"Origin": self.url}) as answer:
            assert answer.ok, await answer.text()
            return await answer.json() if answer.content_type == "application/json" else None

    def keys(self, room: str) -> list[str]:
        """The keys of the events that came in a room."""
        return [event["key"] for event in self.heard if event["room"] == room]


@dataclass
class LiveHub:
    """One hub."""

    app: web.Application
    server: TestServer
    db: Database
    pages: list[Page] = field(default_factory=list)

    @property
    def realtime(self) -> Realtime:
        """Its live updates."""
        found: Realtime = self.app[REALTIME]
        return found

    @property
    def url(self) -> str:
        """Where it listens."""
        return str(self.server.make_url("/")).rstrip("/")

    async def page(self, role: str, *, connect: bool = True) -> Page:
        """A tab in which the user of this role is signed in."""
        http = aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True))
        form = {"email": f"{role}@example.com", "password": PASSWORD}
        async with http.post(f"{self.url}/api/session", json=form, headers={"Origin": self.url}) as answer:
            assert answer.ok, await answer.text()
            user = (await answer.json())["user"]["id"]
        socket = socketio.AsyncClient(http_session=http, reconnection=False, handle_sigint=False)
        page = Page(self.url, http, UUID(user), socket)
        self.pages.append(page)
        socket.on("event", page.heard.append)
        socket.on("heads", page.heads.append)
        socket.on("signed_out", page.signed_out.append)
        socket.on("connect_error", page.refused.append)
        if connect:
            assert await page.connect(), page.refused
        return page

    async def tell(self, room: str, key: str, version: int = 1, data: Message | None = None) -> None:
        """Write one event, as an area would."""
        kind = events.Kind.PRESENCE

        async def work(tx: Tx) -> None:
            await events.append(tx, room, kind, key, version, {"id": key} if data is None else data)

        await self.db.write(work)


MakeHub = Callable[..., Awaitable[LiveHub]]


@pytest.fixture
async def make_hub(cheap_hashes: None, hooks: accounts.Hooks, tmp_path: Path) -> AsyncIterator[MakeHub]:
    """``await make_hub(database)``: a hub on this store."""
    made: list[LiveHub] = []

    async def make(db: Database, *, roles: Iterable[str] = ("web",), **sections: Any) -> LiveHub:
        settings = Settings.model_validate({"blobs": {"directory": tmp_path / "blobs"}} | sections)
        application = app.build(settings, db, [], frozenset(roles))
        server = TestServer(application)
        await server.start_server()
        made.append(LiveHub(application, server, db))
        return made[-1]

    yield make
    for hub in made:
        for page in hub.pages:
            await page.socket.disconnect()
            await page.http.close()
        await hub.server.close()


@pytest.fixture
async def live(database: Database, make_hub: MakeHub, people: dict[str, Any]) -> LiveHub:
    """A hub with a user of each role."""
    assert set(people) == set(Role)
    return await make_hub(database)
