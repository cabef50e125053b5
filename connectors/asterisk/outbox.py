"""Facts on their way to the store: a bounded buffer that the reader fills and one task empties."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Iterable, Sequence

from connectors.asterisk.notices import BUFFERED, Notices
from hub.ports import Backoff, CallEvent, Host, LegRinging, LegsSnapshot, RetryLater

Item = CallEvent | LegsSnapshot

BATCH = 500
LINGER = 0.001  # seconds: a call's first packets come within a few ms, and one transaction for them is sooner done
URGENT = LegRinging | LegsSnapshot  # somebody waits for a pop: what came before it goes with it, at once
FEW = 100  # facts up to which a pop does not wait for what came after it; of more, each transaction takes what it can
LONGEST = 10.0  # seconds between two attempts to reach the store


class Outbox:
    """Keeps the order; what the store cannot take now waits here, up to ``limit`` items."""

    def __init__(self, host: Host, notices: Notices, limit: int, backoff: Backoff | None = None) -> None:
        self._host = host
        self._notices = notices
        self._limit = limit
        self._items: deque[Item] = deque()
        self._ready = asyncio.Event()
        self._timer: asyncio.TimerHandle | None = None
        self._idle = asyncio.Event()
        self._idle.set()
        self._backoff = backoff or Backoff(0.2, LONGEST)
        self._away = False

    def __len__(self) -> int:
        return len(self._items)

    @property
    def idle(self) -> bool:
        """Whether the store has all: nothing waits, and nothing is on its way."""
        return self._idle.is_set()

    def offer(self, items: Sequence[Item]) -> bool:
        """Take these, or none of them: False when there is no room."""
        if len(self._items) + len(items) > self._limit:
            return False
        self._take(items)
        return True

    def insist(self, items: Iterable[Item]) -> None:
        """Take these even beyond the limit: a snapshot, which makes up for what was dropped."""
        self._take(items)

    def drop(self) -> int:
        """Forget all that waits; how many that were."""
        count = len(self._items)
        self._items.clear()
        self._notices.dropped(count)
        return count

    async def run(self) -> None:
        """Hand batches to the hub until cancelled."""
        while True:
            await self._ready.wait()
            batch = [self._items.popleft() for _ in range(self._size())]
            if batch:
                await self._deliver(batch)
            BUFFERED.labels(self._notices.account).set(len(self._items))
            if not self._items:
                self._ready.clear()
                self._idle.set()

    async def flush(self, seconds: float) -> None:
        """Wait until all is stored, at most ``seconds``."""
        try:
            async with asyncio.timeout(seconds):
                await self._idle.wait()
        except TimeoutError:
            self._notices.log.warning("asterisk_stop_leaves_events", count=len(self._items))

    def _size(self) -> int:
        """How many go next: at best nothing behind the last one that somebody waits for."""
        waiting = len(self._items)
        if waiting <= FEW:
            urgent = (place for place in range(waiting, 0, -1) if isinstance(self._items[place - 1], URGENT))
            return next(urgent, waiting)
        return min(BATCH, waiting)

    def _take(self, items: Iterable[Item]) -> None:
        new = list(items)
        if not new:
            return
        self._items.extend(new)
        self._idle.clear()
        if any(isinstance(item, URGENT) for item in new):
            self._hurry()
        elif self._timer is None and not self._ready.is_set():
            self._timer = asyncio.get_running_loop().call_later(LINGER, self._hurry)

    def _hurry(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        self._ready.set()

    async def _deliver(self, batch: list[Item]) -> None:
        try:
            await self._store(batch)
        except Exception as error:  # a fact that the hub cannot digest must not stop those behind it
            if len(batch) == 1:
                self._notices.log.exception("asterisk_fact_refused", kind=type(batch[0]).__name__, error=repr(error))
                self._notices.dropped(1)
                return
            for item in batch:
                await self._deliver([item])

    async def _store(self, batch: list[Item]) -> None:
        while True:
            try:
                await self._host.receive(batch)
            except RetryLater as later:
                self._note_away(str(later))
                await asyncio.sleep(min(later.after, LONGEST) if later.after is not None else self._backoff.next())
            else:
                self._note_back()
                self._notices.delivered(len(batch))
                return

    def _note_away(self, reason: str) -> None:
        if not self._away:
            self._notices.log.warning("asterisk_store_away", reason=reason, waiting=len(self._items))
        self._away = True

    def _note_back(self) -> None:
        if self._away:
            self._notices.log.info("asterisk_store_back", waiting=len(self._items))
        self._away = False
        self._backoff.reset()
