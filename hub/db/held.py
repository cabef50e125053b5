"""What a process holds of the store in its memory, and keeps true over all processes."""

from __future__ import annotations

import asyncio
from abc import ABC, abstractmethod
from collections.abc import Awaitable, Callable

import structlog

from hub.db.database import Database
from hub.db.notify import Signals

log = structlog.get_logger(__name__)
POLL_SECONDS = 30.0  # a signal may get lost


class Held(ABC):
    """Rows held so that whoever asks needs no query; a class of them says what is ``read``, and on which channel."""

    channel: str

    def __init__(self, db: Database) -> None:
        self._db = db
        self._signals: Signals | None = None
        self._stale = asyncio.Event()
        self._loading = asyncio.Lock()
        self._task: asyncio.Task[None] | None = None

    @abstractmethod
    async def read(self) -> None:
        """Read what is to be held; never run twice at once."""

    def use(self, signals: Signals) -> None:
        """Hear of other processes' changes by these signals; before they are started."""
        self._signals = signals
        signals.on(self.channel, lambda _text: self._stale.set())

    async def start(self) -> None:
        """Load, and follow changes from now on."""
        await self.load()
        self._task = asyncio.create_task(follow(self._stale, self.load, self.channel), name=self.channel)

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
        """It was changed here: work with that at once, and tell the other processes, whoever goes away meanwhile."""
        await asyncio.shield(asyncio.create_task(self._spread(), name=f"{self.channel}-changed"))

    async def _spread(self) -> None:
        await self.load()
        if self._signals is not None:
            await self._signals.send(self.channel, "")


async def follow(stale: asyncio.Event, load: Callable[[], Awaitable[None]], what: str) -> None:
    """Load anew whenever ``stale`` is set, and each half minute anyway, until cancelled."""
    while True:
        try:
            async with asyncio.timeout(POLL_SECONDS):
                await stale.wait()
        except TimeoutError:
            pass
        stale.clear()
        try:
            await load()
        except Exception as error:  # the store is away: what was held before does until it is back
            log.warning("held_not_read", what=what, error=str(error))
