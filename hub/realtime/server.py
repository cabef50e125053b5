"""Live updates of one process: who may connect, and all that runs for them."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator
from typing import TYPE_CHECKING, Any

import structlog
from aiohttp import web

from hub.db import Database, StoreUnavailable
from hub.db.notify import Signals
from hub.events import user_room
from hub.realtime.clients import SOCKETS_EACH, Clients
from hub.realtime.desk import EVENTS, Activity, Desk
from hub.realtime.emitter import Emitter
from hub.realtime.heads import Heads
from hub.realtime.library import Refused
from hub.realtime.relay import Relay
from hub.realtime.rooms import Rooms
from hub.realtime.sessions import Sessions
from hub.realtime.socket import Server
from hub.web import AUTHENTICATE, Principal, origin_allowed

if TYPE_CHECKING:
    from hub.realtime.redis_bus import RedisBus

log = structlog.get_logger(__name__)


class Realtime:
    """Live updates of one process. ``redis_url`` joins several processes; without it the heads and PostgreSQL do."""

    def __init__(
        self, db: Database, rooms: Rooms, *, redis_url: str | None = None, public_url: str | None = None
    ) -> None:
        self.db = db
        self.server = Server(EVENTS)
        self.clients = Clients()
        self.sessions = Sessions(self.server, self.clients, rooms, db)
        self.emitter = Emitter(self.server, self.sessions.changed)
        self.relay = Relay(db, self._own_rooms, self.emitter.take)
        self.emitter.shares.append(self.relay.share)
        self.bus = _bus(redis_url, self.emitter) if redis_url else None
        if self.bus:
            self.emitter.shares.append(self.bus.share)
        self._desk = Desk(self.server, db, rooms, self.clients)
        self.heads = Heads(self.server, db, self.clients)
        self._public_url = public_url
        self._arrived = asyncio.Event()
        self.server.on("connect", self._connect)
        self.server.on("disconnect", self._disconnect)

    @property
    def on_activity(self) -> Activity | None:
        """Called when a page says that somebody is there."""
        return self._desk.on_activity

    @on_activity.setter
    def on_activity(self, activity: Activity) -> None:
        self._desk.on_activity = activity

    def attach(self, app: web.Application) -> None:
        """Serve ``/socket.io`` on the application, and emit what the store commits."""
        self.server.attach(app)
        self.db.listeners.append(self.emitter.committed)
        app.cleanup_ctx.append(self._lifetime)
        app.on_shutdown.append(self._hang_up)

    def use(self, signals: Signals) -> None:
        """Let pops reach other processes by these signals too; before they are started."""
        self.relay.use(signals)

    async def recheck(self) -> None:
        """What people may see was changed for everybody: look who may stay."""
        self.sessions.all_changed()

    async def arrivals(self, patience: float) -> None:
        """Wait until somebody without a socket here connects, at most ``patience`` seconds."""
        self._arrived.clear()
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(patience):
                await self._arrived.wait()

    async def _lifetime(self, _app: web.Application) -> AsyncIterator[None]:
        work = [self.emitter.run(), self.sessions.run(), self.heads.run(), self.relay.run()]
        if self.bus:
            work.append(self.bus.run())
        tasks = [asyncio.create_task(part, name="realtime") for part in work]
        yield
        self.db.listeners.remove(self.emitter.committed)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await self.server.shutdown()

    async def _hang_up(self, _app: web.Application) -> None:
        """The hub stops: pages that are cut off connect again by themselves, those that are told to go do not."""
        for eio_sid in list(self.server.eio.sockets):
            self.server.cut(eio_sid)

    async def _connect(self, sid: str, environ: dict[str, Any], _auth: Any = None) -> None:
        request: web.Request = environ["aiohttp.request"]
        if not origin_allowed(request, self._public_url):
            raise Refused("origin")
        user = await self._authenticated(request)
        others = self.clients.of_user(user.id)
        if len(others) >= SOCKETS_EACH:
            raise Refused("too_many_sockets")
        if not others:
            self._arrived.set()
        self.clients.add(sid, user, request)

    async def _authenticated(self, request: web.Request) -> Principal:
        try:
            user = await request.app[AUTHENTICATE](request)
        except StoreUnavailable:
            raise Refused("store_unavailable") from None
        except Exception:
            log.exception("socket_connect_failed")
            raise Refused("internal") from None
        if user is None or user.locked:
            raise Refused("locked" if user else "unauthorized")
        return user

    async def _disconnect(self, sid: str, *_reason: Any) -> None:
        self.clients.remove(sid)

    def _own_rooms(self) -> set[str]:
        return {user_room(user) for user in self.clients.users()}


def _bus(url: str, emitter: Emitter) -> RedisBus:
    from hub.realtime.redis_bus import RedisBus  # noqa: PLC0415 - one machine alone need not load Redis

    return RedisBus(url, emitter.take)
