"""The queue's statements, each within the caller's transaction."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from pydantic import BaseModel
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession

from hub.db import Reader, Tx, new_id
from hub.db.clock import StoreNow
from hub.jobs.models import Job

MAX_ATTEMPTS = 10
ERROR_LENGTH = 500
EXPIRED = "(expired)"  # not a lane of its own: what expired in any lane, also in one that nobody works on


class JobLost(Exception):
    """The job's lease ran out and somebody else may be running it: this attempt must leave no trace."""


@dataclass(frozen=True, slots=True)
class Claimed:
    """A job that this process runs now; ``token`` proves it."""

    id: UUID
    lane: str
    kind: str
    payload: dict[str, Any]
    attempts: int
    max_attempts: int
    token: str
    expired: bool


async def enqueue(
    tx: Tx,
    kind: str,
    payload: BaseModel | Mapping[str, Any] | None = None,
    *,
    lane: str = "default",
    run_at: datetime | timedelta | None = None,
    expires_at: datetime | timedelta | None = None,
    max_attempts: int = MAX_ATTEMPTS,
    key: str | None = None,
) -> UUID:
    """Have ``kind`` done once this transaction is committed, at ``run_at`` (None: at once); returns the job's id.

    A ``timedelta`` counts from now by the store's clock: the better choice for short times. With ``key`` there is at
    most one such job: a waiting one takes the new payload and the earlier time, a running one is run once more when
    it is done. After ``expires_at`` nobody starts it any more. With ``max_attempts=1`` it is begun at most once.
    """
    body = payload.model_dump(mode="json") if isinstance(payload, BaseModel) else dict(payload or {})
    values = {
        "id": new_id(), "lane": lane, "kind": kind, "payload": body, "run_at": _when(run_at or timedelta()),
        "attempts": 0, "max_attempts": max_attempts, "expires_at": _when(expires_at), "key": key, "created_at": tx.now,
    }  # fmt: skip
    insert: Any = (postgresql.insert if tx.dialect == "postgresql" else sqlite.insert)(Job).values(values)
    if key is not None:
        insert = _merged(insert)
    made: UUID = (await tx.session.execute(insert.returning(Job.id))).scalar_one()
    tx.wakes.add(lane)
    return made


async def enqueue_keyed(tx: Tx, kind: str, wanted: Mapping[str, BaseModel], *, lane: str = "default") -> None:
    """Have ``kind`` done at once for each payload by its key, as ``enqueue`` does for one; by one statement."""
    rows = [
        {"id": new_id(), "lane": lane, "kind": kind, "payload": body.model_dump(mode="json"), "attempts": 0,
         "run_at": StoreNow(), "max_attempts": MAX_ATTEMPTS, "key": key, "created_at": tx.now, "expires_at": None}
        for key, body in wanted.items()
    ]  # fmt: skip
    if rows:
        insert: Any = (postgresql.insert if tx.dialect == "postgresql" else sqlite.insert)(Job).values(rows)
        await tx.session.execute(_merged(insert))
        tx.wakes.add(lane)


@dataclass(frozen=True, slots=True)
class Later:
    """One of several jobs of a kind; ``run_at`` None: at once."""

    payload: BaseModel
    run_at: datetime | None = None
    expires_at: datetime | None = None


async def enqueue_many(tx: Tx, kind: str, wanted: Sequence[Later], *, lane: str = "default") -> None:
    """Have several of a kind done, by at most two statements however many they are."""
    rows = [
        {"id": new_id(), "lane": lane, "kind": kind, "payload": one.payload.model_dump(mode="json"), "attempts": 0,
         "max_attempts": MAX_ATTEMPTS, "expires_at": one.expires_at, "created_at": tx.now, "again": False}
        for one in wanted
    ]  # fmt: skip
    at_once = [row for row, one in zip(rows, wanted, strict=True) if one.run_at is None]
    later = [row | {"run_at": one.run_at} for row, one in zip(rows, wanted, strict=True) if one.run_at is not None]
    for statement, chosen in ((sa.insert(Job).values(run_at=StoreNow()), at_once), (sa.insert(Job), later)):
        if chosen:
            await tx.connection.execute(statement, chosen)
            tx.wakes.add(lane)


def _when(moment: datetime | timedelta | None) -> Any:
    return StoreNow(moment.total_seconds()) if isinstance(moment, timedelta) else moment


def _merged(insert: Any) -> Any:
    """A job of this key is pending already: move it forward, or have the running one repeated."""
    new = insert.excluded
    waiting = Job.lease_owner.is_(None)
    return insert.on_conflict_do_update(
        index_elements=[Job.key],
        index_where=Job.dead_at.is_(None),
        set_={
            "payload": new.payload,
            "expires_at": new.expires_at,
            "run_at": sa.case((sa.and_(waiting, new.run_at < Job.run_at), new.run_at), else_=Job.run_at),
            "again": sa.not_(waiting),
        },
    )


async def claim(
    tx: Tx, lane: str, token: str, count: int, lease_seconds: float, held: Sequence[str] = ()
) -> Sequence[Claimed]:
    """Lease up to ``count`` due jobs of the lane, oldest first, skipping those that others are claiming, or held."""
    moment, where = _waiting(lane, held)
    due = (
        sa.select(Job.id)
        .where(*where, moment <= StoreNow())
        .order_by(moment, Job.id)
        .limit(count)
        .with_for_update(skip_locked=True)
        .cte("due")
    )
    change = (
        sa.update(Job)
        .where(Job.id.in_(sa.select(due.c.id)))
        .values(lease_owner=token, run_at=StoreNow(lease_seconds), attempts=Job.attempts + 1)
        .returning(
            Job.id, Job.lane, Job.kind, Job.payload, Job.attempts, Job.max_attempts, Job.lease_owner,
            sa.func.coalesce(Job.expires_at <= StoreNow(), sa.false()),
        )
    )  # fmt: skip
    rows: Sequence[Any] = (await tx.session.execute(change)).all()
    return sorted((Claimed(*row) for row in rows), key=lambda job: job.id)


async def finish(tx: Tx, job: Claimed) -> None:
    """The job is done. Raises ``JobLost`` when this attempt does not own it any more."""
    gone = await tx.session.execute(sa.delete(Job).where(*_mine(job), Job.again.is_(sa.false())))
    if _count(gone):
        return
    values = {"again": False, "lease_owner": None, "attempts": 0, "run_at": StoreNow(), "last_error": None}
    await _change(tx, job, values)
    tx.wakes.add(job.lane)


async def retry_in(tx: Tx, job: Claimed, seconds: float, error: str) -> None:
    """Let the job wait and be run again. Raises ``JobLost``."""
    later = StoreNow(seconds)
    moment = sa.case((Job.expires_at < later, Job.expires_at), else_=later)  # expiry is told when it happens
    values = {"lease_owner": None, "again": False, "run_at": moment, "last_error": error[:ERROR_LENGTH]}
    await _change(tx, job, values)


async def pass_on(tx: Tx, job: Claimed, lane: str) -> None:
    """Leave the job to those who work on ``lane``, as if it had not been begun. Raises ``JobLost``."""
    await _change(tx, job, _RELEASED | {"lane": lane, "attempts": Job.attempts - 1})
    tx.wakes.add(lane)


async def put_off(tx: Tx, job: Claimed, seconds: float) -> None:
    """Let the job wait, as if it had not been begun. Raises ``JobLost``."""
    await _change(tx, job, _RELEASED | {"run_at": StoreNow(seconds), "attempts": Job.attempts - 1})
    tx.wakes.add(job.lane)


async def recall(tx: Tx, kind: str, lane: str, *, but: Collection[str]) -> None:
    """Give jobs of ``kind`` in lanes ``lane:…`` back to ``lane``, ``but`` for some of these; what runs goes on."""
    idle = sa.or_(Job.lease_owner.is_(None), Job.run_at <= StoreNow())
    change = sa.update(Job).where(
        Job.kind == kind, Job.lane.startswith(f"{lane}:", autoescape=True), Job.lane.not_in(but), idle,
        Job.dead_at.is_(None),
    )  # fmt: skip
    if _count(await tx.session.execute(change.values(_RELEASED | {"lane": lane}))):
        tx.wakes.add(lane)


async def bury(tx: Tx, job: Claimed, reason: str, error: str, cause: str | None = None) -> None:
    """Keep the job as a dead letter; nobody runs it again by himself. Raises ``JobLost``."""
    values = {
        "lease_owner": None, "again": False, "dead_at": StoreNow(), "dead_reason": reason, "dead_cause": cause,
        "last_error": error[:ERROR_LENGTH],
    }  # fmt: skip
    await _change(tx, job, values)


async def renew(tx: Tx, tokens: Collection[str], lease_seconds: float) -> set[UUID]:
    """Prolong the leases of running attempts; returns the jobs that are still theirs."""
    change = sa.update(Job).where(Job.lease_owner.in_(tokens), Job.dead_at.is_(None))
    rows = await tx.session.execute(change.values(run_at=StoreNow(lease_seconds)).returning(Job.id))
    return set(rows.scalars())


async def release(tx: Tx, tokens: Collection[str]) -> None:
    """Give unfinished jobs back, as if they had not been begun; those that may be begun only once stay counted."""
    where = (Job.lease_owner.in_(tokens), Job.dead_at.is_(None))
    uncounted = sa.case((Job.max_attempts > 1, Job.attempts - 1), else_=Job.attempts)
    await tx.session.execute(sa.update(Job).where(*where).values(_RELEASED | {"attempts": uncounted}))


async def release_orphans(tx: Tx, process: str) -> None:
    """Free what other processes held; only where none can be alive (SQLite). The attempt stays counted."""
    foreign = ~Job.lease_owner.startswith(f"{process}/", autoescape=True)
    where = (Job.lease_owner.is_not(None), foreign, Job.dead_at.is_(None))
    await tx.session.execute(sa.update(Job).where(*where).values(_RELEASED))


_RELEASED: dict[str, Any] = {"lease_owner": None, "again": False, "run_at": StoreNow()}


async def next_due(session: AsyncSession, lane: str, held: Sequence[str] = ()) -> float | None:
    """Seconds until the lane's next job is due (negative: overdue), or None when it is empty."""
    moment, where = _waiting(lane, held)
    query = sa.select(sa.func.min(moment), StoreNow()).where(*where)
    first, now = (await session.execute(query)).one()
    return None if first is None else float((first - now).total_seconds())


def _waiting(lane: str, held: Sequence[str]) -> tuple[Any, tuple[sa.ColumnElement[bool], ...]]:
    """When a job of the lane is due, and which ones are of it."""
    free = (sa.not_(of_kinds(held)),) if held else ()
    if lane == EXPIRED:
        return Job.expires_at, (Job.expires_at.is_not(None), Job.lease_owner.is_(None), Job.dead_at.is_(None), *free)
    return Job.run_at, (Job.lane == lane, Job.dead_at.is_(None), *free)


def of_kinds(kinds: Sequence[str]) -> sa.ColumnElement[bool]:
    """The jobs of these kinds; one that ends in a dot stands for all that begin so."""
    exact = [kind for kind in kinds if not kind.endswith(".")]
    starts = [Job.kind.startswith(kind, autoescape=True) for kind in kinds if kind.endswith(".")]
    return sa.or_(sa.false(), Job.kind.in_(exact), *starts) if exact else sa.or_(sa.false(), *starts)


async def count_waiting(reader: Reader, kinds: Sequence[str]) -> dict[str, int]:
    """How many jobs of these kinds are not done yet, nor given up; by kind."""
    query = sa.select(Job.kind, sa.func.count()).where(Job.dead_at.is_(None), of_kinds(kinds)).group_by(Job.kind)
    return {row[0]: row[1] for row in await reader.execute(query)}


async def _change(tx: Tx, job: Claimed, values: dict[str, Any]) -> None:
    result = await tx.session.execute(sa.update(Job).where(*_mine(job)).values(values))
    if not _count(result):
        raise JobLost(f"{job.kind} {job.id} is not ours any more")


def _mine(job: Claimed) -> tuple[sa.ColumnElement[bool], ...]:
    return Job.id == job.id, Job.lease_owner == job.token


def _count(result: Any) -> int:
    return int(result.rowcount)
