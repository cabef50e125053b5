"""Short wake-up calls between the hub's processes, by PostgreSQL's NOTIFY. They may get lost: readers also poll."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable
from typing import Any

import structlog

from hub.db.database import Database

log = structlog.get_logger(__name__)
Listener = Callable[[str], None]
RECONNECT_SECONDS = 2.0
SEND_SECONDS = 2.0


class Signals:
    """One listening connection per process. On SQLite, which has one process, nothing is sent."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._listeners: dict[str, list[Listener]] = {}
        self._driver: Any = None  # asyncpg's connection while it lives
        self._sending = asyncio.Lock()
        self._joining: set[asyncio.Task[None]] = set()
        self._task: asyncio.Task[None] | None = None

    def on(self, channel: str, listener: Listener) -> None:
        """Call ``listener`` with the text of each signal of another process."""
        new = channel not in self._listeners
        self._listeners.setdefault(channel, []).append(listener)
        if new and self._driver is not None:
            task = asyncio.create_task(self._listen_to(channel), name="signals-listen")
            self._joining.add(task)
            task.add_done_callback(self._joining.discard)

    async def _listen_to(self, channel: str) -> None:
        """Where that fails, the connection does too, and listens to all when it is made anew."""
        with contextlib.suppress(Exception):
            async with self._sending:
                await self._driver.add_listener(channel, self._heard)

    async def send(self, channel: str, text: str) -> None:
        """Signal the other processes (at most 7,900 bytes). Never raises, and drops it while the store is away."""
        if self._driver is None:
            return
        try:
            async with self._sending, asyncio.timeout(SEND_SECONDS):
                await self._driver.execute("SELECT pg_notify($1, $2)", channel, text)
        except Exception as error:
            log.debug("signal_lost", channel=channel, error=str(error))

    async def start(self) -> None:
        """Listen from now on, and again whenever the store comes back."""
        if self._database.dialect == "postgresql":
            self._task = asyncio.create_task(self._listen_for_ever(), name="signals")

    async def stop(self) -> None:
        """Stop listening."""
        if self._task:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)

    async def _listen_for_ever(self) -> None:
        while True:
            try:
                await self._listen()
            except Exception as error:
                log.debug("signals_away", error=str(error))
            self._driver = None
            await asyncio.sleep(RECONNECT_SECONDS)

    async def _listen(self) -> None:
        async with self._database.writer.connect() as connection:
            driver: Any = (await connection.get_raw_connection()).driver_connection
            gone = asyncio.Event()
            driver.add_termination_listener(lambda _: gone.set())
            for channel in list(self._listeners):
                await driver.add_listener(channel, self._heard)
            self._driver = driver
            try:
                await gone.wait()
            finally:
                self._driver = None
                await connection.invalidate()

    def _heard(self, connection: Any, sender: int, channel: str, text: str) -> None:
        if sender == connection.get_server_pid():
            return
        for listener in self._listeners.get(channel, ()):
            listener(text)
