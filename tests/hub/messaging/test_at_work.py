"""Whichever process takes a message up, the one that can sends it; without one it waits, costs nothing and says so."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest
import sqlalchemy as sa

from hub import jobs, messaging
from hub.db import Database, Tx
from hub.jobs.models import Job
from hub.messaging import AtWork, Senders, at_work, mode
from hub.messaging.at_work import hold, lane_of, may_write, recall, start
from hub.messaging.enqueue import LANE
from hub.messaging.models import MessageSender, OutboxMessage
from hub.messaging.move import wait
from hub.ports import OutboundMessage, OutboundTaken
from tests.hub.messaging.conftest import Outbox
from tests.support.waiting import WaitFor

GATEWAY = lane_of("gateway")


async def job(db: Database) -> Job:
    async with db.read() as session:
        return (await session.scalars(sa.select(Job))).one()


async def begins(outbox: Outbox, account: str = "gateway", seconds: float | None = None) -> None:
    """An account is at work in another process; or it stops in so many seconds."""

    async def work(tx: Tx) -> None:
        if seconds is None:
            await start(tx, account, "sms", "other")
        else:
            await hold(tx, account, "sms", "other", seconds)

    await outbox.db.write(work)


async def stopped(outbox: Outbox, ago: timedelta, account: str = "gateway") -> None:
    await begins(outbox, account, -ago.total_seconds())


async def test_a_worker_without_the_sender_leaves_it_to_the_process_that_has_it(outbox: Outbox) -> None:
    await begins(outbox)
    found, connectors = await outbox.send(), outbox.senders
    outbox.senders = Senders(sandbox=False)
    assert await outbox.work() == 1
    waiting = await job(outbox.db)
    assert (waiting.lane, waiting.attempts, waiting.lease_owner) == (GATEWAY, 0, None)
    assert (await outbox.state(found.id), outbox.provider.got) == (("accepted", None), [])
    outbox.senders = connectors
    assert await outbox.work(GATEWAY) == 1
    assert (await outbox.state(found.id), len(outbox.provider.got)) == (("sent", None), 1)


async def test_it_waits_without_an_attempt_for_one_that_is_not_at_work_and_says_so(outbox: Outbox) -> None:
    await stopped(outbox, timedelta(hours=1))
    outbox.senders.forget("gateway")
    found = await outbox.send()
    await outbox.work()
    assert await outbox.state(found.id) == ("accepted", "no_sender")
    assert (await job(outbox.db)).lane == GATEWAY
    await outbox.db.write(recall)
    assert (await job(outbox.db)).lane == GATEWAY  # nothing is looked at over and over
    outbox.use(sandbox=False)
    assert await outbox.work(GATEWAY) == 1
    assert await outbox.state(found.id) == ("sent", None)


async def test_what_waits_for_one_that_dies_is_told_and_goes_by_another_that_begins(outbox: Outbox) -> None:
    await begins(outbox)
    outbox.senders.forget("gateway")
    named, free = await outbox.send("named", account="gateway"), await outbox.send("free")
    assert await outbox.work() == 2
    await stopped(outbox, timedelta(seconds=5))
    await outbox.db.write(recall)
    assert await outbox.work() == 2
    for one in (named, free):
        assert await outbox.state(one.id) == ("accepted", "no_sender")
    await begins(outbox, "second")
    assert await outbox.work() == 2
    async with outbox.db.read() as session:
        lanes = sorted(await session.scalars(sa.select(Job.lane)))
    assert lanes == [GATEWAY, lane_of("second")]


async def test_what_is_left_to_one_that_stopped_goes_by_one_that_begins_at_that_moment(
    outbox: Outbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    await stopped(outbox, timedelta(hours=1))
    outbox.senders.forget("gateway")
    await outbox.send()
    beginning = []

    async def meanwhile(tx: Tx, row: OutboxMessage, reason: str) -> bool:
        beginning.append(asyncio.create_task(begins(outbox, "second")))
        await asyncio.wait(beginning, timeout=0.3)  # it may not come in between
        return await wait(tx, row, reason)

    monkeypatch.setattr("hub.messaging.send.wait", meanwhile)
    assert await outbox.work() == 1
    await asyncio.gather(*beginning)
    assert (await job(outbox.db)).lane == LANE


async def test_after_a_day_there_is_no_route(outbox: Outbox) -> None:
    await stopped(outbox, timedelta(hours=1))
    outbox.senders.forget("gateway")
    found = await outbox.send()
    await outbox.work()
    await stopped(outbox, timedelta(days=1, seconds=1))
    await outbox.db.write(recall)
    await outbox.work()
    assert await outbox.state(found.id) == ("undelivered", "no_route")
    async with outbox.db.read() as session:
        assert list(await session.scalars(sa.select(MessageSender.account))) == []


async def test_what_another_process_sends_may_be_written(outbox: Outbox) -> None:
    async def ask(channel: str = "sms", *, sandbox: bool = False) -> bool:
        async with outbox.db.read() as session:
            return await may_write(session, Senders(sandbox=sandbox), channel)

    assert not await ask()
    assert await ask(sandbox=True)
    await begins(outbox)
    assert (await ask(), await ask("email")) == (True, False)
    await stopped(outbox, timedelta(days=2))
    assert not await ask()
    await outbox.db.write(lambda tx: mode.keep(tx, on=True))  # captured by whichever process takes it up
    assert await ask()


async def test_a_process_that_stops_does_not_speak_for_the_one_that_took_over(outbox: Outbox) -> None:
    await outbox.db.write(lambda tx: start(tx, "gateway", "sms", "second"))
    await begins(outbox, seconds=0.0)
    async with outbox.db.read() as session:
        way = await at_work.route(session, "sms", None)
    assert way == at_work.Route("gateway", works=True)


async def test_two_processes_on_one_store(outbox: Outbox, wait_for: WaitFor) -> None:
    both = []
    for senders in (Senders(sandbox=False), Senders(sandbox=False)):
        handlers = jobs.Handlers()
        messaging.register(handlers, senders, seconds=5.0)
        both.append((senders, jobs.Workers(outbox.db, handlers)))
    (_, plain), (senders, connectors) = both
    await plain.start()
    try:
        async with AtWork(outbox.db, senders, connectors).sending("gateway", "sms", outbox.provider):
            await wait_for(lambda: at_work_now(outbox.db))
            found = await outbox.send()
            await wait_for(lambda: is_sent(outbox, found.id))
        assert senders.find("sms", None) is None
        assert not await at_work_now(outbox.db)
    finally:
        await plain.stop()
        await connectors.stop()
    assert len(outbox.provider.got) == 1


async def at_work_now(db: Database) -> bool:
    async with db.read() as session:
        way = await at_work.route(session, "sms", None)
    return way is not None and way.works


async def is_sent(outbox: Outbox, message_id: object) -> bool:
    return (await outbox.state(message_id))[0] == "sent"  # type: ignore[arg-type]


async def test_in_the_sandbox_and_for_who_sends_nothing_there_is_no_lane(outbox: Outbox) -> None:
    workers = jobs.Workers(outbox.db, jobs.Handlers())
    for sandbox, running in ((True, outbox.provider), (False, object())):
        senders = Senders(sandbox=sandbox)
        async with AtWork(outbox.db, senders, workers).sending("gateway", "sms", running):
            assert senders.find("sms", None) is None
        assert not await at_work_now(outbox.db)


async def test_one_that_stops_late_leaves_its_place_to_the_one_that_runs_anew(
    outbox: Outbox, wait_for: WaitFor
) -> None:
    senders, handlers = Senders(sandbox=False), jobs.Handlers()
    messaging.register(handlers, senders, seconds=5.0)
    workers = jobs.Workers(outbox.db, handlers)
    await workers.start()
    sending = AtWork(outbox.db, senders, workers).sending
    late = sending("gateway", "sms", Silent())
    await late.__aenter__()
    try:
        async with sending("gateway", "sms", outbox.provider):
            await late.__aexit__(None, None, None)
            found = await outbox.send()
            await wait_for(lambda: is_sent(outbox, found.id))
        assert senders.find("sms", None) is None
    finally:
        await workers.stop()
    assert len(outbox.provider.got) == 1


class Silent:
    """A connector that does not stop when it is asked to."""

    async def send_message(self, message: OutboundMessage) -> OutboundTaken:
        raise AssertionError(message.id)
