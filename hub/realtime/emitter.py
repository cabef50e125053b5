"""Emit committed events to this process's sockets, in the order of their commits, without holding up the writer."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence

import structlog

from hub.db import Tx
from hub.events import Kind, Pushed
from hub.realtime.rooms import ME
from hub.realtime.socket import Server

log = structlog.get_logger(__name__)
CAPACITY = 10_000  # events; what does not fit is read by the clients themselves after the next heads
USERS = "user:"
SessionChanged = Callable[[str], None]
Share = Callable[[Sequence[Pushed]], None]


class Emitter:
    """A bounded queue between the store and the sockets."""

    def __init__(self, server: Server, session_changed: SessionChanged) -> None:
        self._server = server
        self._session_changed = session_changed
        self._queue: asyncio.Queue[Pushed] = asyncio.Queue(CAPACITY)
        self.shares: list[Share] = []  # ways to other processes; they must not wait
        self.dropped = 0

    def committed(self, tx: Tx) -> None:
        """Take up a transaction's events; other processes hear of them too."""
        if tx.events:
            self.take(tx.events)
            for share in self.shares:
                share(tx.events)

    def take(self, events: Sequence[Pushed]) -> None:
        """Queue events for this process's sockets."""
        for event in events:
            if event.kind == Kind.SESSION:
                self._session_changed(event.room)
            try:
                self._queue.put_nowait(event)
            except asyncio.QueueFull:
                if not self.dropped:
                    log.warning("live_updates_late", waiting=CAPACITY)
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
    return event.as_json() | {"room": ME if event.room.startswith(USERS) else event.room}
