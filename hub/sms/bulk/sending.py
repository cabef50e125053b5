"""Send a text to many, some at a time: marked before they leave, at the route's rate, each once."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Sequence, Set
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from hub import messaging
from hub.db import Database, Lane, Reader, Tx, utc_now
from hub.messaging import HOOKS, Asked, Batch, Enqueued, Wanted, Way
from hub.ports import RetryLater
from hub.settings import Settings
from hub.sms.bulk.changed import still_theirs
from hub.sms.bulk.holding import AWAY, AWAY_WAIT, Full, Held, Later, gone, judge, leave, look_for_left, mine, settle
from hub.sms.bulk.store import SendSome, send_later, told
from hub.sms.bulk.words import Written, text_of, write_for
from hub.sms.choice import ways
from hub.sms.judge import hold, why_not
from hub.sms.models import SmsBulk, SmsBulkRecipient

WINDOW = 50  # that are being handed over at once: so many may be unknown after a crash
FED = 200  # that are given to whichever way each takes, at once
SLICE = 2.0  # seconds: an account that stops waits for no more
R = SmsBulkRecipient


@dataclass(slots=True)
class Work:
    """One slice: which of them, by which way, whether that is an account's own, and what they are told."""

    some: SendSome
    way: Way
    direct: bool
    text: Any
    most: int = FED
    trying: bool = False


async def send_some(db: Database, settings: Settings, some: SendSome, seconds: float = SLICE) -> None:
    """Send for a while; the rest is another job.

    Raises ``Held`` where nothing may go now, also while its account is away.
    """
    work = await _ready(db, some)
    if work is None:
        return
    until, left = time.monotonic() + seconds, True
    while left and time.monotonic() < until:
        room = min(_room(work), work.most)
        if room:
            left = await _send_next(db, settings, work, room)
        else:
            await asyncio.sleep(min(0.25, 1 / (work.way.rate or 1)))
    await db.write(lambda tx: _end_slice(tx, work, left=left), lane=Lane.BULK)


async def _send_next(db: Database, settings: Settings, work: Work, room: int) -> bool:
    """The next of them go, or are left for later; False where there is nobody left."""
    try:
        batch = await db.write(lambda tx: _claim(tx, settings, work, room), lane=Lane.BULK)
    except Full as full:
        if room == 1:
            raise Held(full.reason) from None
        work.most = room // 2
        return True
    except Later as later:
        reasons = later.reasons
        await db.write(lambda tx: leave(tx, reasons), lane=Lane.BULK)
        return True
    if batch is None or not batch.leaving:
        return batch is not None
    away = await messaging.hand_over_many(
        db, work.some.account, batch.leaving, lambda tx, key: gone(tx, work.some, key)
    )  # fmt: skip
    if away:
        raise Held(AWAY, utc_now() + AWAY_WAIT)
    if work.trying:
        work.most, work.trying = FED, False
    return True


def _room(work: Work) -> int:
    """How many may go now."""
    if not work.direct:
        return FED
    if work.way.rate is None:
        return WINDOW
    paces = HOOKS.paces
    return paces.bucket(work.way.key, work.way.rate).spare(paces.clock(), WINDOW)


async def _ready(db: Database, some: SendSome) -> Work | None:
    async with db.read() as session:
        bulk = await session.get(SmsBulk, some.bulk_id)
        if bulk is None or bulk.state != "running":
            return None
        text = await text_of(session, bulk.id, bulk.texts, bulk.template_version_id)
        way, reason = await _way(session, bulk, some)
    if reason is not None:
        raise Held(reason)
    trying = bulk.reason == AWAY  # whether it is back is tried with one
    return Work(some, way or Way(), bool(some.account and way is not None), text, 1 if trying else FED, trying)


async def _way(reader: Reader, bulk: SmsBulk, some: SendSome) -> tuple[Way | None, str | None]:
    """The way, and why nothing may go by it now; a route that is gone or another account's leaves each to its own."""
    if some.route_id is None:
        return Way(account=some.account or None), None
    asked = Asked(channel="sms", purpose=bulk.purpose, address="", parts=1, begun=True)
    held = await hold(reader, [asked])
    route = next((one for one in held.routes if one.id == some.route_id), None)
    if route is None or route.account != some.account:
        return None, None
    full = "daily_limit" if held.counts.full(route.account) else None  # no message was asked about yet
    return ways([route], bulk.purpose)[0], why_not(route, asked, held) or full


async def _claim(tx: Tx, settings: Settings, work: Work, room: int) -> Batch | None:
    """The next of them, marked as being sent; None when there is nobody left, or it goes on no more.

    Raises ``Full``, ``Later`` or ``Held``, and nothing is begun.
    """
    bulk = await tx.session.get(SmsBulk, work.some.bulk_id, with_for_update={"read": True}, populate_existing=True)
    if bulk is None or bulk.state != "running":
        return None
    await settle(tx, work.some)
    query = sa.select(R.id, R.customer_id, R.identity_id).where(
        *mine(work.some), R.state == "pending", R.reason.is_(None)
    )
    rows = (await tx.session.execute(query.order_by(R.id).limit(room).with_for_update(skip_locked=True))).all()
    if not rows:
        await look_for_left(tx, work.some)
        return None
    made = await write_for(
        tx.session, settings, work.text, [row.customer_id for row in rows], bulk.created_by, utc_now()
    )  # fmt: skip
    theirs = await still_theirs(tx.connection, [row.id for row in rows])
    asked = [row for row in rows if row.customer_id in made and row.id in theirs]
    wanted = [_wanted(bulk, row, made[row.customer_id], work.way) for row in asked]
    batch = await _ask(tx, work, wanted)
    found = {row.id: one for row, one in zip(asked, batch.found, strict=True)}
    judge(found)
    leaving = {UUID(one.message.id) for one in batch.leaving}
    await _mark(tx, [_marked(row.id, found.get(row.id), leaving, row.id in theirs) for row in rows])
    return batch


async def _ask(tx: Tx, work: Work, wanted: Sequence[Wanted]) -> Batch:
    if not work.direct:
        return Batch(await messaging.enqueue_many(tx, wanted))
    try:
        return await messaging.begin_many(tx, wanted, work.way, work.some.account)
    except messaging.OverSpent:
        raise Full("spend_limit") from None
    except RetryLater:  # it is not at work here: that costs no attempt
        raise Held(AWAY, tx.now + AWAY_WAIT) from None


def _wanted(bulk: SmsBulk, row: Any, made: Written, way: Way) -> Wanted:
    return Wanted(
        dedupe_key=f"bulk:{row.id}", channel="sms", purpose=bulk.purpose, identity_id=row.identity_id,  # type: ignore[arg-type]
        customer_id=row.customer_id, language=made.language, text=made.text, origin="campaign",
        template_id=bulk.template_id, template_version_id=bulk.template_version_id, actor_id=bulk.created_by,
        account=way.account if way.route_id is None else None, shorten=bulk.shorten_links, utm=bulk.utm,
    )  # fmt: skip


async def _mark(tx: Tx, rows: Sequence[dict[str, Any]]) -> None:
    """What became of each of them."""
    table: Any = R.__table__
    change = sa.update(table).where(table.c.id == sa.bindparam("row_id"))
    change = change.values(state=sa.bindparam("v_state"), reason=sa.bindparam("v_reason"),
                           message_id=sa.bindparam("v_message_id", type_=table.c.message_id.type))  # fmt: skip
    await tx.connection.execute(change, rows)


def _marked(key: UUID, one: Enqueued | None, leaving: Set[UUID], theirs: bool) -> dict[str, Any]:
    """Being sent are those alone that leave with this batch: the others' messages have jobs of their own."""
    if one is None:
        reason = "no_text" if theirs else "number_changed"
        return {"row_id": key, "v_state": "skipped", "v_reason": reason, "v_message_id": None}
    state = "skipped" if one.state == "refused" else "sending" if one.id in leaving else "accepted"
    return {"row_id": key, "v_state": state, "v_reason": one.reason, "v_message_id": one.id}


async def _end_slice(tx: Tx, work: Work, *, left: bool) -> None:
    """The rest is another job; where there is none, and nobody else is at work on it, it is finished."""
    bulk = await tx.session.get(SmsBulk, work.some.bulk_id, with_for_update=True, populate_existing=True)
    if bulk is None:
        return
    await settle(tx, work.some)
    if left and bulk.state == "running":
        await send_later(tx, work.some)
    elif bulk.state == "running":
        waiting = sa.select(R.id).where(R.bulk_id == bulk.id, R.state.in_(("pending", "sending"))).limit(1)
        if (await tx.session.execute(waiting)).first() is None:
            bulk.state, bulk.ended_at = "finished", tx.now
    if bulk.state != "paused":  # which says why, where it was given up
        bulk.reason = None
    await told(tx, bulk)
