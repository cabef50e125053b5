"""Tell every client where its rooms stand in the store, so that whatever was lost on the way is noticed."""

from __future__ import annotations

import asyncio

import structlog

from hub import events
from hub.db import Database, StoreUnavailable
from hub.realtime.clients import Clients
from hub.realtime.socket import Server

log = structlog.get_logger(__name__)
HEADS_EVERY = 5.0  # seconds


class Heads:
    """The steady beat."""

    def __init__(self, server: Server, db: Database, clients: Clients) -> None:
        self._server = server
        self._db = db
        self._clients = clients

    async def run(self) -> None:
        """Send until cancelled."""
        loop = asyncio.get_running_loop()
        while True:
            next_at = loop.time() + HEADS_EVERY
            try:
                await self.sweep()
                await self.send()
            except StoreUnavailable:
                log.warning("heads_delayed", reason="store away")
            except Exception:
                log.exception("heads_failed")
            await asyncio.sleep(max(0.5, next_at - loop.time()))

    async def sweep(self) -> None:
        """Clear away sockets that nobody uses, and clients without one."""
        self._server.sweep()
        for client in self._clients:
            if not self._server.is_open(client.sid):  # its socket went away while we asked who it was
                self._clients.remove(client.sid)
                await self._server.manager.disconnect(client.sid, "/")

    async def send(self) -> None:
        """Send every client the heads of its rooms. Raises ``StoreUnavailable``."""
        keys = {room.key for client in self._clients for room in client.rooms.values()}
        if not keys:
            return
        async with self._db.read() as session:
            heads = await events.heads(session, keys)
        for client in self._clients:
            mine = {name: heads[room.key] for name, room in client.rooms.items() if room.key in heads}
            if mine:
                await self._server.emit("heads", mine, to=client.sid)
