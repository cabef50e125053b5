"""Queues and seats: who leaves a seat leaves its queues, who takes it again is back in them."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from hub.calls import Call, Extension, TalkSegment, extension_of
from hub.db import Tx
from hub.dispositions import any_usable, is_required
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
    """The user's last call, where its queue or line wants a result and it has none yet."""
    last = await _last_call(tx, user_id)
    if last is None or last.disposition_id is not None:
        return None
    found = sa.select(Queue.id).where(Queue.account == last.account, Queue.name == last.queue)
    queue = (await tx.session.scalars(found)).first() if last.queue else None
    line = (last.caller or {}).get("line")
    wanted = await is_required(tx.session, queue_id=queue, line_id=UUID(line["id"]) if line else None)
    return last.id if wanted and await any_usable(tx.session) else None


async def _last_call(tx: Tx, user_id: UUID) -> Any:
    """What the user last talked in with somebody outside, if that has only just ended."""
    query = (
        sa.select(Call.id, Call.account, Call.queue, Call.direction, Call.disposition_id, Call.caller,
                  TalkSegment.ended_at)
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
