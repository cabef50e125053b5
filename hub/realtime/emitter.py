"""Emit committed events, in the order of their commits, without holding up the writer."""

from __future__ import annotations

import asyncio

import socketio
import structlog

from hub.db import Tx
from hub.events import Pushed
from hub.realtime.clients import Clients
from hub.realtime.rooms import ME

log = structlog.get_logger(__name__)
CAPACITY = 10_000  # events; what does not fit is read by the clients themselves after the next heads


class Emitter:
    """A bounded queue between the store and the sockets."""

    def __init__(self, server: socketio.AsyncServer, clients: Clients) -> None:
        self._server = server
        self._clients = clients
        self._queue: asyncio.Queue[Pushed] = asyncio.Queue(CAPACITY)
        self.dropped = 0

    def committed(self, tx: Tx) -> None:
        """Take up a transaction's events."""
        for event in tx.events:
            try:
                self._queue.put_nowait(event)
            except asyncio.QueueFull:
                self.dropped += 1

    async def run(self) -> None:
        """Emit until cancelled."""
        while True:
            event = await self._queue.get()
            try:
                await self._server.emit("event", wire(event), room=event.room)
            except Exception:
                log.exception("emit_failed", room_kind=event.room.partition(":")[0])


def wire(event: Pushed) -> dict[str, object]:
    """The event in the client's words: everybody's own room is called ``me``."""
    room = ME if event.room.startswith("user:") else event.room
    return event.as_json() | {"room": room, "id": str(event.id)}
