"""Send a text to many, some at a time: marked before they leave, at the route's rate, each once."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from hub import messaging
from hub.db import Database, Lane, Reader, Tx, utc_now
from hub.messaging import HOOKS, Asked, Batch, Enqueued, Wanted, Way
from hub.settings import Settings
from hub.sms.bulk.store import SendSome, send_later, told
from hub.sms.bulk.words import Written, text_of, write_for
from hub.sms.choice import ways
from hub.sms.judge import hold, why_not
from hub.sms.models import SmsBulk, SmsBulkRecipient

WINDOW = 50  # that are being handed over at once: so many may be unknown after a crash
FED = 200  # that are given to whichever way each takes, at once
SLICE = 2.0  # seconds: an account that stops waits for no more
WAIT = timedelta(minutes=5)  # while a route may not send
R = SmsBulkRecipient


@dataclass(slots=True)
class Work:
    """One slice: which of them, by which way, whether that is an account's own, and what they are told."""

    some: SendSome
    way: Way
    direct: bool
    text: Any

    def mine(self) -> tuple[Any, ...]:
        """Its recipients."""
        some = self.some
        return R.bulk_id == some.bulk_id, R.account == some.account, R.route_id.is_not_distinct_from(some.route_id)


async def send_some(db: Database, settings: Settings, some: SendSome, seconds: float = SLICE) -> None:
    """Send for a while; the rest is another job. Raises ``RetryLater`` while its account is not at work here."""
    work = await _ready(db, some)
    if work is None:
        return
    until, left = time.monotonic() + seconds, True
    while time.monotonic() < until:
        room = _room(work)
        if not room:
            await asyncio.sleep(min(0.25, 1 / (work.way.rate or 1)))
            continue
        try:
            batch = await db.write(lambda tx, room=room: _claim(tx, settings, work, room), lane=Lane.BULK)  # type: ignore[misc]
        except messaging.OverSpent:
            await db.write(lambda tx: _hold_off(tx, some, "spend_limit"))
            return
        if batch is None:
            left = False
            break
        if batch.leaving:
            await messaging.hand_over_many(db, some.account, batch.leaving)
    await db.write(lambda tx: _end_slice(tx, work, left=left), lane=Lane.BULK)


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
        await db.write(lambda tx: _hold_off(tx, some, reason))
        return None
    return Work(some, way or Way(), bool(some.account and way is not None), text)


async def _way(reader: Reader, bulk: SmsBulk, some: SendSome) -> tuple[Way | None, str | None]:
    """The way, and why nothing may go by it now; a route that is gone leaves each message to its own."""
    if some.route_id is None:
        return Way(account=some.account or None), None
    asked = Asked(channel="sms", purpose=bulk.purpose, address="", parts=1, begun=True)
    held = await hold(reader, [asked])
    route = next((one for one in held.routes if one.id == some.route_id), None)
    if route is None:
        return None, None
    return ways([route], bulk.purpose)[0], why_not(route, asked, held)


async def _claim(tx: Tx, settings: Settings, work: Work, room: int) -> Batch | None:
    """The next of them, marked as being sent; None when there is nobody left, or it goes on no more."""
    bulk = await tx.session.get(SmsBulk, work.some.bulk_id, with_for_update={"read": True}, populate_existing=True)
    if bulk is None or bulk.state != "running":
        return None
    await _settle(tx, work)
    query = sa.select(R.id, R.customer_id, R.identity_id).where(*work.mine(), R.state == "pending")
    rows = (await tx.session.execute(query.order_by(R.id).limit(room).with_for_update(skip_locked=True))).all()
    if not rows:
        return None
    made = await write_for(
        tx.session, settings, work.text, [row.customer_id for row in rows], bulk.created_by, utc_now()
    )  # fmt: skip
    asked = [row for row in rows if row.customer_id in made]
    wanted = [_wanted(bulk, row, made[row.customer_id], work.way) for row in asked]
    if not work.direct:
        batch = Batch(await messaging.enqueue_many(tx, wanted))
    else:
        batch = await messaging.begin_many(tx, wanted, work.way, work.some.account)
    await _mark(tx, rows, {row.id: one for row, one in zip(asked, batch.found, strict=True)})
    return batch


def _wanted(bulk: SmsBulk, row: Any, made: Written, way: Way) -> Wanted:
    return Wanted(
        dedupe_key=f"bulk:{row.id}", channel="sms", purpose=bulk.purpose, identity_id=row.identity_id,  # type: ignore[arg-type]
        customer_id=row.customer_id, language=made.language, text=made.text, origin="campaign",
        template_id=bulk.template_id, template_version_id=bulk.template_version_id, actor_id=bulk.created_by,
        account=way.account if way.route_id is None else None,
    )  # fmt: skip


async def _mark(tx: Tx, rows: Sequence[Any], found: dict[UUID, Enqueued]) -> None:
    """What became of each of them."""
    table: Any = R.__table__
    change = sa.update(table).where(table.c.id == sa.bindparam("row_id"))
    change = change.values(state=sa.bindparam("v_state"), reason=sa.bindparam("v_reason"),
                           message_id=sa.bindparam("v_message_id", type_=table.c.message_id.type))  # fmt: skip
    await tx.connection.execute(change, [_marked(row.id, found.get(row.id)) for row in rows])


def _marked(key: UUID, one: Enqueued | None) -> dict[str, Any]:
    if one is None:
        return {"row_id": key, "v_state": "skipped", "v_reason": "no_text", "v_message_id": None}
    refused = one.state == "refused"
    return {"row_id": key, "v_state": "skipped" if refused else "sending", "v_reason": one.reason,
            "v_message_id": one.id}  # fmt: skip


async def _settle(tx: Tx, work: Work) -> None:
    """The last ones are recorded by now; those of a process that died in between are unknown, and stay so."""
    settled = sa.update(R).where(*work.mine(), R.state == "sending").values(state="accepted")
    ids = [key for key in (await tx.session.execute(settled.returning(R.message_id))).scalars() if key is not None]
    if ids and work.direct:
        await messaging.lost(tx, ids)


async def _end_slice(tx: Tx, work: Work, *, left: bool) -> None:
    """The rest is another job; where there is none, and nobody else is at work on it, it is finished."""
    bulk = await tx.session.get(SmsBulk, work.some.bulk_id, with_for_update=True, populate_existing=True)
    if bulk is None:
        return
    await _settle(tx, work)
    if left and bulk.state == "running":
        await send_later(tx, work.some)
    elif bulk.state == "running":
        waiting = sa.select(R.id).where(R.bulk_id == bulk.id, R.state.in_(("pending", "sending"))).limit(1)
        if (await tx.session.execute(waiting)).first() is None:
            bulk.state, bulk.ended_at = "finished", tx.now
    bulk.reason = None
    await told(tx, bulk)


async def _hold_off(tx: Tx, some: SendSome, reason: str) -> None:
    """Its route may not send now: it waits, and says why."""
    bulk = await tx.session.get(SmsBulk, some.bulk_id, with_for_update=True, populate_existing=True)
    if bulk is not None and bulk.state == "running":
        bulk.reason = reason
        await told(tx, bulk)
        await send_later(tx, some, run_at=WAIT)
