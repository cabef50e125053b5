"""One attempt at a job: run its handler, then record how it ended."""

from __future__ import annotations

import asyncio
import random
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

import structlog
from pydantic import BaseModel, ValidationError

from hub import metrics
from hub.db import Database, Lane, StoreError, Tx
from hub.jobs import queue
from hub.jobs.causes import cause_of
from hub.jobs.handlers import Context, GivenUp, Handler
from hub.jobs.queue import Claimed, JobLost
from hub.ports import NeedsSignIn, Refused, RetryLater

log = structlog.get_logger(__name__)
BASE_SECONDS = 2.0
CAP_SECONDS = 3_600.0
DB_LANES = {"calls": Lane.CALLS, "bulk": Lane.BULK}


@dataclass(frozen=True, slots=True)
class Outcome:
    """How an attempt ended: ``done``, ``retry`` (after so many seconds), or the reason for giving up."""

    name: str
    error: str = ""
    after: float | None = None
    cause: str | None = None


@dataclass(frozen=True, slots=True)
class _Told:
    """Who is told that a job was given up."""

    handler: Handler | None
    given_up: GivenUp | None


def backoff(attempts: int) -> float:
    """Seconds before the next attempt: exponential, with full jitter so that failures spread out."""
    return random.uniform(0, min(CAP_SECONDS, BASE_SECONDS * 2.0 ** min(attempts, 30)))  # noqa: S311 - not a secret


def db_lane(lane: str) -> Lane:
    """The place of a job lane's writes in the store's queue; ``calls:…`` belongs to ``calls``."""
    return DB_LANES.get(lane.partition(":")[0], Lane.NORMAL)


async def attempt(ctx: Context, handler: Handler | None, patience: float, given_up: GivenUp | None = None) -> None:
    """Run the job and record its end; raises only when cancelled. ``patience``: seconds to wait for the store."""
    began = time.monotonic()
    outcome = await _run(ctx, handler)
    metrics.job_seconds.labels(ctx.job.kind).observe(time.monotonic() - began)
    metrics.jobs_total.labels(ctx.job.kind, outcome.name).inc()
    if not ctx.finished:
        ctx.finishing = True
        await _record(ctx, _Told(handler, given_up), outcome, patience)


async def _run(ctx: Context, handler: Handler | None) -> Outcome:
    job = ctx.job
    if job.expired:
        return Outcome("expired", "expired before it could be done")
    if job.attempts > job.max_attempts:
        return Outcome("abandoned", "the process died in the last attempt")
    if handler is None:
        return _again(job, f"no handler for {job.kind} in this version", "unknown_kind")
    try:
        payload = handler.payload.model_validate(job.payload)
    except ValidationError as error:  # without the input, which may be anything
        said = f"payload: {error.errors(include_input=False, include_url=False)[0]['msg']}"
        return Outcome("refused", said, cause=cause_of(error))
    return await _handle(ctx, handler, payload)


async def _handle(ctx: Context, handler: Handler, payload: BaseModel) -> Outcome:
    job = ctx.job
    try:
        async with asyncio.timeout(handler.timeout):
            await handler.handle(ctx, payload)
    except RetryLater as error:
        return _again(job, str(error), error.cause, error.after)
    except (Refused, NeedsSignIn) as error:
        return Outcome("refused", str(error), cause=error.cause)
    except JobLost as error:
        return Outcome("lost", str(error))
    except StoreError as error:
        return _again(job, f"store: {error}", cause_of(error))
    except TimeoutError as error:
        return _again(job, str(error) or f"took longer than {handler.timeout:g} s", cause_of(error))
    except Exception as error:
        log.exception("job_failed", kind=job.kind, job=str(job.id), attempt=job.attempts)
        return _again(job, f"{type(error).__name__}: {error}", cause_of(error))
    return Outcome("done")


def _again(job: Claimed, error: str, cause: str, after: float | None = None) -> Outcome:
    if job.attempts >= job.max_attempts:
        return Outcome("failed", error, cause=cause)
    return Outcome("retry", error, backoff(job.attempts) if after is None else max(0.0, after))


async def _record(ctx: Context, told: _Told, outcome: Outcome, patience: float) -> None:
    job = ctx.job
    if outcome.name == "lost":
        log.warning("job_lost", kind=job.kind, job=str(job.id))
        return
    if outcome.name not in {"done", "retry"}:
        log.warning("job_dead", kind=job.kind, job=str(job.id), reason=outcome.name, error=outcome.error)
    try:
        await patiently(ctx.database, _ending(job, told, outcome), db_lane(job.lane), patience)
    except JobLost as error:
        log.warning("job_lost", kind=job.kind, job=str(job.id), error=str(error))
    except StoreError as error:  # it will run again when its lease ends
        log.warning("job_end_not_recorded", kind=job.kind, job=str(job.id), error=str(error))


def _ending(job: Claimed, told: _Told, outcome: Outcome) -> Callable[[Tx], Awaitable[None]]:
    async def end(tx: Tx) -> None:
        if outcome.name == "done":
            await queue.finish(tx, job)
        elif outcome.name == "retry":
            await queue.retry_in(tx, job, outcome.after or 0.0, outcome.error)
        else:
            await queue.bury(tx, job, outcome.name, outcome.error, outcome.cause)
            await _tell(tx, job, told, outcome)

    return end


async def _tell(tx: Tx, job: Claimed, told: _Told, outcome: Outcome) -> None:
    """Tell the area, and who keeps the dead letters, that a job was given up; no mistake of theirs keeps it alive."""
    handler = told.handler
    if handler is not None and handler.buried is not None:
        buried = handler.buried
        await _safely(tx, job, lambda: buried(tx, handler.payload.model_validate(job.payload), outcome.name))
    if told.given_up is not None:
        given_up = told.given_up
        await _safely(tx, job, lambda: given_up(tx, job, outcome.name, outcome.error))


async def _safely(tx: Tx, job: Claimed, tell: Callable[[], Awaitable[None]]) -> None:
    if error := await tx.attempt(tell):
        log.error("job_burial_failed", kind=job.kind, job=str(job.id), exc_info=error)


async def patiently(database: Database, work: Callable[[Tx], Awaitable[None]], lane: Lane, patience: float) -> None:
    """Write, waiting up to ``patience`` seconds for a store that is away. Raises ``StoreError`` after that."""
    until = time.monotonic() + patience
    while True:
        try:
            await database.write(work, lane=lane)
        except StoreError:
            if time.monotonic() >= until:
                raise
            await asyncio.sleep(min(1.0, patience / 10))
        else:
            return
