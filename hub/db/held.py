"""What a process holds of the store in its memory, and keeps true over all processes."""

from __future__ import annotations

import asyncio

import structlog

from hub.db.database import Database
from hub.db.notify import Signals

log = structlog.get_logger(__name__)
POLL_SECONDS = 30.0  # a signal may get lost


class Held:
    """Rows held so that whoever asks needs no query; a class of them says what is ``read``, and on which channel."""

    channel: str

    def __init__(self, db: Database) -> None:
        self._db = db
        self._signals: Signals | None = None
        self._stale = asyncio.Event()
        self._loading = asyncio.Lock()
        self._task: asyncio.Task[None] | None = None

    async def read(self) -> None:
        """Read what is to be held; never run twice at once."""
        raise NotImplementedError

    def use(self, signals: Signals) -> None:
        """Hear of other processes' changes by these signals; before they are started."""
        self._signals = signals
        signals.on(self.channel, lambda _text: self._stale.set())

    async def start(self) -> None:
        """Load, and follow changes from now on."""
        await self.load()
        self._task = asyncio.create_task(self._follow(), name=self.channel)

    async def stop(self) -> None:
        """Follow no more."""
        if self._task:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)

    async def load(self) -> None:
        """Hold what stands in the store."""
        async with self._loading:
            await self.read()

    async def changed(self) -> None:
        """It was changed here: work with that at once, and tell the other processes."""
        await self.load()
        if self._signals is not None:
            await self._signals.send(self.channel, "")

    async def _follow(self) -> None:
        while True:
            try:
                async with asyncio.timeout(POLL_SECONDS):
                    await self._stale.wait()
            except TimeoutError:
                pass
            self._stale.clear()
            try:
                await self.load()
            except Exception as error:  # the store is away: what was held before does until it is back
                log.warning("held_not_read", what=self.channel, error=str(error))
