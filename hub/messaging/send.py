"""Send what was accepted, each message once. Whether anything leaves the hub is decided here and nowhere else."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import TypeVar
from uuid import UUID

import sqlalchemy as sa
import structlog

from hub import jobs
from hub.consent import may_send
from hub.customers import Identity
from hub.db import Database, StoreError, Tx
from hub.messaging import mode
from hub.messaging.at_work import RECALL_EVERY, account_of, lane_of, recall
from hub.messaging.choosing import Chosen, Elsewhere, Later, choose, note_tried, parts_on, take, untried
from hub.messaging.confirming import may_go
from hub.messaging.enqueue import LANE, SEND_JOB, Send
from hub.messaging.hooks import HOOKS
from hub.messaging.models import OutboxMessage
from hub.messaging.move import move, wait, words_of
from hub.messaging.reports import record_taken
from hub.messaging.senders import Senders
from hub.messaging.states import may_begin
from hub.messaging.ways import NoWay, Way, day_of
from hub.ports import (
    ConnectorError,
    NeedsSignIn,
    OutboundMessage,
    OutboundTaken,
    Peer,
    Refused,
    RetryLater,
    SendsMessages,
    Uncertain,
)

log = structlog.get_logger(__name__)
SECONDS = 60.0  # that a provider has to answer
PATIENCE = 20.0  # seconds in which what became of it is recorded, should the store be away
SIGN_IN_AGAIN = 300.0
FALLS_BACK = frozenset({"no_credit", "no_route"})  # refusals that another way may not share
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Leaving:
    """A message that is given to a sender now."""

    sender: SendsMessages
    message: OutboundMessage
    way: Way
    parts: int


def register(handlers: jobs.Handlers, senders: Senders, *, seconds: float = SECONDS) -> None:
    """The job that sends a message."""

    async def buried(tx: Tx, payload: Send, reason: str) -> None:
        await give_up(tx, payload.message_id, "expired" if reason == "expired" else "gave_up")

    @handlers.on(SEND_JOB, payload=Send, lane=LANE, timeout=seconds + 2 * PATIENCE, buried=buried)
    async def send(ctx: jobs.Context, payload: Send) -> None:
        leaving = await ctx.database.write(lambda tx: _begin(tx, ctx, payload.message_id, senders))
        if leaving is not None:
            await _hand_over(ctx, payload.message_id, leaving, seconds)

    @handlers.cron("messaging.recall", every=RECALL_EVERY)
    async def recall_messages(ctx: jobs.Context) -> None:
        await ctx.database.write(recall)


async def _begin(tx: Tx, ctx: jobs.Context, message_id: UUID, senders: Senders) -> Leaving | None:
    """Take it up, or pass it on to the process that can send it, or have it wait for one: that costs no attempt."""
    leaving = await begin(tx, message_id, senders, patient=ctx.job.attempts == 1, account=account_of(ctx.job.lane))
    if isinstance(leaving, Elsewhere):
        await ctx.pass_on(tx, lane_of(leaving.account))
        return None
    if isinstance(leaving, Later):
        await ctx.put_off(tx, leaving.seconds)
        return None
    return leaving


async def begin(
    tx: Tx, message_id: UUID, senders: Senders, *, patient: bool = False, account: str | None = None
) -> Leaving | Elsewhere | Later | None:
    """Take it up: captured, refused, or marked as being sent and returned. None: nothing is to be sent.

    ``account``: the one that was chosen to send it where the message names none.

    One that was being sent already may have reached its provider before a crash: it is ``unknown``, and stays here.
    ``patient``: raise ``RetryLater`` where another process is, or was until just now, in the sandbox.
    """
    row = await tx.session.get(OutboxMessage, message_id, with_for_update=True)
    if row is None:
        return None
    if row.state == "sending":
        await move(tx, row, "unknown", "interrupted")
        return None
    if not may_begin(row.state, handed=row.handed_at is not None):
        return None
    verdict = (await may_send(tx, [row.identity_id], row.channel, row.purpose, tx.now))[row.identity_id]  # type: ignore[arg-type]
    if not may_go(verdict, row.confirms):
        await move(tx, row, "refused", verdict.reason)
        return None
    on, held = await mode.is_on(tx.connection)
    if held and patient and not (on or senders.sandbox or row.sandboxed):
        raise RetryLater("Another process is in the sandbox.", after=mode.HELD_SECONDS + 1)
    if senders.sandbox or row.sandboxed or on or held:
        await move(tx, row, "captured")
        return None
    return await _chosen(tx, row, senders, account)


async def _chosen(
    tx: Tx, row: OutboxMessage, senders: Senders, account: str | None
) -> Leaving | Elsewhere | Later | None:
    """By the first way at work; where this process has none, it is for another, or waits for one and says so."""
    try:
        chosen = await choose(tx, row, senders, account)
    except NoWay as error:
        await move(tx, row, "undelivered", error.reason)
        return None
    if isinstance(chosen, Elsewhere) and not chosen.works and await wait(tx, row, "no_sender"):
        log.warning("message_waits_for_sender", channel=row.channel, account=chosen.account)
    if not isinstance(chosen, Chosen):
        return chosen
    take(row, chosen)
    await move(tx, row, "sending")
    return Leaving(chosen.sender, await _message(tx, row), chosen.way, parts_on(row, chosen.way))


async def _message(tx: Tx, row: OutboxMessage) -> OutboundMessage:
    to = (
        await tx.session.execute(sa.select(Identity.kind, Identity.namespace).where(Identity.id == row.identity_id))
    ).one()
    return message_of(row, to.kind, to.namespace)


def message_of(row: OutboxMessage, kind: str, namespace: str) -> OutboundMessage:
    """The message as its sender gets it, who was asked about (``may_send``) in the same transaction."""
    return OutboundMessage(
        id=str(row.id), channel=row.channel, purpose=row.purpose, to=Peer(kind, row.address, namespace),
        text=row.text, language=row.language, subject=row.subject, html=row.html, headers=row.headers,
        sender_name=row.sender_name, sender_address=row.sender_address,
    )  # fmt: skip


async def _hand_over(ctx: jobs.Context, message_id: UUID, leaving: Leaving, seconds: float) -> None:
    """Give it to the sender and record the answer. Raises ``RetryLater`` where it is to be tried again later."""
    db = ctx.database
    try:
        async with asyncio.timeout(seconds):
            taken = await leaving.sender.send_message(leaving.message)
    except (RetryLater, NeedsSignIn, Refused) as error:
        await _not_taken(ctx, message_id, leaving, error)
    except (Uncertain, TimeoutError) as error:
        await _record(db, message_id, "unknown", "no_answer", str(error))
    except Exception as error:  # whatever went wrong, it may have been taken: never a second time
        log.exception("message_lost", message=str(message_id))
        await _record(db, message_id, "unknown", "no_answer", type(error).__name__)
    else:
        await _record(db, message_id, "sent", None, None, taken)


async def _not_taken(ctx: jobs.Context, message_id: UUID, leaving: Leaving, error: ConnectorError) -> None:
    """Another way, which costs no attempt, or the same after a while (``RetryLater``); some refusals end it."""

    async def work(tx: Tx) -> bool:
        other = await give_back(tx, message_id, leaving, error)
        if other:
            await ctx.put_off(tx, 0.0)
        return other

    other = await keep_patiently(ctx.database, work)
    if not other and not isinstance(error, Refused):
        raise RetryLater(str(error), getattr(error, "after", SIGN_IN_AGAIN)) from error


async def give_back(tx: Tx, message_id: UUID, leaving: Leaving, error: ConnectorError) -> bool:
    """Its way surely did not take it: True where it goes by another at once."""
    row = await tx.session.get(OutboxMessage, message_id, with_for_update=True)
    if row is None:
        return False
    if row.state != "sending":  # told twice, as the first time's commit was not heard of
        return row.state == "accepted" and bool(row.tried)
    await HOOKS.reserve(tx, leaving.way, -leaving.parts, day_of(row.handed_at))
    row.price_micros = row.currency = None
    refused = isinstance(error, Refused)
    if refused and error.cause not in FALLS_BACK:
        await move(tx, row, "undelivered", "rejected", str(error))
        return False
    note_tried(tx, row, leaving.way, error.cause, words_of(str(error)))
    if await _has_another(tx, row):
        await move(tx, row, "accepted", None, str(error))
        return True
    if refused:
        await move(tx, row, "undelivered", error.cause, str(error))
    else:
        row.tried = []  # from the best on once more, after a while
        await move(tx, row, "accepted", None, str(error))
    return False


async def _has_another(tx: Tx, row: OutboxMessage) -> bool:
    try:
        return bool(await untried(tx, row))
    except NoWay:
        return False


async def _record(
    db: Database, message_id: UUID, state: str, reason: str | None, detail: str | None,
    taken: OutboundTaken | None = None,
) -> None:  # fmt: skip
    """Keep the answer. Raises ``StoreError``: it will be ``unknown``."""

    async def work(tx: Tx) -> None:
        row = await tx.session.get(OutboxMessage, message_id, with_for_update=True)
        if row is not None and taken is not None:
            await record_taken(tx, row, taken)
        elif row is not None:
            await move(tx, row, state, reason, detail)

    await keep_patiently(db, work)


async def keep_patiently(db: Database, work: Callable[[Tx], Awaitable[T]]) -> T:
    """Keep what was heard, waiting for a store that is away. Raises ``StoreError`` after that."""
    until = asyncio.get_running_loop().time() + PATIENCE
    while True:
        try:
            return await db.write(work)
        except StoreError:
            if asyncio.get_running_loop().time() >= until:
                raise
            await asyncio.sleep(0.5)


async def give_up(tx: Tx, message_id: UUID, reason: str) -> None:
    """Its job was given up: it never left, or nobody knows whether it did."""
    row = await tx.session.get(OutboxMessage, message_id, with_for_update=True)
    if row is not None and row.state == "sending":
        await move(tx, row, "unknown", "interrupted")
    elif row is not None and row.state == "accepted":
        await move(tx, row, "undelivered", reason)
