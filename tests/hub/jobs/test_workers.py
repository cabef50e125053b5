"""Jobs are done, retried, given up, given back."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import timedelta

import pytest
import sqlalchemy as sa
from pydantic import BaseModel, SecretStr

from hub.db import Database, Tx
from hub.jobs import Context, Handlers, Workers, enqueue
from hub.jobs.models import Job
from hub.ports import Refused, RetryLater
from tests.support.waiting import WaitFor


class Greeting(BaseModel):
    """A payload."""

    name: str


@asynccontextmanager
async def at_work(database: Database, handlers: Handlers, **options: object) -> AsyncIterator[Workers]:
    """Workers that run while the block does."""
    workers = Workers(database, handlers, **options)  # type: ignore[arg-type]
    await workers.start()
    try:
        yield workers
    finally:
        await workers.stop(deadline=2)


async def rows(database: Database) -> list[Job]:
    """Every job in the store."""
    async with database.read() as session:
        return list((await session.scalars(sa.select(Job).order_by(Job.id))).all())


async def put(database: Database, kind: str = "greet", name: str = "Sara", **options: object) -> None:
    """Enqueue a job in a transaction of its own."""
    await database.write(lambda tx: enqueue(tx, kind, Greeting(name=name), **options))  # type: ignore[arg-type]


def empty(database: Database) -> Callable[[], Awaitable[bool]]:
    """A condition: no job is left."""

    async def none_left() -> bool:
        return not await rows(database)

    return none_left


async def test_does_a_job_at_once_and_forgets_it(database: Database, wait_for: WaitFor) -> None:
    handlers, seen = Handlers(), []

    @handlers.on("greet", payload=Greeting)
    async def greet(ctx: Context, payload: Greeting) -> None:
        seen.append((payload.name, ctx.job.attempts))

    async with at_work(database, handlers):
        began = asyncio.get_running_loop().time()
        await put(database, name="سارا")
        await wait_for(lambda: seen)
        assert asyncio.get_running_loop().time() - began < 2, "a wake-up, not the next poll"
        await wait_for(empty(database))
    assert seen == [("سارا", 1)]


async def test_a_rolled_back_transaction_leaves_no_job(database: Database) -> None:
    async def fail(tx: Tx) -> None:
        await enqueue(tx, "greet", Greeting(name="x"))
        raise RuntimeError("no")

    with pytest.raises(RuntimeError):
        await database.write(fail)
    assert await rows(database) == []


async def test_a_crash_is_tried_again_later_with_its_error_kept(database: Database, wait_for: WaitFor) -> None:
    handlers, tries = Handlers(), []

    @handlers.on("greet", payload=Greeting)
    async def greet(ctx: Context, payload: Greeting) -> None:
        tries.append(ctx.job.attempts)
        if len(tries) == 1:
            raise RuntimeError("the first try fails")

    async with at_work(database, handlers):
        await put(database)
        await wait_for(lambda: tries == [1, 2], timeout=15)
        await wait_for(empty(database))


async def test_retry_later_says_when(database: Database, wait_for: WaitFor) -> None:
    handlers = Handlers()

    @handlers.on("greet", payload=Greeting)
    async def greet(ctx: Context, payload: Greeting) -> None:
        raise RetryLater("the provider throttles", after=500)

    async def waiting() -> bool:
        found = await rows(database)
        return found[0].last_error == "the provider throttles"

    async with at_work(database, handlers):
        await put(database)
        await wait_for(waiting)
    job = (await rows(database))[0]
    assert timedelta(seconds=490) < job.run_at - job.created_at < timedelta(seconds=510)
    assert job.lease_owner is None
    assert job.dead_at is None


@pytest.mark.parametrize(
    ("error", "attempts", "reason"), [(Refused("never"), 10, "refused"), (RuntimeError("still"), 1, "failed")]
)
async def test_a_dead_letter_is_kept_and_told(
    database: Database, wait_for: WaitFor, error: Exception, attempts: int, reason: str
) -> None:
    handlers, told = Handlers(), []

    async def buried(tx: Tx, payload: Greeting, why: str) -> None:
        told.append((payload.name, why))

    @handlers.on("greet", payload=Greeting, buried=buried)
    async def greet(ctx: Context, payload: Greeting) -> None:
        raise error

    async with at_work(database, handlers):
        await put(database, max_attempts=attempts)
        await wait_for(lambda: told)
    job = (await rows(database))[0]
    assert told == [("Sara", reason)]
    assert (job.dead_reason, job.attempts) == (reason, 1)
    assert job.dead_at
    assert str(error) in (job.last_error or "")


async def test_a_mistake_while_telling_does_not_keep_the_job_alive(database: Database, wait_for: WaitFor) -> None:
    handlers = Handlers()

    async def buried(tx: Tx, payload: Greeting, why: str) -> None:
        await tx.session.execute(sa.text("SELECT nonsense"))

    @handlers.on("greet", payload=Greeting, buried=buried)
    async def greet(ctx: Context, payload: Greeting) -> None:
        raise Refused("no")

    async def dead() -> bool:
        return (await rows(database))[0].dead_at is not None

    async with at_work(database, handlers):
        await put(database)
        await wait_for(dead)


async def test_an_expired_job_is_dropped_unseen(database: Database, wait_for: WaitFor) -> None:
    handlers, seen = Handlers(), []

    @handlers.on("greet", payload=Greeting)
    async def greet(ctx: Context, payload: Greeting) -> None:
        seen.append(payload)

    async def expired() -> bool:
        return (await rows(database))[0].dead_reason == "expired"

    await put(database, expires_at=timedelta(seconds=-1))
    async with at_work(database, handlers):
        await wait_for(expired)
    assert not seen


async def test_a_wrong_payload_is_refused_without_its_content(database: Database, wait_for: WaitFor) -> None:
    class Secretive(BaseModel):
        name: SecretStr
        number: int

    handlers = Handlers()

    @handlers.on("greet", payload=Secretive)
    async def greet(ctx: Context, payload: Secretive) -> None: ...

    async def refused() -> bool:
        return (await rows(database))[0].dead_reason == "refused"

    async with at_work(database, handlers):
        await put(database, name="hush")
        await wait_for(refused)
    assert "hush" not in str((await rows(database))[0].last_error)


async def test_effects_in_the_store_happen_exactly_once(database: Database, wait_for: WaitFor) -> None:
    handlers, tries = Handlers(), []

    @handlers.on("greet", payload=Greeting)
    async def greet(ctx: Context, payload: Greeting) -> None:
        async def work(tx: Tx) -> None:
            await enqueue(tx, "effect", Greeting(name="made"), lane="nobody")
            await ctx.finish_in(tx)

        tries.append(ctx.job.attempts)
        await ctx.database.write(work)
        raise RuntimeError("after the commit")

    async def kinds() -> bool:
        return [job.kind for job in await rows(database)] == ["effect"]

    async with at_work(database, handlers):
        await put(database)
        await wait_for(kinds)
    assert tries == [1]


async def test_an_attempt_that_lost_its_lease_leaves_no_trace(database: Database, wait_for: WaitFor) -> None:
    handlers, outcome = Handlers(), []

    @handlers.on("greet", payload=Greeting)
    async def greet(ctx: Context, payload: Greeting) -> None:
        async def work(tx: Tx) -> None:
            await enqueue(tx, "effect", Greeting(name="made"), lane="nobody")
            await ctx.finish_in(tx)

        await ctx.database.write(lambda tx: tx.session.execute(sa.update(Job).values(lease_owner="another/process")))
        try:
            await ctx.database.write(work)
        except Exception as error:
            outcome.append(type(error).__name__)
            raise

    async with at_work(database, handlers):
        await put(database)
        await wait_for(lambda: outcome)
    assert outcome == ["JobLost"]
    assert [(job.kind, job.lease_owner) for job in await rows(database)] == [("greet", "another/process")]


async def test_a_key_is_pending_once_and_a_running_one_runs_again(database: Database, wait_for: WaitFor) -> None:
    handlers, seen, gate = Handlers(), [], asyncio.Event()

    @handlers.on("greet", payload=Greeting)
    async def greet(ctx: Context, payload: Greeting) -> None:
        seen.append(payload.name)
        await gate.wait()

    for name in ("one", "two"):
        await put(database, name=name, key="k")
    assert len(await rows(database)) == 1
    async with at_work(database, handlers):
        await wait_for(lambda: seen == ["two"])
        for name in ("three", "four"):
            await put(database, name=name, key="k")
        gate.set()
        await wait_for(lambda: seen == ["two", "four"])
        await wait_for(empty(database))


async def test_a_lane_runs_so_many_at_once_and_does_not_wait_for_another(database: Database, wait_for: WaitFor) -> None:
    handlers, running, gate, calls = Handlers(), [], asyncio.Event(), []

    @handlers.on("slow", payload=Greeting, lane="bulk")
    async def slow(ctx: Context, payload: Greeting) -> None:
        running.append(payload.name)
        await gate.wait()

    @handlers.on("call", payload=Greeting, lane="calls")
    async def call(ctx: Context, payload: Greeting) -> None:
        calls.append(payload.name)

    async with at_work(database, handlers, sizes={"bulk": 2}):
        for number in range(5):
            await put(database, "slow", str(number), lane="bulk")
        await wait_for(lambda: len(running) == 2)
        await put(database, "call", "now", lane="calls")
        await wait_for(lambda: calls)
        assert len(running) == 2
        gate.set()
        await wait_for(empty(database))
    assert sorted(running) == ["0", "1", "2", "3", "4"]


async def test_a_long_job_keeps_its_lease(database: Database, wait_for: WaitFor) -> None:
    handlers, tries, gate = Handlers(), [], asyncio.Event()

    @handlers.on("greet", payload=Greeting)
    async def greet(ctx: Context, payload: Greeting) -> None:
        tries.append(ctx.job.token)
        await gate.wait()

    async def prolonged() -> bool:
        return (await rows(database))[0].run_at > first

    async with at_work(database, handlers, lease_seconds=1.0):
        await put(database)
        await wait_for(lambda: tries)
        first = (await rows(database))[0].run_at + timedelta(seconds=1)
        await wait_for(prolonged)  # a whole lease has gone by
        assert len(tries) == 1
        gate.set()
        await wait_for(empty(database))


async def test_a_lost_lease_stops_the_work(database: Database, wait_for: WaitFor) -> None:
    handlers, tries, ended = Handlers(), [], []

    @handlers.on("greet", payload=Greeting)
    async def greet(ctx: Context, payload: Greeting) -> None:
        tries.append(1)
        try:
            await asyncio.Event().wait()
        except asyncio.CancelledError:
            ended.append(1)
            raise

    async with at_work(database, handlers, lease_seconds=0.9):
        await put(database)
        await wait_for(lambda: tries)
        steal = sa.update(Job).values(lease_owner="another/process", run_at=sa.func.coalesce(None, Job.created_at))
        await database.write(lambda tx: tx.session.execute(steal.values(lane="nobody")))
        await wait_for(lambda: ended)


async def test_a_hanging_handler_is_cut_off(database: Database, wait_for: WaitFor) -> None:
    handlers = Handlers()

    @handlers.on("greet", payload=Greeting, timeout=0.05)
    async def greet(ctx: Context, payload: Greeting) -> None:
        await asyncio.Event().wait()

    async def cut() -> bool:
        return "longer than" in ((await rows(database))[0].last_error or "")

    async with at_work(database, handlers):
        await put(database)
        await wait_for(cut)


async def test_stopping_gives_unfinished_jobs_back_uncounted(database: Database, wait_for: WaitFor) -> None:
    handlers, tries = Handlers(), []

    @handlers.on("greet", payload=Greeting)
    async def greet(ctx: Context, payload: Greeting) -> None:
        tries.append(1)
        await asyncio.Event().wait()

    workers = Workers(database, handlers)
    await workers.start()
    await put(database)
    await wait_for(lambda: tries)
    await workers.stop(deadline=0.1)
    job = (await rows(database))[0]
    assert (job.lease_owner, job.attempts, job.dead_at) == (None, 0, None)


async def test_stopping_lets_a_short_job_finish(database: Database, wait_for: WaitFor) -> None:
    handlers, begun, gate = Handlers(), [], asyncio.Event()

    @handlers.on("greet", payload=Greeting)
    async def greet(ctx: Context, payload: Greeting) -> None:
        begun.append(1)
        await gate.wait()

    workers = Workers(database, handlers)
    await workers.start()
    await put(database)
    await wait_for(lambda: begun)
    asyncio.get_running_loop().call_later(0.1, gate.set)
    await workers.stop(deadline=5)
    assert await rows(database) == []


async def test_two_processes_never_run_one_job_twice(database: Database, wait_for: WaitFor) -> None:
    handlers, seen = Handlers(), []

    @handlers.on("greet", payload=Greeting)
    async def greet(ctx: Context, payload: Greeting) -> None:
        seen.append(payload.name)

    async def fill(tx: Tx) -> None:
        for number in range(100):
            await enqueue(tx, "greet", Greeting(name=str(number)))

    await database.write(fill)
    async with at_work(database, handlers), at_work(database, handlers):
        await wait_for(empty(database))
    assert sorted(seen, key=int) == [str(number) for number in range(100)]


async def test_a_lane_may_be_joined_and_left(database: Database, wait_for: WaitFor) -> None:
    handlers, seen = Handlers(), []

    @handlers.on("greet", payload=Greeting)
    async def greet(ctx: Context, payload: Greeting) -> None:
        seen.append(payload.name)

    async with at_work(database, handlers) as workers:
        await put(database, name="waits", lane="calls:pbx")
        workers.serve("calls:pbx")
        await wait_for(lambda: seen == ["waits"])

        async def recorded() -> bool:
            return await rows(database) == []

        await wait_for(recorded)
        await workers.unserve("calls:pbx")
        await put(database, name="stays", lane="calls:pbx")
        await put(database, name="other")
        await wait_for(lambda: seen == ["waits", "other"])
        assert [job.payload["name"] for job in await rows(database) if job.lane == "calls:pbx"] == ["stays"]


async def test_what_may_begin_once_is_not_begun_again_after_a_stop(database: Database, wait_for: WaitFor) -> None:
    """A call placed twice is worse than none."""
    handlers, tries, told = Handlers(), [], []

    async def buried(tx: Tx, payload: Greeting, why: str) -> None:
        told.append(why)

    @handlers.on("dial", payload=Greeting, buried=buried)
    async def dial(ctx: Context, payload: Greeting) -> None:
        tries.append(1)
        await asyncio.Event().wait()

    workers = Workers(database, handlers)
    await workers.start()
    await put(database, "dial", max_attempts=1)
    await wait_for(lambda: tries)
    await workers.stop(deadline=0)
    async with at_work(database, handlers):
        await wait_for(lambda: told)
    assert (tries, told) == ([1], ["abandoned"])


async def test_what_expires_in_a_lane_without_workers_is_told(database: Database, wait_for: WaitFor) -> None:
    handlers, told = Handlers(), []

    async def buried(tx: Tx, payload: Greeting, why: str) -> None:
        told.append(why)

    @handlers.on("dial", payload=Greeting, buried=buried)
    async def dial(ctx: Context, payload: Greeting) -> None: ...

    await put(database, "dial", lane="calls:nobody", expires_at=timedelta(seconds=0.5))
    await put(database, "dial", lane="calls:nobody", expires_at=timedelta(hours=1))
    async with at_work(database, handlers):
        await wait_for(lambda: told == ["expired"])
    assert [job.dead_reason for job in await rows(database)] == ["expired", None]
