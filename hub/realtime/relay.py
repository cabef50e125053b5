"""What concerns one agent (pops above all) also reaches other processes by PostgreSQL, with or without Redis."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Collection, Sequence

import structlog

from hub import events
from hub.db import Database, StoreUnavailable
from hub.db.notify import Signals
from hub.events import Pushed
from hub.realtime.emitter import USERS

log = structlog.get_logger(__name__)
CHANNEL = "live"
CAPACITY = 2_000  # events that wait; what does not fit is read by the clients after the next heads
AT_ONCE = 300  # ids in one signal, far below the 8,000 bytes that it may have


class Relay:
    """Signals the ids of events, and reads those that other processes signal, if somebody here is to see them."""

    def __init__(
        self, db: Database, rooms: Callable[[], Collection[str]], deliver: Callable[[Sequence[Pushed]], None]
    ) -> None:
        self._db = db
        self._rooms = rooms
        self._deliver = deliver
        self._signals: Signals | None = None
        self._out: asyncio.Queue[int] = asyncio.Queue(CAPACITY)
        self._in: asyncio.Queue[int] = asyncio.Queue(CAPACITY)

    def use(self, signals: Signals) -> None:
        """Say by what to signal; before the signals are started."""
        self._signals = signals
        signals.on(CHANNEL, self._heard)

    def share(self, committed: Sequence[Pushed]) -> None:
        """Queue users' own events for the other processes."""
        if self._signals is not None and self._db.dialect == "postgresql":
            _put(self._out, [event.id for event in committed if event.room.startswith(USERS)])

    def _heard(self, text: str) -> None:
        if all(part.isascii() and part.isdigit() for part in text.split(",")):
            _put(self._in, [int(part) for part in text.split(",")])

    async def run(self) -> None:
        """Signal and read until cancelled."""
        async with asyncio.TaskGroup() as group:
            group.create_task(self._send())
            group.create_task(self._receive())

    async def _send(self) -> None:
        while True:
            ids = await _some(self._out)
            if self._signals is not None:
                await self._signals.send(CHANNEL, ",".join(map(str, ids)))

    async def _receive(self) -> None:
        while True:
            ids = await _some(self._in)
            rooms = self._rooms()
            if not rooms:
                continue
            try:
                async with self._db.read() as session:
                    found = await events.read_some(session, rooms, ids)
            except StoreUnavailable:
                log.warning("relay_delayed", reason="store away")
            except Exception:
                log.exception("relay_failed")
            else:
                self._deliver(found)


def _put(queue: asyncio.Queue[int], ids: Sequence[int]) -> None:
    for number in ids:
        if queue.full():
            queue.get_nowait()
        queue.put_nowait(number)


async def _some(queue: asyncio.Queue[int]) -> list[int]:
    """Whatever waits, at least one."""
    found = [await queue.get()]
    while not queue.empty() and len(found) < AT_ONCE:
        found.append(queue.get_nowait())
    return found
