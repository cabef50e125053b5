"""The queues that somebody's phone is in, was in, or may join."""

from __future__ import annotations

import re
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from hub.calls import Extension, extension_of
from hub.db import Tx
from hub.queues.align import have_aligned
from hub.queues.models import Membership, Queue
from hub.queues.phones import desk_of
from hub.queues.schemas import MyQueue
from hub.teams import TeamRef, owners_of
from hub.web import Conflict, NotFound

MOST = 500  # queues of one account
_STANDS_FOR = re.compile(r"(Local/|hint:)\w+(@\S+)")


async def my_queues(session: AsyncSession, user_id: UUID, *, join_any: bool) -> list[MyQueue]:
    """By name: those with a membership and, with ``join_any``, those that there are besides."""
    seat = await extension_of(session, user_id)
    if seat is None:
        return []
    members = {member.queue: member for member in (await desk_of(session, seat, user_id)).members}
    query = sa.select(Queue).where(Queue.account == seat.account).order_by(Queue.name).limit(MOST)
    queues = list(await session.scalars(query))
    shown = [queue for queue in queues if queue.name in members or (join_any and queue.gone_at is None)]
    teams = await owners_of(session, "queue", [queue.id for queue in shown])
    return [_present(queue, members.get(queue.name), teams.get(queue.id)) for queue in shown]


async def choose_queue(tx: Tx, user_id: UUID, queue_id: UUID, *, signed_in: bool, join_any: bool) -> None:
    """Have the phone join or leave. Raises ``NotFound``, or ``Conflict`` where that cannot be done."""
    seat = await extension_of(tx.session, user_id)
    queue = await tx.session.get(Queue, queue_id)
    if seat is None:
        raise Conflict("You sit at no phone.", code="no_extension")
    if queue is None or queue.account != seat.account:
        raise NotFound("There is no such queue.")
    if queue.gone_at is not None:
        raise Conflict("The telephone system does not know this queue any more.", code="queue_gone")
    member = next((m for m in (await desk_of(tx.session, seat, user_id)).members if m.queue == queue.name), None)
    if member is None and not signed_in:
        return
    if member is None and not join_any:
        raise NotFound("Your phone does not belong to this queue.")
    if member is not None and member.static and member.signed_in and not signed_in:
        raise Conflict("The telephone system holds your phone in this queue.", code="queue_fixed")
    member = member or await _shaped(tx, seat, queue.name)
    member.wanted, member.left_by = signed_in, None
    await tx.session.flush()
    await have_aligned(tx, seat, choice=signed_in)


async def leave_queues(tx: Tx, user_id: UUID) -> bool:
    """Have the phone leave all queues that it may; whether there were any. Raises ``Conflict`` without a phone."""
    seat = await extension_of(tx.session, user_id)
    if seat is None:
        raise Conflict("They sit at no phone.", code="no_extension")
    members = (await desk_of(tx.session, seat, user_id)).members
    leaving = [member for member in members if (member.signed_in or member.wanted) and not member.static]
    for member in leaving:
        member.wanted, member.left_by = False, None
    if leaving:
        await tx.session.flush()
        await have_aligned(tx, seat, choice=False)
    return bool(leaving)


async def _shaped(tx: Tx, seat: Extension, queue: str) -> Membership:
    """A new membership, named as the account's others are ("Local/101@from-queue/n" with FreePBX)."""
    query = sa.select(Membership).where(Membership.account == seat.account)
    pattern = (await tx.session.scalars(query.order_by(Membership.queue != queue, Membership.id).limit(1))).first()
    interface = shape(pattern.interface, seat) if pattern else seat.endpoint
    known = await tx.session.scalars(query.where(Membership.queue == queue, Membership.interface == interface))
    made = known.first() or Membership(account=seat.account, queue=queue, interface=interface)
    made.state_interface = shape(pattern.state_interface, seat) if pattern and interface != seat.endpoint else ""
    made.endpoint, made.number, made.name = seat.endpoint, seat.number, seat.label or seat.number
    made.static, made.penalty, made.wrap_up = False, 0, 0
    made.signed_in, made.paused, made.reason = False, False, ""
    tx.session.add(made)
    return made


def shape(pattern: str, seat: Extension) -> str:
    """The name that this phone has where another's is ``pattern``."""
    found = _STANDS_FOR.fullmatch(pattern)
    return f"{found[1]}{seat.number}{found[2]}" if found else seat.endpoint


def _present(queue: Queue, member: Membership | None, team: TeamRef | None) -> MyQueue:
    if member is None:
        return MyQueue(id=queue.id, name=queue.name, signed_in=False, fixed=False, changing=False,
                       gone=queue.gone_at is not None, paused=False, penalty=0, team=team)  # fmt: skip
    return MyQueue(
        id=queue.id, name=queue.name, signed_in=member.signed_in, fixed=member.static and member.signed_in,
        changing=member.wanted is not None and member.wanted != member.signed_in, gone=queue.gone_at is not None,
        paused=member.paused, penalty=member.penalty, team=team,
    )  # fmt: skip
