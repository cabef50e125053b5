"""Have a text to many ready: its recipients written down, each once; and what it would be, before that."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal
from itertools import islice
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from hub import messaging
from hub.customers import Customer
from hub.db import Database, Lane, Tx, new_id, utc_now
from hub.db.bulk import insert_many
from hub.gsm import count_sms, with_suffix
from hub.imports import keep_selection, read_selection
from hub.messaging import HOOKS, Way
from hub.settings import Settings
from hub.sms.bulk.cancelling import undo_later
from hub.sms.bulk.plan import Plan, Planned, plan
from hub.sms.bulk.schemas import BulkIn, BulkPreview, Sample, Share
from hub.sms.bulk.store import OVER, begin_sending, lock, told, version_of
from hub.sms.bulk.words import Written, text_of, write_for
from hub.sms.models import SmsBulk, SmsBulkRecipient
from hub.sms.store import load_routes
from hub.timeline import CustomerRef
from hub.web import Invalid, NotFound, Principal

SAMPLES, LOOKED_AT = 10, 200
AT_ONCE = {"sqlite": 1_000, "postgresql": 1_000_000}  # rows of one transaction: on SQLite calls wait for it
_NAMES = ("id", "bulk_id", "customer_id", "identity_id", "account", "route_id", "state", "reason", "message_id")


async def preview(
    session: AsyncSession, user: Principal, wanted: BulkIn, settings: Settings, dialect: str
) -> BulkPreview:
    """What would become of it now; nothing is kept. Raises ``Invalid``."""
    now = utc_now()
    messaging.sample_text(wanted, "")
    kept = await keep_selection(session, user, wanted.selection, now, settings.organisation.region)
    chosen, frame = await read_selection(session, kept, dialect, user.id, now)
    version = await version_of(session, user, wanted.template_id)
    text = await text_of(session, new_id(), wanted.texts.given(), version)
    made = await plan(session, chosen, frame, wanted.purpose, now)
    some = _spread(made.chosen, LOOKED_AT)
    written = await write_for(session, settings, text, [one.customer_id for one in some], user.id, now)
    texts = [(one, _sent(wanted, one, written[one.customer_id])) for one in some if one.customer_id in written]
    counts = [count_sms(found.text).parts for _, found in texts]
    average = Decimal(sum(counts)) / len(counts) if counts else Decimal(0)
    names = await _names(session, [one.customer_id for one, _ in texts[:LOOKED_AT]])
    return BulkPreview(
        customers=made.customers, count=len(made.chosen), skipped=dict(made.skipped),
        parts=average.quantize(Decimal("0.01"), ROUND_HALF_UP), shares=await _shares(session, made, average),
        samples=[
            Sample(
                customer=CustomerRef(id=one.customer_id, name=names.get(one.customer_id, "")), address=one.address,
                text=found.text, language=found.language, parts=count_sms(found.text).parts,
            )
            for one, found in _spread(texts, SAMPLES)
        ],
    )  # fmt: skip


def _sent(wanted: BulkIn, one: Planned, written: Written) -> Written:
    """The text as it will be: short links, and what its way adds. Raises ``Invalid`` where no links are made."""
    return replace(written, text=with_suffix(messaging.sample_text(wanted, written.text)[0], one.way.suffix))


def _spread(all_: Sequence[Any], most: int) -> list[Any]:
    """Some of them, from the whole length."""
    step = max(1, len(all_) // most)
    return list(all_[::step][:most])


async def _names(session: AsyncSession, ids: Sequence[UUID]) -> dict[UUID, str]:
    rows = await session.execute(sa.select(Customer.id, Customer.name).where(Customer.id.in_(ids)))
    return {row.id: row.name for row in rows}


async def _shares(session: AsyncSession, made: Plan, average: Decimal) -> list[Share]:
    names = {route.id: route.name for route in await load_routes(session)}
    ways: Counter[Way] = Counter(one.way for one in made.chosen)
    return [
        Share(
            route_id=way.route_id, name=names.get(way.route_id) if way.route_id else None, account=way.account,
            count=count, currency=way.price and way.price.currency,
            cost=way.price and (way.price.amount * average * count).quantize(Decimal("0.01"), ROUND_HALF_UP),
        )
        for way, count in ways.most_common()
    ]  # fmt: skip


async def prepare(db: Database, bulk_id: UUID) -> None:
    """Write its recipients down and begin to send; begun again, it starts anew."""
    if not await db.write(lambda tx: _start(tx, bulk_id)):
        return
    while await db.write(lambda tx: _clear_some(tx, bulk_id), lane=Lane.BULK):
        pass
    async with db.read() as session:
        bulk = await session.get_one(SmsBulk, bulk_id)
        try:
            chosen, frame = await read_selection(session, bulk.selection, db.dialect, bulk.created_by, bulk.created_at)
            made = await plan(session, chosen, frame, bulk.purpose, utc_now())  # type: ignore[arg-type]
        except Invalid:  # a field of the filter has changed since, or there are too many
            await db.write(lambda tx: _end(tx, bulk_id, "failed", "selection"))
            return
        anyone = await _any_account(session)
    rows = _rows(bulk_id, made, anyone)
    for some in _batches(rows, AT_ONCE[db.dialect]):
        await db.write(lambda tx, some=some: insert_many(tx, SmsBulkRecipient, _NAMES, some), lane=Lane.BULK)  # type: ignore[misc]
    await db.write(lambda tx: _begin(tx, bulk_id, made))


async def _start(tx: Tx, bulk_id: UUID) -> bool:
    try:
        bulk = await lock(tx, bulk_id)
    except NotFound:
        return False
    if bulk.state == "cancelled":  # perhaps while it was being prepared by a process that died
        await undo_later(tx, bulk_id)
    if bulk.state not in {"scheduled", "preparing"}:
        return False
    bulk.state, bulk.started_at = "preparing", tx.now
    await told(tx, bulk)
    return True


async def _clear_some(tx: Tx, bulk_id: UUID) -> bool:
    """Forget some of what was written down before the process died; whether there may be more."""
    table, most = SmsBulkRecipient, AT_ONCE[tx.dialect]
    some = sa.select(table.id).where(table.bulk_id == bulk_id).limit(most)
    gone: Any = await tx.session.execute(sa.delete(table).where(table.id.in_(some)))
    return int(gone.rowcount) == most


async def _any_account(session: AsyncSession) -> str:
    """Who sends where nobody has made a route; empty: that is left to each message."""
    if HOOKS.senders.sandbox:
        return ""
    found = await messaging.standing(session, "sms")
    return next((account for account, works in found.items() if works), "")


def _rows(bulk_id: UUID, made: Plan, anyone: str) -> Iterator[tuple[Any, ...]]:
    sandbox = HOOKS.senders.sandbox
    for one in made.chosen:
        account, route = _way(one, anyone, sandbox=sandbox)
        yield new_id(), bulk_id, one.customer_id, one.identity_id, account, route, "pending", None, None
    for customer, identity, reason in made.left_out:
        yield new_id(), bulk_id, customer, identity, "", None, "skipped", reason, None


def _way(one: Planned, anyone: str, *, sandbox: bool) -> tuple[str, UUID | None]:
    return ("", None) if sandbox else (one.way.account or anyone, one.way.route_id)


def _batches(rows: Iterator[Any], size: int) -> Iterable[list[Any]]:
    while some := list(islice(rows, size)):
        yield some


async def _begin(tx: Tx, bulk_id: UUID, made: Plan) -> None:
    bulk = await lock(tx, bulk_id)
    if bulk.state in OVER:  # it was cancelled meanwhile
        await undo_later(tx, bulk_id)
        return
    bulk.total, bulk.counts = len(made.chosen), dict(made.skipped)
    if not made.chosen:
        bulk.state, bulk.ended_at = "finished", tx.now
    elif bulk.state != "paused":
        bulk.state = "running"
        await begin_sending(tx, bulk_id)
    await told(tx, bulk)


async def _end(tx: Tx, bulk_id: UUID, state: str, reason: str) -> None:
    bulk = await lock(tx, bulk_id)
    if bulk.state in OVER:
        return
    bulk.state, bulk.reason, bulk.ended_at = state, reason, tx.now
    await told(tx, bulk)
