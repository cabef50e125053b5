"""Acquires leases, keeps them alive, and stops the work of one that was lost."""

from __future__ import annotations

import asyncio
import itertools
import os
import socket
import time
from collections.abc import Awaitable, Callable

import structlog

from hub.db import Database, Lane, StoreError, new_id
from hub.leases import store
from hub.leases.store import LeaseHandle, LeaseLost

log = structlog.get_logger(__name__)
PROCESS = f"{socket.gethostname()[:40]}/{os.getpid()}/{new_id().hex}"
TTL = 10.0
TTL_ALONE = 60.0  # one process only: the next one takes over at its start, so renewing may be rare
MARGIN = 0.9  # of the ttl: an owner that cannot renew stops before another may start
LONGEST_WAIT = 3.0
_numbers = itertools.count(1)


class LeaseKeeper:
    """The leases of one process. Cancelling ``hold`` stops the work and releases its lease."""

    def __init__(self, database: Database, *, owner: str | None = None, ttl: float | None = None) -> None:
        self.owner = owner or f"{PROCESS}/{next(_numbers)}"
        self.ttl = ttl or (TTL_ALONE if database.exclusive else TTL)
        self._database = database
        self._held: dict[LeaseHandle, asyncio.Task[None]] = {}
        self._lost: set[LeaseHandle] = set()
        self._renewer: asyncio.Task[None] | None = None

    async def hold(self, name: str, work: Callable[[LeaseHandle], Awaitable[None]]) -> None:
        """Run ``work`` while this process owns ``name``; when the lease is lost, cancel it and queue up again.

        Returns when ``work`` does, and raises what it raises. Waits for as long as somebody else is the owner.
        """
        while True:
            lease = await self._acquire(name)
            try:
                await self._work(lease, work)
            except LeaseLost:
                self._lost.add(lease)
            except asyncio.CancelledError:
                if lease not in self._lost or _is_cancelled():
                    raise
            finally:
                await self._let_go(lease)
            if lease not in self._lost:
                return
            self._lost.discard(lease)
            log.warning("lease_lost", lease=name)

    async def _acquire(self, name: str) -> LeaseHandle:
        heirs = PROCESS if self._database.exclusive else None
        while True:
            try:
                got = await self._database.write(
                    lambda tx: store.acquire(tx, name, self.owner, self.ttl, heirs), lane=Lane.CALLS
                )
            except StoreError as error:
                log.warning("lease_not_acquired", lease=name, error=str(error))
                got = 1.0
            if isinstance(got, LeaseHandle):
                log.info("lease_acquired", lease=name, epoch=got.epoch)
                return got
            await asyncio.sleep(min(got + 0.05, LONGEST_WAIT))

    async def _work(self, lease: LeaseHandle, work: Callable[[LeaseHandle], Awaitable[None]]) -> None:
        task = asyncio.ensure_future(_call(work, lease))
        self._held[lease] = task
        if self._renewer is None or self._renewer.done():
            self._renewer = asyncio.create_task(self._renew_for_ever(), name="lease-renewer")
        try:
            await task
        finally:
            if not task.done():
                task.cancel()
                await asyncio.gather(task, return_exceptions=True)

    async def _let_go(self, lease: LeaseHandle) -> None:
        self._held.pop(lease, None)
        if lease in self._lost:
            return
        try:
            await self._database.write(lambda tx: store.release(tx, lease), lane=Lane.CALLS)
        except Exception as error:  # it runs out by itself, and a cancellation that led here must get through
            log.warning("lease_not_released", lease=lease.name, error=str(error))

    async def _renew_for_ever(self) -> None:
        renewed = time.monotonic()
        while self._held:
            await asyncio.sleep(max(0.0, renewed + self.ttl * 0.3 - time.monotonic()))
            began = time.monotonic()
            if await self._renew(renewed + self.ttl * MARGIN - began):
                renewed = began
            elif time.monotonic() >= renewed + self.ttl * MARGIN:
                self._drop(set(self._held))
                return
            else:
                await asyncio.sleep(min(1.0, self.ttl * 0.05))

    async def _renew(self, patience: float) -> bool:
        """True when the store answered in time; leases that it gave to others are dropped."""
        held = set(self._held)
        if not held:
            return True
        if self._database.exclusive:
            patience = self.ttl  # nobody else can take it, so a slow store is no reason to stop working
        try:
            async with asyncio.timeout(max(0.0, patience)):
                mine = await self._database.write(lambda tx: store.renew(tx, held, self.ttl), lane=Lane.CALLS)
        except (StoreError, TimeoutError) as error:
            log.warning("leases_not_renewed", leases=sorted(lease.name for lease in held), error=str(error))
            return self._database.exclusive
        self._drop(held - mine)
        return True

    def _drop(self, leases: set[LeaseHandle]) -> None:
        for lease in leases & set(self._held):
            self._lost.add(lease)
            self._held[lease].cancel()


async def _call(work: Callable[[LeaseHandle], Awaitable[None]], lease: LeaseHandle) -> None:
    await work(lease)


def _is_cancelled() -> bool:
    """True when the calling task itself was asked to stop."""
    task = asyncio.current_task()
    return task is not None and task.cancelling() > 0
