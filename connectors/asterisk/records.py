"""Takes calls that fell into an outage from the PBX's own records, and keeps up to when everything was heard."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy.exc import SQLAlchemyError

from connectors.asterisk.config import AsteriskOptions
from connectors.asterisk.notices import Notices
from connectors.asterisk.outbox import Outbox
from connectors.asterisk.records_sources import CallRecords, ChannelEvents, Reading
from hub.ports import Records, Recovered, RetryLater

BEFORE = timedelta(seconds=60)  # read more than the gap: what is known already is no news
AFTER = timedelta(seconds=5)  # the records' times are whole seconds
LONGEST = timedelta(days=7)  # no outage is followed up for longer
AGAIN = 60.0  # seconds until records are tried again that could not be read
FLUSH_SECONDS = 30.0


class Recovery:
    """One account's records. Told of the session's fortunes, it does its work in ``run``."""

    def __init__(self, options: AsteriskOptions, records: Records, notices: Notices, outbox: Outbox) -> None:
        self._options = options
        self._records = records
        self._notices = notices
        self._outbox = outbox
        self._ahead = timedelta()
        self._gap_ends: datetime | None = None
        self._heard: datetime | None = None
        self._told = asyncio.Event()

    def connected(self, at: datetime, ahead: timedelta) -> None:
        """A session began to hear everything at ``at``; the PBX's clock is ``ahead`` of ours."""
        self._gap_ends, self._ahead, self._heard = at, ahead, None
        self._told.set()

    def heard(self, at: datetime) -> None:
        """The session was whole at ``at``. Nothing to keep while something before it still waits for the store."""
        if self._outbox.idle and self._gap_ends is None:
            self._heard = at
            self._told.set()

    async def run(self) -> None:
        """Recover after each reconnect, and keep what was heard; until cancelled."""
        while True:
            await self._told.wait()
            self._told.clear()
            try:
                await self._work()
            except RetryLater as later:
                await self._pause(later.after or 1.0)
            except (OSError, SQLAlchemyError) as error:
                self._notices.odd_packet("records", f"{type(error).__name__}: {error}")
                await self._pause(AGAIN)
            except Exception:  # a defect here must not end the account
                self._notices.log.exception("asterisk_records_failed")
                await self._pause(AGAIN)

    async def _work(self) -> None:
        if (until := self._gap_ends) is not None:
            await self._fill(until)
            if self._gap_ends == until:
                self._gap_ends = None
        elif self._heard is not None:
            await self._records.keep_heard_until(self._heard)

    async def _pause(self, seconds: float) -> None:
        """Wait, or less when a new session begins; then work again."""
        try:
            async with asyncio.timeout(seconds):
                await self._told.wait()
        except TimeoutError:
            self._told.set()

    async def _fill(self, until: datetime) -> None:
        """Look for the records of the gap several times, each time later; then it is closed."""
        since = await self._records.heard_until()
        if since is not None and since < until:
            await self._search(max(since, until - LONGEST) - BEFORE, until + AFTER, until)
        if self._gap_ends == until:
            await self._records.keep_heard_until(until)

    async def _search(self, first: datetime, last: datetime, until: datetime) -> None:
        events = ChannelEvents(self._options, self._notices.odd_packet) if self._options.cel else None
        records = CallRecords(self._options, self._notices.odd_packet) if self._options.cdr else None
        loop, pause = asyncio.get_running_loop(), self._options.cdr_delay
        done = loop.time() + self._options.cdr_patience
        while True:
            await asyncio.sleep(pause)
            if self._gap_ends != until:
                return  # another outage: the gap reaches further now
            await self._outbox.flush(FLUSH_SECONDS)
            if not self._outbox.idle:
                raise RetryLater("What was heard is not stored yet.")
            final = loop.time() >= done
            span = (first, last, self._ahead)
            read = events is not None and await self._look(events, *span, final=final, last_hope=records is None)
            if records is not None and (final or not read):  # of a call that events told of it is no news
                await self._look(records, *span, final=final, last_hope=not read)
            if final:
                return
            pause = min(pause * 2, max(done - loop.time(), 0.01))

    async def _look(
        self, source: Reading, first: datetime, last: datetime, ahead: timedelta, *, final: bool, last_hope: bool
    ) -> bool:
        """Read and recover; False when it cannot be read, and another one may be. Raises where there is none."""
        try:
            calls = await source.calls(first, last, ahead, final=final)
        except (OSError, SQLAlchemyError) as error:
            if last_hope:
                raise
            self._notices.odd_packet("records", f"{type(error).__name__}: {error}")
            return False
        await self._recover(calls)
        return True

    async def _recover(self, calls: Sequence[Recovered]) -> None:
        stored = await self._records.recover(calls) if calls else 0
        if stored:
            self._notices.log.info("asterisk_calls_recovered", calls=stored)
            self._notices.counts["recovered"] = self._notices.counts.get("recovered", 0) + stored
