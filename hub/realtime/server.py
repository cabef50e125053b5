"""The Socket.IO server: who may connect, what they join, and how they catch up."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable, Coroutine
from typing import Any

import socketio
import structlog
from aiohttp import web

from hub import events
from hub.db import Database, StoreUnavailable, Tx
from hub.realtime.clients import Client, Clients
from hub.realtime.emitter import Emitter
from hub.realtime.rooms import Rooms
from hub.web import AUTHENTICATE, Principal, Problem, origin_allowed

log = structlog.get_logger(__name__)
HEADS_EVERY = 5.0  # seconds
Activity = Callable[[Principal], Coroutine[Any, Any, None]]


class Realtime:
    """Live updates of one process. ``redis_url`` joins several processes; without it everything stays here."""

    def __init__(
        self, db: Database, rooms: Rooms, *, redis_url: str | None = None, public_url: str | None = None
    ) -> None:
        manager = socketio.AsyncRedisManager(redis_url) if redis_url else None
        self.server = socketio.AsyncServer(
            async_mode="aiohttp", transports=["websocket"], client_manager=manager, cors_allowed_origins="*",
            ping_interval=15, ping_timeout=15, max_http_buffer_size=65_536, logger=False, engineio_logger=False,
        )  # fmt: skip  # origins are checked in ``connect``, where the public address and trusted proxies are known
        self.db = db
        self.rooms = rooms
        self.public_url = public_url
        self.clients = Clients()
        self.emitter = Emitter(self.server, self.clients)
        self.on_activity: Activity | None = None
        self._tasks: list[asyncio.Task[None]] = []
        self._arrived = asyncio.Event()
        self._rechecks: set[str] = set()
        self._recheck_task: asyncio.Task[None] | None = None
        self._listen()

    def attach(self, app: web.Application) -> None:
        """Serve ``/socket.io`` on the application, and emit what the store commits."""
        self.server.attach(app)
        self.db.listeners.append(self._committed)
        app.cleanup_ctx.append(self._lifetime)

    async def _lifetime(self, app: web.Application) -> Any:
        self._tasks = [
            asyncio.create_task(self.emitter.run(), name="realtime-emitter"),
            asyncio.create_task(self._heads(), name="realtime-heads"),
        ]
        yield
        self.db.listeners.remove(self._committed)
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self.server.shutdown()

    async def arrivals(self, patience: float) -> None:
        """Wait until somebody without a socket here connects, at most ``patience`` seconds."""
        self._arrived.clear()
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(patience):
                await self._arrived.wait()

    def _committed(self, tx: Tx) -> None:
        self.emitter.committed(tx)
        for event in tx.events:
            if event.kind == events.Kind.SESSION:
                self._rechecks.update(client.sid for client in self.clients.in_room(event.room))
        if self._rechecks and self._recheck_task is None:
            self._recheck_task = asyncio.create_task(self._recheck_some(), name="realtime-recheck")

    async def _recheck_some(self) -> None:
        """Sessions changed: see who may stay."""
        try:
            while self._rechecks:
                client = self.clients.get(self._rechecks.pop())
                if client:
                    await self.recheck(client)
        except StoreUnavailable:
            log.warning("recheck_delayed", reason="store away")
        finally:
            self._recheck_task = None

    def _listen(self) -> None:
        self.server.on("connect", self._connect)
        self.server.on("disconnect", self._disconnect)
        for name, handler in (("join", self._join), ("leave", self._leave), ("catch_up", self._catch_up)):
            self.server.on(name, self._answering(handler))
        self.server.on("ping_activity", self._answering(self._activity))

    async def _connect(self, sid: str, environ: dict[str, Any], _auth: Any = None) -> None:
        request: web.Request = environ["aiohttp.request"]
        if not origin_allowed(request, self.public_url):
            raise socketio.exceptions.ConnectionRefusedError("origin")
        user = await request.app[AUTHENTICATE](request)
        if user is None or user.locked:
            raise socketio.exceptions.ConnectionRefusedError("locked" if user else "unauthorized")
        if not self.clients.of_user(user.id):
            self._arrived.set()
        self.clients.add(sid, user, request)

    async def _disconnect(self, sid: str, *_reason: Any) -> None:
        self.clients.remove(sid)

    async def _join(self, client: Client, message: dict[str, Any]) -> dict[str, Any]:
        room = self.rooms.visible_to(client.user, _text(message, "room"))
        cursor = message.get("cursor")
        await self.server.enter_room(client.sid, room.key)
        client.rooms[room.name] = room
        try:
            async with self.db.read() as session:
                head = (await events.heads(session, [room.key]))[room.key]
                if isinstance(cursor, str) and await events.is_readable(session, cursor):
                    page = await events.read_forward(session, [room.key], cursor)
                    if not page.more:
                        return {"ok": True, "cursor": _further(head, page.cursor), "events": _wire(page, room.name)}
                snapshot = await room.kind.snapshot(session, client.user, room.item)
        except BaseException:
            await self._leave(client, {"room": room.name})
            raise
        data = {kind: [item.model_dump(mode="json") for item in items] for kind, items in snapshot.items()}
        return {"ok": True, "cursor": head, "snapshot": data}

    async def _leave(self, client: Client, message: dict[str, Any]) -> dict[str, Any]:
        room = client.rooms.pop(_text(message, "room"), None)
        if room:
            await self.server.leave_room(client.sid, room.key)
        return {"ok": True}

    async def _catch_up(self, client: Client, message: dict[str, Any]) -> dict[str, Any]:
        room = self.rooms.visible_to(client.user, _text(message, "room"))
        cursor = _text(message, "cursor")
        async with self.db.read() as session:
            if not await events.is_readable(session, cursor):
                raise Problem(410, "cursor_gone", "Those events are gone: join again.")
            head = (await events.heads(session, [room.key]))[room.key]
            page = await events.read_forward(session, [room.key], cursor)
        reached = page.cursor if page.more else _further(head, page.cursor)
        return {"ok": True, "events": _wire(page, room.name), "cursor": reached, "more": page.more}

    async def _activity(self, client: Client, _message: dict[str, Any]) -> dict[str, Any]:
        if self.on_activity:
            await self.on_activity(client.user)
        return {"ok": True}

    def _answering(self, handler: Callable[[Client, dict[str, Any]], Coroutine[Any, Any, dict[str, Any]]]) -> Any:
        async def answer(sid: str, message: Any = None) -> dict[str, Any]:
            client = self.clients.get(sid)
            if client is None:
                return _refusal(401, "unauthorized", "Sign in again.")
            try:
                return await handler(client, message if isinstance(message, dict) else {})
            except Problem as problem:
                return _refusal(problem.status, problem.code, problem.detail)
            except StoreUnavailable:
                return _refusal(503, "store_unavailable", "The store is away; try again.")
            except ValueError:
                return _refusal(422, "invalid", "The message is not of the right form.")
            except Exception:
                log.exception("socket_event_failed")
                return _refusal(500, "internal", "Something went wrong.")

        return answer

    async def _heads(self) -> None:
        """Tell every client where its rooms stand in the store, so that whatever was lost on the way is noticed."""
        while True:
            await asyncio.sleep(HEADS_EVERY)
            try:
                await self._check_sessions()
                await self._send_heads()
            except StoreUnavailable:
                log.warning("heads_delayed", reason="store away")
            except Exception:
                log.exception("heads_failed")

    async def _send_heads(self) -> None:
        keys = {room.key for client in self.clients for room in client.rooms.values()}
        if not keys:
            return
        async with self.db.read() as session:
            heads = await events.heads(session, keys)
        for client in list(self.clients):
            mine = {name: heads[room.key] for name, room in client.rooms.items() if room.key in heads}
            if mine:
                await self.server.emit("heads", mine, to=client.sid)

    async def _check_sessions(self) -> None:
        """Ask again who is there: sessions end, lock, and lose rights while sockets stay up."""
        for client in list(self.clients):
            if client.is_due_for_check():
                await self.recheck(client)

    async def recheck(self, client: Client) -> None:
        """Disconnect a client whose session is over or locked; leave rooms that it may no longer see."""
        user = await client.request.app[AUTHENTICATE](client.request)
        if user is None or user.locked or user.session_id != client.user.session_id:
            reason = "locked" if user and user.locked else "ended"
            await self.server.emit("signed_out", {"reason": reason}, to=client.sid)
            await self.server.disconnect(client.sid)
            return
        client.user = user
        for name in list(client.rooms):
            try:
                self.rooms.visible_to(user, name)
            except Problem:
                await self._leave(client, {"room": name})


def _further(head: str, cursor: str) -> str:
    """The later of two positions; a head may be read before events that came meanwhile."""
    return max(head, cursor, key=lambda text: tuple(int(part) for part in text.split(".")))


def _wire(page: events.Page, room: str) -> list[dict[str, Any]]:
    return [event.as_json() | {"room": room} for event in page.events]


def _text(message: dict[str, Any], name: str) -> str:
    value = message.get(name)
    if not isinstance(value, str) or len(value) > 100:
        raise ValueError(name)
    return value


def _refusal(status: int, code: str, detail: str | None) -> dict[str, Any]:
    return {"ok": False, "problem": {"status": status, "code": code, "detail": detail}}
