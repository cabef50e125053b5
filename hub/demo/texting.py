"""What customers of the demo wrote by SMS, and what they were answered."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

import sqlalchemy as sa

from hub import attachments, conversations, inbound, messaging
from hub.customers import Address, Identity, read_number
from hub.db import Tx
from hub.demo.messages import HOUSE, written_to
from hub.demo.people import Somebody
from hub.ports import DeliveryReport, InboundMessage, MediaFile, Peer
from hub.teams import Team
from hub.templates import MessageTemplate
from hub.web import Principal

ACCOUNT: Final = "sms-service"
OWN: Final = {"fa": "+983000505", "en": "+442071838750"}
CLOSED: Final = {"fa": "خارج از ساعت کاری", "en": "Outside hours"}  # as in data/templates.toml
PEOPLE: Final = {"fa": "narges@demo.example", "en": "alex@demo.example"}


@dataclass(frozen=True, slots=True)
class Thread:
    """A conversation: ``lines`` are hours ago, whether we wrote it, the words, and perhaps what a picture is called."""

    language: str
    place: int  # of the person among those of the language
    state: str
    lines: tuple[tuple[float, bool, str] | tuple[float, bool, str, str], ...]
    team: str | None = None  # nobody's yet, in this team
    number: str | None = None  # of nobody who is known, and nobody's


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
    Thread("fa", 8, "open", (
        (1.4, False, "سلام، برای چکاپ سالانه چهارشنبه عصر وقت دارید؟"),
        (1.3, False, "اگر شد بعد از ساعت ۵ لطفاً."),
    ), team="پذیرش کلینیک"),
    Thread("fa", 9, "open", (
        (3.2, False, "دستگاه از دیشب چراغ قرمز می‌زند و روشن نمی‌شود. چه کنم؟", "machine.jpg"),
    ), team="پشتیبانی"),
    Thread("fa", 0, "open", ((2.1, False, "سلام، شمارهٔ شما را از همسایه گرفتم. به پردیس هم ارسال دارید؟"),),
           number="+989195550147"),
    Thread("en", 7, "open", (
        (30, False, "Do you ship to Dublin?"),
        (2.6, False, "Hello? I would order today if you do."),
    ), team="Sales Europe"),
    Thread("en", 8, "snoozed", (
        (20, False, "The kettle arrived with a dent. Photo to follow tonight."),
        (19.5, True, "Sorry to hear that, {called}. Send it here and we will replace the kettle."),
        (19.2, False, "There it is. I would rather have the money back.", "kettle.jpg"),
    )),
)  # fmt: skip


@contextmanager
def only_conversations() -> Iterator[None]:
    """What is written meanwhile joins conversations; whatever the settings, nobody is told of it now."""
    before = inbound.HOOKS.arrived, messaging.HOOKS.written
    inbound.HOOKS.arrived = [attachments.follow, conversations.follow_arrivals]
    messaging.HOOKS.written = [conversations.follow_written]
    try:
        yield
    finally:
        inbound.HOOKS.arrived, messaging.HOOKS.written = before


async def write_texts(tx: Tx, people: Sequence[Somebody], users: Mapping[str, Principal]) -> None:
    """As long ago as they say; nothing leaves."""
    now = tx.now
    known = written_to(people)
    for thread in THREADS:
        one = [each for each in known if each.language == thread.language][thread.place]
        await _write(tx, thread, one, users[PEOPLE[thread.language]], now)
    tx.now = now


async def _write(tx: Tx, thread: Thread, one: Somebody, by: Principal, now: datetime) -> None:
    address = read_number(thread.number or "") or one.phone(now).address
    for hours, ours, text, *pictures in thread.lines:
        tx.now = now - timedelta(hours=hours)
        if ours:
            await _answer(tx, thread, one, address, by.id, text)
        else:
            message = InboundMessage(
                "sms", f"demo:{address.value}:{hours}", address.value, tx.now, Peer("phone", address.value),
                text=text, own=OWN[thread.language], media=tuple(_at_the_gateway(name) for name in pictures),
            )  # fmt: skip
            await inbound.store(tx, [inbound.Letter(message, ACCOUNT, {address: "from"})])
    table = conversations.Conversation
    own = sa.update(table).where(table.identity_id == await _identity(tx, address))
    place: dict[str, Any] = {"state": thread.state, "assignee_id": None if thread.team or thread.number else by.id}
    if thread.team:
        place["team_id"] = await tx.session.scalar(sa.select(Team.id).where(Team.name == thread.team))
    if thread.state != "open":
        place["unread"] = 0
    place |= {"snoozed": {"snoozed_until": now + timedelta(hours=15)}, "resolved": {"resolved_at": tx.now}}.get(
        thread.state, {}
    )
    await tx.session.execute(own.values(**place))


def _at_the_gateway(picture: str) -> MediaFile:
    """Fetched once the hub runs, as any other, from the simulated gateway; wherever that listens by then."""
    return MediaFile(f"/v1/files/{picture}", "image/jpeg", picture)


async def _answer(tx: Tx, thread: Thread, one: Somebody, address: Address, by: UUID, text: str) -> None:
    """Written, and delivered seconds later, as the simulated gateway does."""
    (sent,) = await messaging.enqueue_many(tx, [messaging.Wanted(
        dedupe_key=f"demo:answer:{address.value}:{tx.now.isoformat()}", channel="sms", purpose="service",
        identity_id=await _identity(tx, address), customer_id=one.id, language=thread.language,
        text=text.format(called=one.called), origin="agent", actor_id=by, sender_name=HOUSE[thread.language],
    )], held=True)  # fmt: skip
    if sent.state != "accepted":
        return
    table, key = messaging.OutboxMessage, str(sent.id)
    going = {"state": "sending", "handed_at": tx.now, "account": ACCOUNT, "sandboxed": False, "provider_id": key}
    await tx.session.execute(sa.update(table).where(table.id == sent.id).values(**going))
    await messaging.take_reports(tx, ACCOUNT, [
        DeliveryReport(provider_id=key, state="delivered", reason=None, at=tx.now + timedelta(seconds=4))
    ])  # fmt: skip


async def _identity(tx: Tx, address: Address) -> UUID:
    query = sa.select(Identity.id).where(Identity.kind == "phone", Identity.value == address.value)
    return (await tx.session.scalars(query)).one()


async def answer_when_closed(tx: Tx, language: str) -> None:
    """What is answered by itself on the line for service while it is closed."""
    name = CLOSED[language]
    template = await tx.session.scalar(sa.select(MessageTemplate.id).where(MessageTemplate.name == name))
    await conversations.add_auto_reply(tx, conversations.AutoReplyIn(account=ACCOUNT, closed_template_id=template))
