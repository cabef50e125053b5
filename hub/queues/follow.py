"""Take what a connector tells of queues and phones: the store follows, then presence does."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

import sqlalchemy as sa

from hub import presence
from hub.db import Database, Lane, Tx
from hub.leases import Guard
from hub.ports import MemberGone, MemberSeen, PhoneSeen, QueueFact, QueueMember, QueuesSnapshot
from hub.queues.align import have_aligned
from hub.queues.models import Membership, PhoneStanding, Queue, QueueList
from hub.queues.phones import Desk, belongs, desks, standing
from hub.queues.states import Pause, Verdict, judge_change, judge_list

Rows = dict[tuple[str, str], Membership]


async def receive(db: Database, account: str, facts: Sequence[QueueFact], guard: Guard | None) -> None:
    """Store ``facts``; a whole list has a transaction of its own. Raises ``StoreUnavailable`` or ``LeaseLost``."""
    for fact in facts:
        if isinstance(fact, QueuesSnapshot):
            await db.write(lambda tx, whole=fact: _guarded(tx, account, guard, whole), lane=Lane.BULK)  # type: ignore[misc]
    changes = [fact for fact in facts if not isinstance(fact, QueuesSnapshot)]
    if changes:
        await db.write(lambda tx: _guarded(tx, account, guard, changes))


async def _guarded(tx: Tx, account: str, guard: Guard | None, told: QueuesSnapshot | Sequence[QueueFact]) -> None:
    if guard is not None:
        await guard(tx)
    if isinstance(told, QueuesSnapshot):
        await take_list(tx, account, told)
    else:
        await take_changes(tx, account, told)


async def take_changes(tx: Tx, account: str, facts: Sequence[QueueFact]) -> None:
    """Members and phones that changed just now."""
    seen = [fact for fact in facts if isinstance(fact, MemberSeen)]
    gone = [fact for fact in facts if isinstance(fact, MemberGone)]
    phones = [fact for fact in facts if isinstance(fact, PhoneSeen)]
    interfaces = {fact.member.interface for fact in seen} | {fact.interface for fact in gone}
    rows = await _rows(tx, account, Membership.interface.in_(interfaces))
    await _know_queues(tx, account, {fact.member.queue for fact in seen})
    endpoints = {row.endpoint for row in rows.values()} | {fact.member.endpoint for fact in seen}
    numbers = {row.number for row in rows.values()} | {fact.member.number for fact in seen}
    endpoints |= {fact.endpoint for fact in phones}
    found = await desks(tx.session, account, [e for e in endpoints if e], [n for n in numbers if n])
    faces = {desk.extension.id: desk.face() for desk in found}
    paused_there: set[Membership] = set()
    joined: set[Membership] = set()
    for fact in seen:
        row = rows.get((fact.member.queue, fact.member.interface))
        if row is None or not row.signed_in:
            joined.add(_enter(tx, account, rows, found, fact.member))
        elif _update(row, fact.member) and not fact.asked:
            paused_there.add(row)
    for lost in gone:
        if row := rows.get((lost.queue, lost.interface)):
            _leave(row)
    turned = {phone.endpoint for phone in phones if await _turned(tx, account, phone)}
    await tx.session.flush()
    for desk in found:
        verdict = await _after_change(tx, desk, paused_there, joined)
        seen_anew = desk.extension.endpoint in turned or desk.face() != faces[desk.extension.id]
        await _settle(tx, desk, verdict, seen_anew=seen_anew)


async def take_list(tx: Tx, account: str, told: QueuesSnapshot) -> None:
    """Everything as it stands: what is not in it is gone."""
    found = await desks(tx.session, account)
    before = {desk.extension.id: (desk.pause(), desk.face()) for desk in found}
    rows = await _rows(tx, account)
    await _know_queues(tx, account, set(told.queues), gone_at=tx.now)
    for member in told.members:
        _enter(tx, account, rows, found, member)
    here = {(member.queue, member.interface) for member in told.members}
    for key in rows.keys() - here:
        _leave(rows[key])
    known = await tx.session.get(QueueList, account)
    restarted = known is not None and known.boot != told.boot
    await tx.session.merge(QueueList(account=account, boot=told.boot))
    await tx.session.flush()
    paused_at = _paused_at(told.members)
    for desk in found:
        earlier, face = before[desk.extension.id]
        moment = max(
            (paused_at[key] for m in desk.members if (key := (m.queue, m.interface)) in paused_at), default=None
        )
        verdict = await _after_list(
            tx, desk, earlier if known else None, restarted=restarted, paused_at=moment
        )  # fmt: skip
        await _settle(tx, desk, verdict, seen_anew=desk.face() != face)


async def clear(tx: Tx, account: str) -> None:
    """The account was removed: no phone of it is in a queue, nor waits for anything."""
    out = {"signed_in": False, "paused": False, "reason": "", "wanted": None, "left_by": None}
    await tx.session.execute(sa.update(Membership).where(Membership.account == account).values(out))
    await tx.session.execute(sa.delete(PhoneStanding).where(PhoneStanding.account == account))
    await tx.session.execute(sa.delete(QueueList).where(QueueList.account == account))


async def _after_change(tx: Tx, desk: Desk, paused_there: set[Membership], joined: set[Membership]) -> Verdict:
    if desk.user_id is None:
        return Verdict.AGREED
    choice = await presence.choice_of(tx.session, desk.user_id)
    if paused_there.intersection(desk.members):
        return judge_change(desk.pause(), choice)
    unaware = any(choice.paused and not member.paused for member in joined.intersection(desk.members))
    return Verdict.ALIGN if unaware else Verdict.AGREED  # a queue that was joined during a break


async def _turned(tx: Tx, account: str, phone: PhoneSeen) -> bool:
    """Keep whether the phone can be reached; True when people must be told so."""
    row = await standing(tx, account, phone.endpoint)
    was, row.reachable = row.reachable, phone.reachable
    return (was is False) != (phone.reachable is False)


async def _after_list(
    tx: Tx, desk: Desk, before: Pause | None, *, restarted: bool, paused_at: datetime | None
) -> Verdict:
    if desk.user_id is None:
        return Verdict.AGREED
    choice = await presence.choice_of(tx.session, desk.user_id)
    row = await standing(tx, desk.extension.account, desk.extension.endpoint)
    verdict = judge_list(
        before, desk.pause(), choice, pending=row.pending, restarted=restarted, paused_at=paused_at
    )  # fmt: skip
    if verdict is Verdict.AGREED:
        row.pending = False
    return verdict


async def _settle(tx: Tx, desk: Desk, verdict: Verdict, *, seen_anew: bool) -> None:
    pause = desk.pause()
    if desk.user_id is None:
        return
    if verdict is Verdict.FOLLOW and pause is not None:
        (await standing(tx, desk.extension.account, desk.extension.endpoint)).pending = False
        await presence.follow_pause(tx, desk.user_id, pause.paused, pause.words)
        return
    if verdict is Verdict.ALIGN:
        await have_aligned(tx, desk.extension, choice=True)
    if seen_anew:
        await presence.refresh(tx, desk.user_id)


async def _rows(tx: Tx, account: str, *where: sa.ColumnElement[bool]) -> Rows:
    query = sa.select(Membership).where(Membership.account == account, *where)
    return {(row.queue, row.interface): row for row in await tx.session.scalars(query)}


async def _know_queues(tx: Tx, account: str, names: set[str], gone_at: datetime | None = None) -> None:
    """Keep these queues; with ``gone_at`` all others are gone."""
    known = {row.name: row for row in await tx.session.scalars(sa.select(Queue).where(Queue.account == account))}
    for name in sorted(names - known.keys()):
        tx.session.add(Queue(account=account, name=name))
    for name, row in known.items():
        if name in names:
            row.gone_at = None
        elif gone_at is not None and row.gone_at is None:
            row.gone_at = gone_at


def _enter(tx: Tx, account: str, rows: Rows, found: Iterable[Desk], member: QueueMember) -> Membership:
    """The row of a member that is there now, made when it is a new one."""
    key = (member.queue, member.interface)
    row = rows.get(key)
    if row is None:
        row = rows[key] = Membership(account=account, queue=member.queue, interface=member.interface)
        _update(row, member)
        tx.session.add(row)
        for desk in found:
            if belongs(row, desk.extension):
                desk.members.append(row)
    else:
        _update(row, member)
    return row


def _update(row: Membership, member: QueueMember) -> bool:
    """Take over what was told; True when the pause of a member that was there changed."""
    was = (row.signed_in, row.paused, row.reason)
    row.state_interface, row.endpoint, row.number = member.state_interface, member.endpoint, member.number
    row.name, row.static, row.penalty, row.wrap_up = member.name, member.static, member.penalty, member.wrap_up
    row.signed_in, row.paused, row.reason = True, member.paused, member.reason
    if row.wanted:
        row.wanted = None
    return was[0] is True and was[1:] != (row.paused, row.reason)


def _leave(row: Membership) -> None:
    row.signed_in, row.paused, row.reason = False, False, ""
    if row.wanted is False:
        row.wanted = None


def _paused_at(members: Iterable[QueueMember]) -> dict[tuple[str, str], datetime]:
    return {(m.queue, m.interface): m.paused_at for m in members if m.paused_at is not None}
