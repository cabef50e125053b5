"""Queues and seats: who leaves a seat leaves its queues, who takes it again is back in them."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Collection, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from hub import presence
from hub.accounts import Permission, acting_user
from hub.calls import Call, Extension, Numbering, TalkSegment, extension_of, leave_undisposed
from hub.db import Tx
from hub.dispositions import any_usable, required_among
from hub.presence import WrapUp
from hub.queues.align import have_aligned
from hub.queues.models import Queue
from hub.queues.phones import desk_of

FRESH = 60.0  # seconds: a call that ended earlier gives no wrap-up any more, such as after a long stop of the hub
Move = Callable[[Tx, UUID, Extension | None, Extension | None], Awaitable[None]]


def moving(leave_queues: bool) -> Move:
    """What happens to queues when a user moves from one seat (None: nowhere) to another."""

    async def move(tx: Tx, user_id: UUID, before: Extension | None, after: Extension | None) -> None:
        if before is not None and before is not after and leave_queues:
            await _leave(tx, user_id, before)
        if after is not None and before is not after:
            await _come_back(tx, user_id, after)

    return move


async def _leave(tx: Tx, user_id: UUID, seat: Extension) -> None:
    theirs = [m for m in (await desk_of(tx.session, seat, user_id)).members if m.signed_in and not m.static]
    for member in theirs:
        member.wanted, member.left_by = False, user_id
    if theirs:
        await have_aligned(tx, seat, choice=False)


async def _come_back(tx: Tx, user_id: UUID, seat: Extension) -> None:
    """The newest choice at this phone is that of whoever sits down."""
    members = (await desk_of(tx.session, seat, user_id)).members
    for member in members:
        if member.left_by == user_id:
            member.wanted, member.left_by = True, None
    if members:
        await have_aligned(tx, seat, choice=True)


def wrapping_up(seconds: float) -> WrapUp:
    """Seconds of wrap-up after a user's last call: as its queue has it in the telephone system, else ``seconds``."""

    async def after_call(tx: Tx, user_id: UUID) -> float:
        last = await _last_call(tx, user_id)
        if last is None:
            return 0.0
        seat = await extension_of(tx.session, user_id)
        if last.queue is None or seat is None or seat.account != last.account:
            return seconds
        members = (await desk_of(tx.session, seat, user_id)).members
        return max((float(m.wrap_up) for m in members if m.queue == last.queue), default=0.0) or seconds

    return after_call


async def owed(tx: Tx, user_id: UUID) -> UUID | None:
    """The user's last call, where its queue or line wants a result, it has none yet, and the user may give it one."""
    last = await _last_call(tx, user_id)
    if last is None or not await still_owed(tx, [last.id]):
        return None
    user = await acting_user(tx.session, user_id, demo=True)
    return last.id if user is not None and user.may(Permission.CALLS_CONTROL) else None


def excusing(numbering: Numbering) -> Callable[[Tx, Sequence[UUID]], Awaitable[None]]:
    """What happens to results that are owed by users who may do less than before: those who may give none go free."""

    async def excuse(tx: Tx, users: Sequence[UUID]) -> None:
        for user_id in await presence.owing_among(tx, users):
            user = await acting_user(tx.session, user_id, demo=True)
            if user is None or not user.may(Permission.CALLS_CONTROL):
                await leave_undisposed(tx, await presence.excuse(tx, user_id), numbering)

    return excuse


async def still_owed(tx: Tx, calls: Collection[UUID]) -> set[UUID]:
    """Which of these calls must be given a result: not those that have one, or are part of another by now."""
    query = (
        sa.select(Call.id, Call.caller, Queue.id.label("queue_id"))
        .outerjoin(Queue, sa.and_(Queue.account == Call.account, Queue.name == Call.queue))
        .where(Call.id.in_(list(calls)), Call.disposition_id.is_(None), Call.joined_into.is_(None))
    )
    items = {row.id: _items(row) for row in await tx.session.execute(query)}
    wanted = await required_among(tx.session, set().union(*items.values()))
    found = {one for one, over in items.items() if over & wanted}
    return found if found and await any_usable(tx.session) else set()


def _items(row: Any) -> set[UUID]:
    """The queue and the line that a call came over."""
    line = (row.caller or {}).get("line")
    return {one for one in (row.queue_id, UUID(line["id"]) if line else None) if one}


async def _last_call(tx: Tx, user_id: UUID) -> Any:
    """What the user last talked in with somebody outside, if that has only just ended."""
    query = (
        sa.select(Call.id, Call.account, Call.queue, Call.direction, TalkSegment.ended_at)
        .join(Call, Call.id == TalkSegment.call_id)
        .where(TalkSegment.user_id == user_id)
        .order_by(TalkSegment.started_at.desc())
        .limit(1)
    )  # fmt: skip
    last = (await tx.session.execute(query)).first()
    stale = last is None or last.direction == "internal" or _is_stale(tx, last.ended_at)
    return None if stale else last


def _is_stale(tx: Tx, ended_at: datetime | None) -> bool:
    return ended_at is not None and (tx.now - ended_at).total_seconds() > FRESH
