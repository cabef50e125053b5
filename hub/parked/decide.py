"""Decide on what waits: try it again, or discard it with a reason. Everything is audited."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from hub import events, jobs
from hub.accounts import audit
from hub.db import Tx
from hub.jobs import Claimed
from hub.parked.area import ROOM
from hub.parked.query import waiting
from hub.parked.retrying import ask
from hub.parked.schemas import ParkedFilter, ParkedOut
from hub.parked.store import forget
from hub.web import Conflict, NotFound, Principal

AT_ONCE = 500  # of one decision, of each table: what is left is decided by the next
EVERYTHING = ParkedFilter()


async def retry_one(tx: Tx, user: Principal, key: UUID) -> None:
    """Raises ``NotFound``, or ``Conflict`` where it must not be done twice."""
    found = await waiting(tx.session, EVERYTHING, 1, only=key)
    if not found:
        raise NotFound("It is not waiting any more.")
    if not found[0].retryable:
        raise Conflict("This cannot be tried again: it could happen twice, or too late.", code="not_retryable")
    await _retry(tx, found)
    audit.record(tx, "parked_retried", actor_id=user.id, subject_id=key, kind=found[0].kind)


async def retry_many(tx: Tx, user: Principal, where: ParkedFilter) -> int:
    """Try again what may be, the oldest first; how many."""
    found = await waiting(tx.session, where, AT_ONCE, retryable=True)
    await _retry(tx, found)
    audit.record(tx, "parked_retried", actor_id=user.id, count=len(found), **where.model_dump(exclude_none=True))
    return len(found)


async def discard_one(tx: Tx, user: Principal, key: UUID, reason: str) -> None:
    """Raises ``NotFound``, or ``Conflict`` while it is tried again: it would be taken in and discarded at once."""
    found = await waiting(tx.session, EVERYTHING, 1, only=key)
    if not found:
        raise NotFound("It is not waiting any more.")
    if found[0].retrying or not await _discard(tx, found):
        raise Conflict("It is being tried again just now.", code="being_retried")
    audit.record(tx, "parked_discarded", actor_id=user.id, subject_id=key, kind=found[0].kind, reason=reason)


async def discard_many(tx: Tx, user: Principal, where: ParkedFilter, reason: str) -> int:
    """How many were discarded, of those that are not being tried again; each is named in the record."""
    gone = await _discard(tx, await waiting(tx.session, where, AT_ONCE, idle=True))
    audit.record(
        tx, "parked_discarded", actor_id=user.id, reason=reason, count=len(gone), ids=sorted(map(str, gone)),
        **where.model_dump(exclude_none=True),
    )  # fmt: skip
    return len(gone)


async def tell_dead(tx: Tx, job: Claimed, _reason: str, _error: str) -> None:
    """A job was given up: it joins the list."""
    for letter in await waiting(tx.session, EVERYTHING, 1, only=job.id):
        await events.append(tx, ROOM, events.Kind.PARKED, letter.id, letter.version, letter)


async def _retry(tx: Tx, found: Sequence[ParkedOut]) -> None:
    items, letters = _halves(found)
    await ask(tx, [item.id for item in items])
    await _gone(tx, letters, await jobs.retry_dead(tx, [letter.id for letter in letters]))


async def _discard(tx: Tx, found: Sequence[ParkedOut]) -> set[UUID]:
    """Those that are gone: all but what somebody had tried again, or decided on, at the same moment."""
    items, letters = _halves(found)
    gone = await forget(tx, [item.id for item in items], idle=True)
    dead = await jobs.discard_dead(tx, [letter.id for letter in letters])
    await _gone(tx, letters, dead)
    return gone | dead


def _halves(found: Sequence[ParkedOut]) -> tuple[list[ParkedOut], list[ParkedOut]]:
    return [out for out in found if out.source == "item"], [out for out in found if out.source == "job"]


async def _gone(tx: Tx, letters: Sequence[ParkedOut], left: set[UUID]) -> None:
    for letter in letters:
        if letter.id in left:
            await events.append(tx, ROOM, events.Kind.PARKED, letter.id, letter.version + 1, None)
