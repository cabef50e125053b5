"""One account at work: on the process that owns its lease, started anew after each crash, with a pause that grows."""

from __future__ import annotations

import asyncio
import random
import time
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from datetime import timedelta

import structlog

from hub.channels.host import AccountHost
from hub.channels.registry import Configured
from hub.db import utc_now
from hub.jobs import Workers
from hub.leases import LeaseHandle, LeaseKeeper
from hub.ports import Connection, ConnectorState, Running

log = structlog.get_logger(__name__)
LONGEST_PAUSE = 60.0
STEADY_SECONDS = 60.0  # a run of this length makes earlier crashes forgotten
STOP_SECONDS = 5.0
Sending = Callable[[str, str, Running], AbstractAsyncContextManager[None]]
"""Gives an account of a channel messages to send, while it runs, if it sends any."""


def command_lane(account: str) -> str:
    """The job lane that only the process with this account's session works on."""
    return f"calls:{account}"


@asynccontextmanager
async def _not_sending(_account: str, _channel: str, _running: Running) -> AsyncIterator[None]:
    yield


class Supervised:
    """Keeps an account running. ``running`` is its session while this process has one."""

    def __init__(
        self,
        item: Configured,
        keeper: LeaseKeeper,
        host: Callable[[str, LeaseHandle], AccountHost],
        workers: Workers | None,
        sending: Sending | None = None,
    ) -> None:
        self.running: Running | None = None
        self._item = item
        self._keeper = keeper
        self._host = host
        self._workers = workers
        self._sending = sending or _not_sending
        self._again = asyncio.Event()

    def restart(self) -> None:
        """Have it start anew soon."""
        self._again.set()

    async def run(self) -> None:
        """Own the account whenever the lease allows; never ends by itself."""
        account = self._item.account
        while True:
            try:
                await self._keeper.hold(f"connector:{account}", self._own)
            except Exception:
                log.exception("connector_supervision_failed", account=account)
            await asyncio.sleep(1)

    async def _own(self, lease: LeaseHandle) -> None:
        lane = command_lane(self._item.account)
        host = self._host(self._item.account, lease)
        if self._workers:
            self._workers.serve(lane)
        try:
            await self._run_for_ever(host)
        finally:
            self.running = None
            if self._workers:
                await self._workers.unserve(lane)

    async def _run_for_ever(self, host: AccountHost) -> None:
        crashes = 0
        while True:
            self._again.clear()
            began = time.monotonic()
            error = await self._run_once(host)
            if error is None:
                continue  # somebody asked for a new start
            crashes = 1 if time.monotonic() - began > STEADY_SECONDS else crashes + 1
            pause = random.uniform(0.5, 1) * min(LONGEST_PAUSE, 2.0 ** min(crashes, 10))  # noqa: S311
            retry_at = utc_now() + timedelta(seconds=pause)
            await host.report(ConnectorState(Connection.DISCONNECTED, "crashed", error, retry_at))
            try:
                async with asyncio.timeout(pause):
                    await self._again.wait()
            except TimeoutError:
                pass

    async def _run_once(self, host: AccountHost) -> str | None:
        """Run until it crashes (the reason) or until a new start is asked for (None)."""
        await host.report(ConnectorState(Connection.CONNECTING))
        account = self._item.account
        asked = asyncio.create_task(self._again.wait())
        work = asyncio.create_task(self._run(host), name=f"run-{account}")
        try:
            await asyncio.wait({work, asked}, return_when=asyncio.FIRST_COMPLETED)
            return work.result() if work.done() else None
        finally:
            asked.cancel()
            work.cancel()
            _, stuck = await asyncio.wait({work}, timeout=STOP_SECONDS)
            self.running = None
            if stuck:
                log.error("connector_does_not_stop", account=account)

    async def _run(self, host: AccountHost) -> str:
        item = self._item
        assert item.connector is not None and item.options is not None  # noqa: S101, PT018 - only such are started
        try:
            self.running = running = item.connector.create(item.options, host)
            async with self._sending(item.account, item.connector.channel, running):
                await running.run()
        except Exception as error:
            log.exception("connector_crashed", account=item.account, connector=item.settings.connector)
            return f"{type(error).__name__}: {error}"
        log.error("connector_ended", account=item.account, connector=item.settings.connector)
        return "It ended by itself."
