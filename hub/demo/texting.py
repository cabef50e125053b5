"""What customers of the demo wrote by SMS, and what they were answered."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

import sqlalchemy as sa

from hub import conversations, inbound, messaging
from hub.customers import Address, Identity
from hub.db import Tx
from hub.demo.messages import HOUSE
from hub.demo.people import Somebody
from hub.ports import InboundMessage, Peer
from hub.web import Principal

ACCOUNT: Final = "sms-service"
OWN: Final = {"fa": "+983000505", "en": "+442071838750"}
PEOPLE: Final = {"fa": "narges@demo.example", "en": "alex@demo.example"}


@dataclass(frozen=True, slots=True)
class Thread:
    """A conversation: ``lines`` are hours ago, whether we wrote it, and the words."""

    language: str
    place: int  # of the person among those of the language
    state: str
    lines: tuple[tuple[float, bool, str], ...]


THREADS: Final = (
    Thread("fa", 4, "open", (
        (26, False, "سلام، سفارش ۲۴۱۸ من کی می‌رسد؟"),
        (25.5, True, "سلام {called} عزیز، فردا بین ساعت ۱۴ تا ۱۸ به دستتان می‌رسد."),
        (25.2, False, "ممنون. لطفاً به پیک بگویید زنگ واحد ۳ را بزند."),
        (0.3, False, "ببخشید، هنوز نرسیده. نشانی را عوض کنم می‌رسد؟"),
    )),
    Thread("fa", 6, "resolved", (
        (50, False, "قیمت چای لاهیجان نیم‌کیلویی را می‌فرستید؟"),
        (49, True, "{called} عزیز، نیم‌کیلو ۳۸۵٬۰۰۰ تومان است و امروز موجود داریم."),
        (48.8, False, "عالی، فردا حضوری می‌آیم."),
    )),
    Thread("en", 4, "open", (
        (5, False, "Hi, can I still add a second teapot to order 1203?"),
        (4.6, True, "Hi {called}, yes: it has not been packed yet. Shall I put it on the same invoice?"),
        (0.6, False, "Yes please, same card."),
    )),
    Thread("en", 5, "pending", (
        (9, False, "I cannot make it tomorrow at 10:30. Is Thursday free?"),
        (8.7, True, "Thursday at 11:00 or 15:30 would be free. Which suits you?"),
    )),
)  # fmt: skip


async def write_texts(tx: Tx, people: Sequence[Somebody], users: Mapping[str, Principal]) -> None:
    """As long ago as they say; whatever the settings, nothing leaves and nobody is told of it now."""
    now, before = tx.now, (inbound.HOOKS.arrived, messaging.HOOKS.written)
    inbound.HOOKS.arrived = [conversations.follow_arrivals]
    messaging.HOOKS.written = [conversations.follow_written]
    try:
        known = [one for one in people if one.kind == "person" and one.email is not None]
        for thread in THREADS:
            one = [each for each in known if each.language == thread.language][thread.place]
            await _write(tx, thread, one, users[PEOPLE[thread.language]], now)
    finally:
        tx.now = now
        inbound.HOOKS.arrived, messaging.HOOKS.written = before


async def _write(tx: Tx, thread: Thread, one: Somebody, by: Principal, now: datetime) -> None:
    address = one.phone(now).address
    for hours, ours, text in thread.lines:
        tx.now = now - timedelta(hours=hours)
        if ours:
            await _answer(tx, thread, one, address, by.id, text)
        else:
            message = InboundMessage(
                "sms", f"demo:{address.value}:{hours}", address.value, tx.now, Peer("phone", address.value),
                text=text, own=OWN[thread.language],
            )  # fmt: skip
            await inbound.store(tx, [inbound.Letter(message, ACCOUNT, {address: "from"})])
    table = conversations.Conversation
    own = sa.update(table).where(table.identity_id == await _identity(tx, address))
    resolved = {"resolved_at": tx.now} if thread.state == "resolved" else {}
    unread = {} if thread.state == "open" else {"unread": 0}
    await tx.session.execute(own.values(state=thread.state, assignee_id=by.id, **resolved, **unread))


async def _answer(tx: Tx, thread: Thread, one: Somebody, address: Address, by: UUID, text: str) -> None:
    sent = await messaging.enqueue(tx, messaging.Wanted(
        dedupe_key=f"demo:answer:{address.value}:{tx.now.isoformat()}", channel="sms", purpose="service",
        identity_id=await _identity(tx, address), customer_id=one.id, language=thread.language,
        text=text.format(called=one.called), origin="agent", actor_id=by, sender_name=HOUSE[thread.language],
    ))  # fmt: skip
    if sent.state == "accepted":
        await messaging.begin(tx, sent.id, messaging.Senders(sandbox=True))


async def _identity(tx: Tx, address: Address) -> UUID:
    query = sa.select(Identity.id).where(Identity.kind == "phone", Identity.value == address.value)
    return (await tx.session.scalars(query)).one()
