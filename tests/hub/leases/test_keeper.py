"""A lease has one owner; an old owner is stopped, and refused where it could not be stopped."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

import hub.db.database
from hub.db import Database, StoreUnavailable, utc_now
from hub.leases import Guard, LeaseHandle, LeaseKeeper, LeaseLost, guard, store
from hub.leases.models import Lease
from tests.support.processes import start_script
from tests.support.waiting import WaitFor

HOLDER = Path(__file__).with_name("holder.py")


class Work:
    """Work that notes when it begins and ends."""

    def __init__(self) -> None:
        self.leases: list[LeaseHandle] = []
        self.ended = 0

    async def __call__(self, lease: LeaseHandle) -> None:
        self.leases.append(lease)
        try:
            await asyncio.Event().wait()
        finally:
            self.ended += 1


@pytest.fixture
async def shared(database: Database, database_url: str) -> AsyncIterator[Database]:
    """The store as a second process sees it: no lock on the file, so it may have neighbours."""
    opened = await Database.open(database_url, exclusive=False)
    yield opened
    await opened.close()


def hold(database: Database, work: Work, ttl: float = 1.0) -> asyncio.Task[None]:
    """A keeper that holds the lease ``one`` until cancelled."""
    return asyncio.create_task(LeaseKeeper(database, ttl=ttl).hold("one", work))


async def stop(*tasks: asyncio.Task[None]) -> None:
    """Cancel and wait."""
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)


NOBODY = hub.db.Precompiled(sa.select(Lease.name, Lease.epoch).where(Lease.name == sa.bindparam("wanted")))


async def along(tx: hub.db.Tx, lease: LeaseHandle, wanted: str = "nobody") -> list[tuple[str, int]]:
    """The guard along with a query."""
    return [tuple(row) for row in await Guard(lease).select(tx, NOBODY, {"wanted": wanted})]


async def check(database: Database, lease: LeaseHandle) -> None:
    """A guarded write; the guard along with a query says the same."""
    try:
        await database.write(lambda tx: guard(tx, lease))
    except LeaseLost:
        with pytest.raises(LeaseLost):
            await database.write(lambda tx: along(tx, lease))
        raise
    assert await database.write(lambda tx: along(tx, lease)) == []
    assert await database.write(lambda tx: along(tx, lease, lease.name)) == [(lease.name, lease.epoch)]


async def test_one_owner_at_a_time_and_the_next_at_once_when_it_stops(shared: Database, wait_for: WaitFor) -> None:
    first, second = Work(), Work()
    one = hold(shared, first, ttl=30)
    await wait_for(lambda: first.leases)
    two = hold(shared, second, ttl=30)
    await check(shared, first.leases[0])
    assert not second.leases
    await stop(one)
    await wait_for(lambda: second.leases)
    assert second.leases[0].epoch == first.leases[0].epoch + 1
    with pytest.raises(LeaseLost):
        await check(shared, first.leases[0])
    await stop(two)


async def test_an_owner_keeps_it_beyond_the_ttl(shared: Database, wait_for: WaitFor) -> None:
    first, second = Work(), Work()
    one = hold(shared, first, ttl=0.5)
    await wait_for(lambda: first.leases)
    two = hold(shared, second, ttl=0.5)

    async def renewed() -> bool:
        async with shared.read() as session:
            return (await session.scalar(sa.select(Lease.expires_at))) > began + timedelta(seconds=2)

    began = utc_now()
    await wait_for(renewed)
    assert not second.leases
    assert not first.ended
    await stop(one, two)


async def test_work_that_returns_or_fails_gives_the_lease_back(shared: Database) -> None:
    async def fail(lease: LeaseHandle) -> None:
        raise RuntimeError("a bug")

    async def end(lease: LeaseHandle) -> None:
        return

    keeper = LeaseKeeper(shared, ttl=30)
    with pytest.raises(RuntimeError, match="a bug"):
        await keeper.hold("one", fail)
    async with asyncio.timeout(5):
        await LeaseKeeper(shared, ttl=30).hold("one", end)


async def test_work_is_stopped_when_somebody_took_the_lease(shared: Database, wait_for: WaitFor) -> None:
    work = Work()
    task = hold(shared, work, ttl=0.6)
    await wait_for(lambda: work.leases)
    stolen = sa.update(Lease).values(owner="another/process", epoch=Lease.epoch + 1)
    await shared.write(lambda tx: tx.session.execute(stolen))
    await wait_for(lambda: work.ended)
    await wait_for(lambda: len(work.leases) == 2)  # it queued up again, and got it when the thief did not renew
    assert work.leases[1].epoch == work.leases[0].epoch + 2
    await stop(task)


async def test_work_is_stopped_when_the_store_is_away_too_long(
    shared: Database, wait_for: WaitFor, monkeypatch: pytest.MonkeyPatch
) -> None:
    work = Work()
    task = hold(shared, work, ttl=0.6)
    await wait_for(lambda: work.leases)

    async def away(*_: object, **__: object) -> None:
        raise StoreUnavailable("away")

    with monkeypatch.context() as patch:
        patch.setattr(shared, "write", away)
        await wait_for(lambda: work.ended)
    await wait_for(lambda: len(work.leases) == 2)
    await stop(task)


async def test_a_paused_owner_wakes_up_refused_and_stopped(
    shared: Database, database_url: str, tmp_path: Path, wait_for: WaitFor
) -> None:
    marker = tmp_path / "marker"
    process = start_script(HOLDER, database_url, marker, log=tmp_path / "log")

    def lines() -> list[str]:
        return marker.read_text().splitlines() if marker.exists() else []

    try:
        await wait_for(lambda: "written 1" in lines(), timeout=30)
        before = len(lines())
        await wait_for(lambda: len(lines()) > before)  # it sleeps now, and holds no lock
        process.send_signal(signal.SIGSTOP)
        work = Work()
        task = hold(shared, work)
        await wait_for(lambda: work.leases, timeout=20)
        assert work.leases[0].epoch == 2
        count = lines().count("written 1")
        process.send_signal(signal.SIGCONT)
        await wait_for(lambda: "stopped 1" in lines())
        # a write that was committed before the takeover may be noted after it, and no other
        assert lines().count("written 1") <= count + 1
        await check(shared, work.leases[0])
        assert not work.ended
        await stop(task)
        await wait_for(lambda: "written 3" in lines())
    finally:
        process.kill()
        await asyncio.to_thread(process.wait)


async def test_a_wrong_wall_clock_does_not_matter(
    shared: Database, wait_for: WaitFor, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = Work(), Work()
    one = hold(shared, first, ttl=30)
    await wait_for(lambda: first.leases)
    monkeypatch.setattr(hub.db.database, "utc_now", lambda: utc_now() + timedelta(minutes=10))
    got = await shared.write(lambda tx: store.acquire(tx, "one", "a/fast/clock", 30))
    assert isinstance(got, float)
    assert 20 < got <= 30
    assert not second.leases
    await stop(one)


async def test_where_a_process_is_alone_it_inherits_at_once(database: Database, wait_for: WaitFor) -> None:
    """After kill -9 on SQLite nobody waits for the dead owner's lease."""
    await database.write(lambda tx: store.acquire(tx, "one", "a/dead/process", 300))
    work = Work()
    task = hold(database, work)
    if database.exclusive:
        await wait_for(lambda: work.leases, timeout=2)
    else:
        left = await database.write(lambda tx: store.acquire(tx, "one", "x", 1))
        assert isinstance(left, float)
        assert left > 200
    await stop(task)


@pytest.mark.parametrize("stores", ["postgresql"])
@pytest.mark.parametrize("hold_on", [guard, along])
async def test_a_takeover_waits_for_a_guarded_transaction(
    postgresql_url: str, stores: str, wait_for: WaitFor, hold_on: Any
) -> None:
    """Fencing holds to the commit: nobody becomes the owner while a guarded write is under way."""
    database = await Database.open(postgresql_url)
    lease = await database.write(lambda tx: store.acquire(tx, "one", "a", 0.01))
    assert isinstance(lease, LeaseHandle)
    inside, leave = asyncio.Event(), asyncio.Event()

    async def slow(tx: hub.db.Tx) -> None:
        await hold_on(tx, lease)
        inside.set()
        await leave.wait()

    task = asyncio.create_task(database.write(slow))
    await inside.wait()
    assert await database.write(lambda tx: store.renew(tx, [lease], 0.01)) == {lease}, "renewing is not blocked"
    assert not isinstance(await database.write(lambda tx: store.acquire(tx, "one", "b", 1)), LeaseHandle)
    leave.set()
    await task
    await wait_for(lambda: _taken(database))
    await database.close()


async def _taken(database: Database) -> bool:
    return isinstance(await database.write(lambda tx: store.acquire(tx, "one", "b", 1)), LeaseHandle)
