"""Somebody at the hub's page, without the page: the HTTP API, live updates, and a store of what they told."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeVar

import aiohttp
import socketio

from tests.support.waiting import until

T = TypeVar("T")
Entity = dict[str, Any]
PASSWORD = "correct horse battery"
PATIENCE = 30.0  # seconds; far more than anything here takes
ANSWER = 10.0
CONNECTION_LOST = (socketio.exceptions.BadNamespaceError, socketio.exceptions.DisconnectedError)


class LiveStore:
    """What one room told. An event counts only when its version is above the known one, so order never matters."""

    def __init__(self) -> None:
        self.cursor: str | None = None
        self.entities: dict[str, dict[str, Entity | None]] = {}
        self.told: dict[tuple[str, str], list[Entity]] = {}  # every version of (kind, key) that counted, oldest first
        self._versions: dict[tuple[str, str], int] = {}
        self._since_joining: set[tuple[str, str]] = set()

    def of(self, kind: str) -> list[Entity]:
        """The living entities of a kind."""
        return [entity for entity in self.entities.get(kind, {}).values() if entity is not None]

    def joining(self) -> None:
        """A snapshot was asked for."""
        self._since_joining.clear()

    def snapshot(self, data: Mapping[str, Sequence[Entity]]) -> None:
        """Take a snapshot; what it lacks is gone, unless an event overtook it."""
        for kind in self.entities.keys() | data.keys():
            present = {_key(entity): entity for entity in data.get(kind, ())}
            for key in self.entities.get(kind, {}).keys() - present.keys():
                if (kind, key) not in self._since_joining:
                    self.entities[kind][key] = None
            for key, entity in present.items():
                self._take(kind, key, entity.get("version", 0), entity)

    def event(self, event: Entity) -> None:
        """Take an event."""
        self._since_joining.add((event["kind"], event["key"]))
        self._take(event["kind"], event["key"], event["version"], event["data"])

    def _take(self, kind: str, key: str, version: int, data: Entity | None) -> None:
        if self._versions.get((kind, key), -1) >= version:
            return
        self._versions[kind, key] = version
        self.entities.setdefault(kind, {})[key] = data
        if data is not None:
            self.told.setdefault((kind, key), []).append(data)


class Agent:
    """A signed-in browser of one user. Joins its rooms again after every reconnect, from where it had read."""

    def __init__(self, url: str, http: aiohttp.ClientSession, session: Entity) -> None:
        self.url = url
        self.id: str = session["user"]["id"]
        self.name: str = session["user"]["name"]
        self.rooms: dict[str, LiveStore] = {}
        self._http = http
        self._socket = socketio.AsyncClient(
            http_session=http, reconnection_delay=0.1, reconnection_delay_max=0.5, handle_sigint=False
        )
        self._reading: set[str] = set()
        self._tasks: set[asyncio.Task[None]] = set()
        self._failures: list[BaseException] = []
        self._socket.on("connect", self._joined_again)
        self._socket.on("event", lambda event: self.rooms[event["room"]].event(event))
        self._socket.on("heads", self._compare)

    @property
    def me(self) -> LiveStore:
        """The agent's own room: pops, own calls, command results."""
        return self.rooms["me"]

    async def get(self, path: str, **query: str) -> Any:
        """The answer to a GET, which must be a success."""
        return await self.ask("GET", path, params=query)

    async def ask(self, method: str, path: str, body: Any = None, *, status: int = 0, **more: Any) -> Any:
        """The parsed answer; fails unless it is ``status`` (0: any success)."""
        more |= {} if body is None else {"json": body}
        async with self._http.request(method, f"{self.url}{path}", **more) as answer:
            text = await answer.text()
            wanted = answer.status == status if status else answer.ok
            assert wanted, f"{method} {path} answered {answer.status}: {text}"
            return await answer.json(content_type=None) if text else None

    async def listen(self, *rooms: str) -> None:
        """Connect, and follow these rooms; those of the organisation beside one's own."""
        self.rooms = {room: LiveStore() for room in ("me", *rooms)}
        await self._socket.connect(self.url, headers={"Origin": self.url}, transports=["websocket"], wait_timeout=20)
        await self.eventually(lambda: all(store.cursor for store in self.rooms.values()), "the rooms' first answer")

    async def eventually(self, look: Callable[[], T], what: str) -> T:
        """The first true answer of ``look``, which is asked until then."""
        return await until(look, PATIENCE, f"{what} at {self.name}")

    async def read_up(self) -> None:
        """Move every room's cursor to the newest event: whatever comes later can be read forward after an outage."""
        for room in self.rooms:
            await self._join(room)

    async def reload(self) -> None:
        """Forget everything and join afresh, as a reloaded page does."""
        self.rooms = {room: LiveStore() for room in self.rooms}
        await self.read_up()

    async def close(self) -> None:
        """Leave without signing out, as a closed browser does. Fails when the live updates did."""
        for task in self._tasks:
            task.cancel()
        await self._socket.disconnect()
        await self._http.close()
        assert self._failures == []

    async def _joined_again(self) -> None:
        self._start(self.read_up())

    async def _join(self, room: str) -> None:
        store = self.rooms[room]
        store.joining()
        ack = await self._socket.call("join", {"room": room, "cursor": store.cursor}, timeout=ANSWER)
        assert ack["ok"], f"{self.name} may not join {room}: {ack}"
        if "snapshot" in ack:
            store.snapshot(ack["snapshot"])
        for event in ack.get("events", ()):
            store.event(event)
        store.cursor = ack["cursor"]

    def _compare(self, heads: Mapping[str, str]) -> None:
        for room, head in heads.items():
            store = self.rooms[room]
            if store.cursor is not None and store.cursor != head and room not in self._reading:
                self._reading.add(room)
                self._start(self._catch_up(room, store))

    async def _catch_up(self, room: str, store: LiveStore) -> None:
        try:
            more = True
            while more:
                ack = await self._socket.call("catch_up", {"room": room, "cursor": store.cursor}, timeout=ANSWER)
                if not ack["ok"]:  # those events are gone, or nothing had happened yet when we joined
                    assert ack["problem"]["status"] == 410, f"{self.name} cannot catch up in {room}: {ack}"
                    store.cursor = None
                    return await self._join(room)
                for event in ack["events"]:
                    store.event(event)
                store.cursor, more = ack["cursor"], ack["more"]
        finally:
            self._reading.discard(room)

    def _start(self, work: Any) -> None:
        task = asyncio.ensure_future(work)
        self._tasks.add(task)
        task.add_done_callback(self._finished)

    def _finished(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        error = None if task.cancelled() else task.exception()
        if error is not None and self._socket.connected and not isinstance(error, CONNECTION_LOST):
            self._failures.append(error)


async def sign_in(url: str, email: str, password: str = PASSWORD) -> Agent:
    """Sign in as the sign-in page does."""
    return await _enter(url, "/api/session", {"email": email, "password": password})


async def set_up(url: str, token: str, *, name: str = "Leila Farhadi", email: str = "admin@example.com") -> Agent:
    """Make a fresh hub's first administrator, as the set-up page does."""
    wanted = {"organisation": "Peyvand", "name": name, "email": email, "password": PASSWORD, "language": "en"}
    return await _enter(url, "/api/setup", wanted | {"token": token})


async def _enter(url: str, path: str, form: Entity) -> Agent:
    http = aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True), headers={"Origin": url})
    try:
        async with http.post(f"{url}{path}", json=form) as answer:
            assert answer.ok, f"{path} answered {answer.status}: {await answer.text()}"
            return Agent(url, http, await answer.json())
    except BaseException:
        await http.close()
        raise


def _key(entity: Entity) -> str:
    return str(entity.get("id") or entity["user_id"])
