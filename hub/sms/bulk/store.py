"""Texts to many in the store: asked for, told of, paused, resumed, cancelled."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from pydantic import BaseModel
from sqlalchemy.ext.asyncio import AsyncSession

from hub import events, jobs, messaging
from hub.accounts import user_refs
from hub.customers import Customer
from hub.db import Reader, Tx, new_id
from hub.imports import keep_selection
from hub.messaging import OutboxMessage
from hub.settings import Settings
from hub.sms.bulk.schemas import BulkOut, BulkResults, NewBulk, OpenedLinks, RecipientOut, RecipientQuery, Result
from hub.sms.bulk.words import text_of
from hub.sms.models import SmsBulk, SmsBulkRecipient
from hub.timeline import CustomerRef
from hub.web import Conflict, Invalid, NotFound, PageQuery, Principal, cut_page, decode_cursor

ROOM = "sms_bulks"
PREPARE, SEND, TAKE_BACK = "sms.bulk.prepare", "sms.bulk.send", "sms.bulk.take_back"
LANE = "bulk"
OVER = ("finished", "cancelled", "failed")
LEFT = ("sent", "delivered", "unknown", "captured")  # states of messages that may have been read
MOST_OPEN = 20
R = SmsBulkRecipient


class Prepare(BaseModel):
    """Which text to many is to be prepared."""

    bulk_id: UUID


class SendSome(BaseModel):
    """Which text is to be sent by which account (empty: by whichever way each message takes) and route."""

    bulk_id: UUID
    account: str
    route_id: UUID | None = None


async def version_of(reader: AsyncSession, user: Principal, template_id: UUID | None) -> UUID | None:
    """The template's version as it stands. Raises ``Invalid``."""
    if template_id is None:
        return None
    from hub import templates  # noqa: PLC0415 - a hub without templates does not load them

    try:
        found = await templates.get_template(reader, await templates.reading(reader, user), template_id)
    except NotFound:
        raise Invalid.field("body.template_id", "not_found", "There is no such template.") from None
    if found.channel != "sms":
        raise Invalid.field("body.template_id", "wrong_channel", "This template is not for SMS.")
    return found.version_id


async def add(tx: Tx, user: Principal, wanted: NewBulk, settings: Settings) -> SmsBulk:
    """Keep what is asked for, and have it sent. The same ``key`` once more is the same.

    Raises ``Invalid``, or ``Conflict`` where the key is that of another text.
    """
    key = f"{user.id}:{wanted.key}"
    known = await tx.session.scalar(sa.select(SmsBulk).where(SmsBulk.dedupe_key == key))
    if known is not None and not _is_same(known, wanted):
        raise Conflict("A text of this key was begun with other words, or for another time.", code="bulk_differs")
    if known is not None:
        return known
    open_ = sa.select(sa.func.count()).where(SmsBulk.state.not_in(OVER))
    if (await tx.session.scalar(open_) or 0) >= MOST_OPEN:
        raise Conflict(f"{MOST_OPEN} texts to many are under way: wait for one to end.", code="too_many_bulks")
    if wanted.send_at is not None and wanted.send_at.year > tx.now.year + 1:
        raise Invalid.field("body.send_at", "out_of_range", "Choose a time within a year.")
    bulk = SmsBulk(
        id=new_id(), dedupe_key=key, name=wanted.name, purpose=wanted.purpose, texts=wanted.texts.given(),
        selection=await keep_selection(
            tx.session, user, wanted.selection, tx.now, settings.organisation.region
        ),
        template_id=wanted.template_id, template_version_id=await version_of(tx.session, user, wanted.template_id),
        shorten_links=wanted.shorten_links, utm=wanted.utm.given(), state="scheduled", total=0, counts={},
        send_at=wanted.send_at, created_by=user.id, created_at=tx.now, version=0,
    )  # fmt: skip
    messaging.sample_text(wanted, "")
    await text_of(tx.session, bulk.id, bulk.texts, bulk.template_version_id)
    tx.session.add(bulk)
    await told(tx, bulk)
    await prepare_later(tx, bulk)
    return bulk


def _is_same(known: SmsBulk, wanted: NewBulk) -> bool:
    """Whether the same words were to go at the same time."""
    given = {name: getattr(wanted, name) for name in ("name", "purpose", "template_id", "shorten_links", "send_at")}
    given |= {"texts": wanted.texts.given(), "utm": wanted.utm.given()}
    return all(getattr(known, name) == value for name, value in given.items())


async def prepare_later(tx: Tx, bulk: SmsBulk) -> None:
    """Have it prepared when its time has come."""
    await jobs.enqueue(tx, PREPARE, Prepare(bulk_id=bulk.id), lane=LANE, run_at=bulk.send_at,
                       key=f"{PREPARE}:{bulk.id}")  # fmt: skip


async def lock(tx: Tx, bulk_id: UUID) -> SmsBulk:
    """The one, held until the transaction ends. Raises ``NotFound``."""
    found = await tx.session.get(SmsBulk, bulk_id, with_for_update=True, populate_existing=True)
    if found is None:
        raise NotFound("There is no such text to many.")
    return found


async def told(tx: Tx, bulk: SmsBulk) -> BulkOut:
    """A new version, shown to everybody who follows."""
    bulk.version += 1
    await tx.session.flush()
    shown = (await describe(tx.session, [bulk]))[0]
    await events.append(tx, ROOM, events.Kind.SMS_BULK, bulk.id, bulk.version, shown)
    return shown


async def pause(tx: Tx, bulk_id: UUID) -> BulkOut:
    """Nothing more is begun. Raises ``Conflict`` where it is over."""
    bulk = await lock(tx, bulk_id)
    if bulk.state == "paused":
        return (await describe(tx.session, [bulk]))[0]
    if bulk.state in OVER:
        raise Conflict("It is over.", code="bulk_over")
    bulk.state, bulk.reason = "paused", None
    return await told(tx, bulk)


async def resume(tx: Tx, bulk_id: UUID) -> BulkOut:
    """It goes on. Raises ``Conflict`` where it is not paused."""
    bulk = await lock(tx, bulk_id)
    if bulk.state != "paused":
        raise Conflict("It is not paused.", code="bulk_not_paused")
    bulk.reason = None
    if bulk.total:
        bulk.state = "running"
        await begin_sending(tx, bulk.id)
    else:  # it was paused before it was prepared, or meanwhile
        bulk.state = "scheduled"
        await prepare_later(tx, bulk)
    return await told(tx, bulk)


async def give_up(tx: Tx, bulk_id: UUID) -> None:
    """A job of it failed for good: it fails where it had not begun, and waits for people where it had."""
    bulk = await tx.session.get(SmsBulk, bulk_id, with_for_update=True, populate_existing=True)
    if bulk is not None and bulk.state not in {*OVER, "paused"}:
        begun = bulk.state == "running"
        bulk.state, bulk.reason, bulk.ended_at = "paused" if begun else "failed", "gave_up", None if begun else tx.now
        await told(tx, bulk)


async def begin_sending(tx: Tx, bulk_id: UUID) -> None:
    """A job for each way by which somebody waits for it, and whatever was under way as a process died."""
    query = sa.select(R.account, R.route_id).where(R.bulk_id == bulk_id, R.state.in_(("pending", "sending"))).distinct()
    for row in (await tx.session.execute(query)).all():  # a handful
        await send_later(tx, SendSome(bulk_id=bulk_id, account=row.account, route_id=row.route_id))


async def send_later(tx: Tx, some: SendSome) -> None:
    """Have some of them sent, by the process whose account it is."""
    lane = messaging.lane_of(some.account) if some.account else LANE
    key = f"{SEND}:{some.bulk_id}:{some.account}:{some.route_id or ''}"
    await jobs.enqueue(tx, SEND, some, lane=lane, key=key)


async def find(session: AsyncSession, query: PageQuery) -> tuple[list[BulkOut], str | None]:
    """The newest first."""
    wanted = sa.select(SmsBulk).order_by(SmsBulk.created_at.desc(), SmsBulk.id.desc()).limit(query.limit + 1)
    if query.cursor:
        at, key = decode_cursor(query.cursor, datetime, UUID)
        wanted = wanted.where(sa.tuple_(SmsBulk.created_at, SmsBulk.id) < (at, key))
    page, cursor = cut_page(list(await session.scalars(wanted)), query.limit, "created_at", "id")
    return await describe(session, page), cursor


async def describe(session: AsyncSession, bulks: Sequence[SmsBulk]) -> list[BulkOut]:
    """As the API gives them, in two more queries."""
    users = await user_refs(session, {bulk.created_by for bulk in bulks})
    prepared = [bulk.id for bulk in bulks if bulk.total]  # nobody waits for one that is being written down
    query = sa.select(R.bulk_id, sa.func.count()).where(R.bulk_id.in_(prepared))
    query = query.where(R.state.in_(("pending", "sending"))).group_by(R.bulk_id)
    waiting = {row[0]: row[1] for row in await session.execute(query)}
    names = set(BulkOut.model_fields) - {"created_by", "waiting", "skipped"}
    return [
        BulkOut(
            **{name: getattr(bulk, name) for name in names}, created_by=users.get(bulk.created_by),
            waiting=waiting.get(bulk.id, 0), skipped=bulk.counts,
        )
        for bulk in bulks
    ]  # fmt: skip


async def _kept(reader: Reader, bulk_id: UUID) -> BulkResults | None:
    query = sa.select(SmsBulk.kept).where(SmsBulk.id == bulk_id, SmsBulk.kept_at.is_not(None))
    found = (await reader.execute(query)).first()
    return None if found is None else BulkResults.model_validate(found[0])


async def results(reader: Reader, bulk_id: UUID) -> list[Result]:
    """How many stand alike: by their message, where they have one. Of one that is long over, as it was kept."""
    if kept := await _kept(reader, bulk_id):
        return kept.items
    message = OutboxMessage
    state = sa.func.coalesce(message.state, R.state).label("state")
    reason = sa.case((message.id.is_not(None), message.reason), else_=R.reason).label("reason")
    counted = sa.select(state, reason, message.operator, sa.func.count().label("count"))
    counted = counted.select_from(R).outerjoin(message, message.id == R.message_id).where(R.bulk_id == bulk_id)
    rows = await reader.execute(counted.group_by(state, reason, message.operator).limit(1_000))
    found = [Result(state=row[0], reason=row[1], operator=row[2], count=row[3]) for row in rows]
    return sorted(found, key=lambda one: -one.count)


async def opened_of(reader: Reader, bulk_id: UUID) -> OpenedLinks | None:
    """How many opened a link of it; None where there are none to open."""
    if kept := await _kept(reader, bulk_id):
        return kept.opened
    message = OutboxMessage
    left = message.state.in_(LEFT) & (message.links > 0)
    query = sa.select(
        sa.func.count(), sa.func.count().filter(message.opened > 0), sa.func.coalesce(sa.func.sum(message.opened), 0)
    )  # fmt: skip
    query = query.select_from(R).join(message, message.id == R.message_id).where(R.bulk_id == bulk_id, left)
    messages, people, clicks = (await reader.execute(query)).one()
    return OpenedLinks(messages=messages, people=people, clicks=clicks) if messages else None


async def recipients(
    session: AsyncSession, bulk_id: UUID, query: RecipientQuery
) -> tuple[list[RecipientOut], str | None]:
    """Some of them, in the order in which they were prepared."""
    message, root = OutboxMessage, Customer
    state = sa.func.coalesce(message.state, R.state)
    wanted = sa.select(
        R.id, state.label("state"), R.message_id, root.name, root.id.label("customer_id"), message.opened,
        message.opened_at,
        sa.case((message.id.is_not(None), message.reason), else_=R.reason).label("reason"),
    )  # fmt: skip
    wanted = wanted.select_from(R).outerjoin(message, message.id == R.message_id)
    wanted = wanted.outerjoin(root, root.id == R.customer_id).where(R.bulk_id == bulk_id)
    if query.state is not None:
        wanted = wanted.where(state == query.state)
    if query.opened is not None:
        count = sa.func.coalesce(message.opened, 0)
        wanted = wanted.where(count > 0 if query.opened else count == 0)
    if query.cursor:
        wanted = wanted.where(R.id > decode_cursor(query.cursor, UUID)[0])
    rows = list((await session.execute(wanted.order_by(R.id).limit(query.limit + 1))).all())
    page, cursor = cut_page(rows, query.limit, "id")
    return [
        RecipientOut(
            id=row.id, state=row.state, reason=row.reason, message_id=row.message_id, opened=row.opened or 0,
            opened_at=row.opened_at,
            customer=CustomerRef(id=row.customer_id, name=row.name) if row.customer_id else None,
        )
        for row in page
    ], cursor  # fmt: skip
