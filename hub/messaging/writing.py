"""A message that somebody writes to one person: judged in words first, then sent by the way of all messages."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

import sqlalchemy as sa

from hub.accounts import audit
from hub.consent import REACHED, may_send
from hub.customers import Customer, CustomerIdentity, Identity, shown_address
from hub.db import Reader, Tx
from hub.gsm import count_sms, with_suffix
from hub.messaging.at_work import route
from hub.messaging.enqueue import Enqueued, Wanted, enqueue
from hub.messaging.hooks import HOOKS
from hub.messaging.models import OutboxMessage
from hub.messaging.move import move
from hub.messaging.schemas_write import MessageCheck, MessageIn, NewMessage, Shortening
from hub.messaging.ways import Asked, NoWay, Way
from hub.web import Conflict, Invalid, NotFound, Principal

ORIGIN: Final = "agent"
MOST_PARTS: Final = 40  # whatever is set; see ``hub.sms`` for what sending is held to
FARTHEST: Final = timedelta(days=366)
NO_LINKS: Final = "The hub's settings name no address for short links."
WORDS: Final = {
    "wrong_channel": "No SMS reaches this address.",
    "empty": "The message has no text.",
    "too_long": "This is sent in too many parts.",
    "no_route": "Nothing sends SMS to this number.",
    "unreachable_number": "This number takes no SMS.",
    "country_not_allowed": "This country may not be written to.",
    "no_credit": "The account that it would go by has no credit left.",
    "spend_limit": "The route that it would go by has cost as much as it may today.",
    "number_limit": "This number got enough messages for now.",
}
"""What the API says of a reason that is not consent's."""
_ADDRESS: Final = sa.select(Identity.kind, shown_address().label("value"))
_FIELDS: Final = {"empty": "body.text", "too_long": "body.text"}


async def judge(reader: Reader, wanted: MessageIn, now: datetime) -> MessageCheck:
    """What would become of it. Raises ``Invalid`` for an address that there is not, or that is not the customer's."""
    row = (await reader.execute(_ADDRESS.where(Identity.id == wanted.identity_id))).first()
    if row is None:
        raise Invalid.field("body.identity_id", "not_found", "There is no such address.")
    await _check_customer(reader, wanted)
    text, links = sample_text(wanted, wanted.text)
    reason, facts, way = await _reason(reader, wanted, text, row.kind, now), {}, Way()
    if reason is None:
        asked = Asked(channel="sms", purpose=wanted.purpose, address=row.value, parts=count_sms(text).parts,
                      origin=ORIGIN)  # fmt: skip
        try:
            way = (await HOOKS.ways(reader, asked))[0]
        except NoWay as none:
            reason, facts = none.reason, dict(none.facts)
    account = None if reason else way.account or await _account(reader)  # no way was chosen: none is told
    if reason is None and account is None and not HOOKS.senders.sandbox:
        reason = "no_route"
    text = with_suffix(text, way.suffix if text.strip() else None)
    return _described(text, way, account, reason, facts, links)


def sample_text(wanted: Shortening, text: str) -> tuple[str, int]:
    """The text as long as it will be, and how many short links it has. Raises ``Invalid`` where none are made."""
    if not wanted.shorten_links:
        return text, 0
    if HOOKS.links is None:
        raise Invalid.field("body.shorten_links", "links_unavailable", NO_LINKS)
    return HOOKS.links.sample(text, wanted.utm.given())


def _described(
    text: str, way: Way, account: str | None, reason: str | None, facts: dict[str, Any], links: int
) -> MessageCheck:
    count = count_sms(text)
    return MessageCheck(
        reason=reason, facts=facts, text=text, links=links, alphabet=count.alphabet, parts=count.parts, account=account,
        sender=way.sender, cost=way.price and way.price.amount * count.parts,
        currency=way.price and way.price.currency,
    )  # fmt: skip


async def _check_customer(reader: Reader, wanted: MessageIn) -> None:
    if wanted.customer_id is None:
        return
    home = sa.select(Customer.root_id).where(Customer.id == wanted.customer_id).scalar_subquery()
    query = sa.select(CustomerIdentity.identity_id).join(Customer, Customer.id == CustomerIdentity.customer_id)
    query = query.where(
        CustomerIdentity.identity_id == wanted.identity_id, Customer.root_id == home,
        CustomerIdentity.valid_to.is_(None),
    )  # fmt: skip
    if (await reader.execute(query.limit(1))).first() is None:
        raise Invalid.field("body.customer_id", "not_found", "The customer does not use this address.")


async def _account(reader: Reader) -> str | None:
    """Who would send it, as far as that is known."""
    if way := HOOKS.senders.find("sms", None):
        return way[0]
    found = await route(reader, "sms", None)
    return found.account if found else None


async def _reason(reader: Reader, wanted: MessageIn, text: str, kind: str, now: datetime) -> str | None:
    if "sms" not in REACHED.get(kind, ()):
        return "wrong_channel"
    if not wanted.text.strip():
        return "empty"
    if count_sms(text).parts > MOST_PARTS:
        return "too_long"
    verdict = (await may_send(reader, [wanted.identity_id], "sms", wanted.purpose, now))[wanted.identity_id]
    return None if verdict.allowed else verdict.reason


async def write(tx: Tx, user: Principal, wanted: NewMessage) -> Enqueued:
    """Have it sent. The same ``key`` once more is the same message.

    Raises ``Invalid`` with the reason, and ``Conflict`` where the key is that of another message.
    """
    send_at = _when(wanted, tx.now)
    dedupe_key = f"message:{user.id}:{wanted.key}"
    known = await tx.session.scalar(sa.select(OutboxMessage).where(OutboxMessage.dedupe_key == dedupe_key))
    if known is not None and not await _is_same(tx, known, wanted):
        raise Conflict("A message of this key was sent with other words, or to somebody else.", code="message_differs")
    if known is None:
        check = await judge(tx.session, wanted, send_at or tx.now)
        if check.reason:
            field = _FIELDS.get(check.reason, "body.identity_id")
            raise Invalid.field(field, check.reason, WORDS.get(check.reason, "This address may not be written to."))
    return await enqueue(tx, Wanted(
        dedupe_key=dedupe_key, channel="sms", purpose=wanted.purpose, identity_id=wanted.identity_id,
        customer_id=wanted.customer_id, language=wanted.language or user.language, text=wanted.text, origin=ORIGIN,
        actor_id=user.id, template_id=wanted.template_id, send_at=send_at, shorten=wanted.shorten_links,
        utm=wanted.utm.given(), conversation_id=wanted.conversation_id,
        template_version_id=await _version(tx, user, wanted.template_id) if wanted.template_id else None,
    ))  # fmt: skip


async def _is_same(tx: Tx, known: OutboxMessage, wanted: NewMessage) -> bool:
    """Whether it is what was asked for before; its line may have added something under the text."""
    if (known.identity_id, known.purpose) != (wanted.identity_id, wanted.purpose):
        return False
    was, text = known.text, wanted.text
    if wanted.shorten_links and HOOKS.links is not None:
        was, text = await HOOKS.links.restored(tx, known.id, was), HOOKS.links.leading(text, wanted.utm.given())
    return was == text or was.startswith(text.rstrip() + "\n")


async def _version(tx: Tx, user: Principal, template_id: UUID) -> UUID:
    from hub import templates  # noqa: PLC0415 - a hub without templates does not load them

    try:
        found = await templates.get_template(tx.session, await templates.reading(tx.session, user), template_id)
    except NotFound:
        raise Invalid.field("body.template_id", "not_found", "There is no such template.") from None
    return found.version_id


def _when(wanted: NewMessage, now: datetime) -> datetime | None:
    if wanted.send_at is None:
        return now + timedelta(seconds=wanted.delay) if wanted.delay else None
    if not now - timedelta(minutes=5) <= wanted.send_at <= now + FARTHEST:
        raise Invalid.field("body.send_at", "out_of_range", "Choose a time from now on, within a year.")
    return wanted.send_at


async def take_back(tx: Tx, user: Principal, message_id: UUID, address: str) -> OutboxMessage:
    """Nothing of it leaves. Raises ``NotFound``, or ``Conflict`` where it has begun to."""
    row = await tx.session.get(OutboxMessage, message_id, with_for_update=True)
    if row is None or row.origin != ORIGIN:
        raise NotFound("There is no such message.")
    if row.state == "refused" and row.reason == "cancelled":
        return row
    if row.state != "accepted" or not await move(tx, row, "refused", "cancelled"):
        raise Conflict("It is on its way already.", code="message_left")
    audit.record(tx, "message_taken_back", actor_id=user.id, subject_id=row.id, address=address)
    return row
