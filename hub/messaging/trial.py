"""A test message: a template for a customer, by the way that every message goes, while nothing can leave."""

from __future__ import annotations

from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from hub.accounts import audit, organisation_name
from hub.consent import REACHED
from hub.customers import Customer, CustomerIdentity, Identity
from hub.db import Tx
from hub.messaging.enqueue import Enqueued, Wanted, enqueue
from hub.messaging.hooks import HOOKS
from hub.messaging.schemas import NewTestMessage
from hub.settings import Settings
from hub.web import Conflict, Invalid, NotFound, Principal

WRITTEN = ("sms", "email", "chat")


async def send_test(tx: Tx, user: Principal, wanted: NewTestMessage, settings: Settings) -> Enqueued:
    """Have it captured. Raises ``Conflict`` where it would really be sent, ``Invalid`` for what cannot be."""
    if not HOOKS.senders.sandbox:
        raise Conflict("The sandbox is off: this would really be sent.", code="sandbox_off")
    from hub import templates  # noqa: PLC0415 - a hub without templates does not load them

    session = tx.session
    try:
        template = await templates.get_template(session, await templates.reading(session, user), wanted.template_id)
    except NotFound:
        raise Invalid.field("body.template_id", "not_found", "There is no such template.") from None
    if template.channel not in WRITTEN:
        raise Invalid.field("body.template_id", "wrong_channel", "This template is not for messages.")
    await _check_address(session, wanted, template.channel)
    text = (await templates.load_texts(session, [template.version_id]))[template.version_id]
    name = await organisation_name(session, settings)
    sender = await templates.load_sender(session, name, settings.organisation.time_zone, tx.now, agent=user.id)
    made = await templates.render_for(session, text, wanted.customer_id, sender, wanted.language)
    sent = await enqueue(tx, Wanted(
        dedupe_key=f"test:{user.id}:{wanted.key}", channel=template.channel, purpose=wanted.purpose,  # type: ignore[arg-type]
        identity_id=wanted.identity_id, customer_id=wanted.customer_id, language=made.language, subject=made.subject,
        text=made.text, html=made.html, origin="test", sender_name=name, template_id=template.id,
        template_version_id=template.version_id, actor_id=user.id,
    ))  # fmt: skip
    if sent.new:
        audit.record(tx, "outbox_test", actor_id=user.id, subject_id=sent.id, template=str(template.id))
    return sent


async def _check_address(session: AsyncSession, wanted: NewTestMessage, channel: str) -> None:
    """It is the customer's, and the channel reaches it. Raises ``Invalid``."""
    home = sa.select(Customer.root_id).where(Customer.id == wanted.customer_id).scalar_subquery()
    kind = await session.scalar(_kind(wanted.identity_id, home))
    if kind is None:
        raise Invalid.field("body.identity_id", "not_found", "The customer does not use this address.")
    if channel not in REACHED.get(kind, ()):
        raise Invalid.field("body.identity_id", "wrong_channel", "This address is not reached on that channel.")


def _kind(identity_id: UUID, home: sa.ScalarSelect[UUID]) -> sa.Select[str]:
    query = sa.select(Identity.kind).join(CustomerIdentity, CustomerIdentity.identity_id == Identity.id)
    query = query.join(Customer, Customer.id == CustomerIdentity.customer_id)
    return query.where(Identity.id == identity_id, Customer.root_id == home, CustomerIdentity.valid_to.is_(None)).limit(
        1
    )
