"""Many messages by one way: made and marked as being sent together, handed over side by side, recorded together."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from hub import jobs, metrics, timeline
from hub.customers import Identity
from hub.db import Database, Tx
from hub.messaging import early, mode
from hub.messaging.choosing import Chosen, parts_on, take
from hub.messaging.conceal import conceal
from hub.messaging.enqueue import LANE, SEND_JOB, Enqueued, Send, Wanted, enqueue_many
from hub.messaging.hooks import HOOKS
from hub.messaging.models import OutboxMessage
from hub.messaging.move import LONGEST, LONGEST_ID, kept, move
from hub.messaging.present import facts_of
from hub.messaging.prices import stored
from hub.messaging.send import SECONDS, Leaving, give_back, keep_patiently, message_of
from hub.messaging.ways import Priced, Way
from hub.ports import NeedsSignIn, OutboundTaken, Refused, RetryLater

LOOK_AGAIN = 5.0
PATIENCE = timedelta(hours=24)  # in which a provider that is away may be back
ATTEMPTS = 10_000
_TABLE: Any = OutboxMessage.__table__
_KEPT = ("state", "reason", "detail", "provider_id", "parts", "price_micros", "currency", "ended_at")
_NEW = {name: sa.bindparam(f"v_{name}", type_=_TABLE.c[name].type) for name in _KEPT}
_CHANGE = sa.update(_TABLE).where(_TABLE.c.id == sa.bindparam("row_id"), _TABLE.c.state == "sending")
_CHANGE = _CHANGE.values(version=_TABLE.c.version + 1, **_NEW)
_TOLD = ("id", "channel", "purpose", "reason", "text", "origin", "parts", "operator", "price_micros", "currency",
         "links", "opened", "opened_at")  # fmt: skip


class OverSpent(Exception):
    """They would cost more than may be spent: nothing was begun."""


@dataclass(frozen=True, slots=True)
class Batch:
    """Messages that were asked for together: what became of each, and those that leave now."""

    found: Sequence[Enqueued]
    leaving: Sequence[Leaving] = field(default=())


async def begin_many(tx: Tx, wanted: Sequence[Wanted], way: Way, account: str) -> Batch:
    """Accept them and mark those that may go now as being sent by ``way``. Raises ``OverSpent``, or ``RetryLater``.

    Where anybody is in the sandbox they have jobs as ever, which capture them.
    """
    if HOOKS.senders.sandbox or any(await mode.is_on(tx.connection)):
        return Batch(await enqueue_many(tx, wanted))
    here = HOOKS.senders.find("sms", account)
    if here is None:
        raise RetryLater("Its account is not at work here.", after=LOOK_AGAIN)
    sender = here[1]
    found = await enqueue_many(tx, wanted, held=True)
    going = [one.id for one in found if one.state == "accepted" and one.new]
    query = sa.select(OutboxMessage).where(OutboxMessage.id.in_(going), OutboxMessage.send_at.is_(None))
    rows = list(await tx.session.scalars(query.order_by(OutboxMessage.id).with_for_update())) if going else []
    count = sum(parts_on(row, way) for row in rows)
    if count and not await HOOKS.reserve(tx, way, count, None):
        raise OverSpent
    for row in rows:
        take(row, Chosen(way, account, sender))
        row.state, row.handed_at, row.version = "sending", tx.now, row.version + 1
    await tx.session.flush()
    peers = await _peers(tx, {row.identity_id for row in rows})
    return Batch(found, [
        Leaving(sender, message_of(row, *peers[row.identity_id]), way, parts_on(row, way)) for row in rows
    ])  # fmt: skip


async def _peers(tx: Tx, ids: set[UUID]) -> Mapping[UUID, tuple[str, str]]:
    query = sa.select(Identity.id, Identity.kind, Identity.namespace).where(Identity.id.in_(list(ids)))
    return {row.id: (row.kind, row.namespace) for row in await tx.connection.execute(query)} if ids else {}


Answer = OutboundTaken | BaseException
GoesBack = Callable[[Tx, UUID], Awaitable[bool]]


async def hand_over_many(
    db: Database, account: str, leaving: Sequence[Leaving], goes_back: GoesBack | None = None
) -> bool:
    """Give them to the sender side by side, and record what it says; what was surely not taken goes on by itself.

    ``goes_back``: told of each of these, in the transaction that gives it a job of its own; False where it gets none,
    since nobody wants it any more. True where the provider took none of them, as it is away.
    """
    answers = await asyncio.gather(*(_hand_over(one) for one in leaving))
    pairs = list(zip(leaving, answers, strict=True))
    told = {UUID(one.message.id): answer for one, answer in pairs if not _surely_not(answer)}
    await keep_patiently(db, lambda tx: _record(tx, account, told))
    for one, error in (pair for pair in pairs if _surely_not(pair[1])):  # few, or the way is gone
        await keep_patiently(db, lambda tx, one=one, error=error: _back(tx, one, error, goes_back))  # type: ignore[misc]
    return all(isinstance(answer, RetryLater | NeedsSignIn) for answer in answers)


def _surely_not(answer: Answer) -> bool:
    return isinstance(answer, RetryLater | NeedsSignIn | Refused)


async def _hand_over(one: Leaving) -> Answer:
    try:
        async with asyncio.timeout(SECONDS):
            return await one.sender.send_message(one.message)
    except Exception as error:
        return error


async def _back(tx: Tx, one: Leaving, error: Any, goes_back: GoesBack | None) -> None:
    """Not taken: it has a job of its own from now on, by another way or by this one later."""
    key = UUID(one.message.id)
    row = await tx.session.get(OutboxMessage, key, with_for_update=True)
    if row is None or row.state != "sending":  # told twice, as the first time's commit was not heard of
        return
    wanted = goes_back is None or await goes_back(tx, key)
    other = await give_back(tx, key, one, error)
    if wanted and (other or not isinstance(error, Refused)):
        after = timedelta() if other else timedelta(seconds=getattr(error, "after", None) or 30.0)
        await jobs.enqueue(tx, SEND_JOB, Send(message_id=key), lane=LANE, run_at=after,
                           expires_at=PATIENCE, max_attempts=ATTEMPTS)  # fmt: skip


async def _record(tx: Tx, account: str, told: Mapping[UUID, Answer]) -> None:
    """Their rows, their lines on the timeline, and what was heard of them before."""
    if not told:
        return
    query = sa.select(_TABLE).where(_TABLE.c.id.in_(list(told)), _TABLE.c.state == "sending")
    rows = [dict(row) for row in (await tx.connection.execute(query.with_for_update())).mappings()]
    if not rows:
        return
    priced: list[Priced] = []
    for row in rows:
        was = row["price_micros"], row["currency"]
        row.update(_said(row, told[row["id"]]), ended_at=tx.now)
        now = row["price_micros"], row["currency"]
        if row["route_id"] is not None and was != now:
            priced.append(Priced(row["route_id"], was, now, row["handed_at"]))
        metrics.messages_total.labels(row["channel"], row["state"]).inc()
    await tx.connection.execute(
        _CHANGE, [{"row_id": row["id"]} | {f"v_{name}": row[name] for name in _KEPT} for row in rows]
    )
    facts = dict.fromkeys(_TOLD)
    await timeline.update_many(tx, {
        row["interaction_id"]: {"state": row["state"], "facts": facts_of(facts | {name: row[name] for name in _TOLD})}
        for row in rows if row["interaction_id"] is not None
    })  # fmt: skip
    if priced:
        await HOOKS.priced(tx, priced)
    if ids := [row["provider_id"] for row in rows if row["provider_id"]]:
        await early.adopt_many(tx, account, ids)


def _said(row: Mapping[str, Any], answer: Answer) -> dict[str, Any]:
    if not isinstance(answer, OutboundTaken):
        detail = kept(conceal(str(answer) or type(answer).__name__), LONGEST)
        return {"state": "unknown", "reason": "no_answer", "detail": detail}
    provider_id = kept(answer.provider_id, LONGEST_ID) if answer.provider_id else None
    values = {"state": "sent", "reason": None, "detail": None, "provider_id": provider_id}
    return values | {"parts": answer.parts or row["parts"]} | stored(answer.price)


async def lost(tx: Tx, ids: Sequence[UUID]) -> None:
    """Messages that were being sent when their process died: nobody knows, and they are not sent again."""
    query = sa.select(OutboxMessage).where(OutboxMessage.id.in_(list(ids)), OutboxMessage.state == "sending")
    for row in await tx.session.scalars(query.with_for_update()):
        await move(tx, row, "unknown", "interrupted")
