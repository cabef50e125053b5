"""What the demo's hub wrote to its customers: captured by the sandbox, a few refused for want of consent."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Final
from uuid import UUID

import sqlalchemy as sa

from hub import customers, messaging
from hub.db import Tx
from hub.demo.people import Somebody
from hub.web import Principal

HOUSE: Final = {"fa": "فروشگاه پیوند", "en": "Peyvand Store"}
_MAIL: Final = (
    '<div dir="{dir}" style="font-family: Vazirmatn, Tahoma, Arial, sans-serif; line-height: 1.7">'
    '<h2 style="margin: 0 0 12px">{title}</h2><p>{called}{comma}</p><p>{lead}</p>'
    '<table style="border-collapse: collapse">{rows}</table><p style="color: #667085">{foot}</p></div>'
)
_ROW: Final = (
    '<tr><td style="padding-block: 4px; padding-inline-end: 24px">{}</td><td style="padding: 4px 0"><b>{}</b></td></tr>'
)


@dataclass(frozen=True, slots=True)
class Letter:
    """A message of the demo. ``place``: of the person among those of the language; ``rows``: a mail's table."""

    language: str
    channel: str
    place: int
    hours: float
    text: str
    purpose: str = "service"
    subject: str | None = None
    rows: tuple[tuple[str, str], ...] = ()


LETTERS: Final = (
    Letter("fa", "sms", 4, 0.4, "{called} عزیز، سفارش ۲۴۱۸ شما امروز بین ساعت ۱۴ تا ۱۸ تحویل می‌شود.\nفروشگاه پیوند"),
    Letter("fa", "sms", 5, 3, "{called} عزیز، یادآوری نوبت شما: فردا ساعت ۱۰:۳۰، شعبهٔ ونک. "
           "اگر نمی‌توانید تشریف بیاورید، لطفاً تا امشب با ۰۲۱-۹۱۰۰۱۰۰۰ تماس بگیرید تا نوبت دیگری "
           "برایتان بگذاریم. به امید دیدار."),
    Letter("fa", "sms", 6, 27, "کد تأیید شما: ۸۴۱۹۰۶\nاین کد تا پنج دقیقه معتبر است."),
    Letter("fa", "sms", 4, 5, "{called} عزیز، سفارش ۲۴۱۸ شما به پیک سپرده شد. پیگیری: "
           "https://store.peyvand.example/orders/2418/track?from=sms"),
    Letter("fa", "email", 0, 6, "هفتهٔ چای و قهوه از شنبه آغاز می‌شود: تا ۳۰٪ تخفیف برای مشتریان باشگاه.", "marketing",
           "هفتهٔ چای و قهوه"),
    Letter("fa", "email", 1, 6, "هفتهٔ چای و قهوه از شنبه آغاز می‌شود: تا ۳۰٪ تخفیف برای مشتریان باشگاه.", "marketing",
           "هفتهٔ چای و قهوه"),
    Letter("fa", "email", 4, 22, "صورت‌حساب سفارش ۲۴۰۷ پیوست است. از خرید شما سپاسگزاریم.", "service",
           "صورت‌حساب سفارش ۲۴۰۷", (("مبلغ", "۴٬۸۵۰٬۰۰۰ تومان"), ("سررسید", "۱۵ آذر"))),
    Letter("en", "sms", 4, 1.5, "Hi {called}, your order 1203 is out for delivery and arrives today between "
           "2 and 6 pm. Peyvand Store"),
    Letter("en", "sms", 5, 9, "Your appointment is tomorrow at 10:30. Reply to this message to move it."),
    Letter("en", "sms", 4, 6, "Hi {called}, your order 1203 is packed. Track it: "
           "https://store.peyvand.example/orders/1203/track?from=sms"),
    Letter("en", "email", 4, 5, "Your invoice for order 1203 is ready. Thank you for your purchase.", "service",
           "Invoice for order 1203", (("Total", "£184.50"), ("Due", "15 December"))),
    Letter("en", "email", 1, 30, "Tea week starts on Saturday: up to 30% off for members.", "marketing", "Tea week"),
)  # fmt: skip


def written_to(people: Sequence[Somebody]) -> list[Somebody]:
    """Persons with an address for mails; those who can be texted first: the demo's British numbers are landlines."""
    known = [one for one in people if one.kind == "person" and one.email is not None]
    return sorted(known, key=lambda one: one.country == "GB")


async def write_messages(tx: Tx, people: Sequence[Somebody], users: Mapping[str, Principal]) -> None:
    """Write them as long ago as they say; whatever the settings, they never leave."""
    now, senders = tx.now, messaging.Senders(sandbox=True)
    known = written_to(people)
    ids = await _identities(tx, known)
    for letter in LETTERS:
        one = [each for each in known if each.language == letter.language][letter.place]
        tx.now = now - timedelta(hours=letter.hours)
        by = users["narges@demo.example" if letter.language == "fa" else "alex@demo.example"]
        sent = await messaging.enqueue(tx, _wanted(letter, one, ids[_address(letter, one, tx)], by.id))
        if sent.state == "accepted":
            await messaging.begin(tx, sent.id, senders)
    tx.now = now


def _address(letter: Letter, one: Somebody, tx: Tx) -> str:
    line = one.email if letter.channel == "email" and one.email else one.phone(tx.now)
    return line.address.value


def _wanted(letter: Letter, one: Somebody, identity: UUID, by: UUID) -> messaging.Wanted:
    text = letter.text.format(called=one.called)
    return messaging.Wanted(
        dedupe_key=f"demo:{letter.language}:{letter.channel}:{letter.place}:{letter.hours}",
        origin="campaign" if letter.purpose == "marketing" else "agent",
        channel=letter.channel, purpose=letter.purpose, identity_id=identity, customer_id=one.id,  # type: ignore[arg-type]
        language=letter.language, text=text, subject=letter.subject, html=_html(letter, one, text),
        shorten=letter.channel == "sms", sender_name=HOUSE[letter.language],
        actor_id=None if letter.purpose == "marketing" else by,
    )  # fmt: skip


def _html(letter: Letter, one: Somebody, text: str) -> str | None:
    if letter.channel != "email":
        return None
    persian = letter.language == "fa"
    return _MAIL.format(
        dir="rtl" if persian else "ltr", title=letter.subject, called=one.called, comma="،" if persian else ",",
        lead=text, rows="".join(_ROW.format(*row) for row in letter.rows), foot=HOUSE[letter.language],
    )  # fmt: skip


async def _identities(tx: Tx, people: Sequence[Somebody]) -> dict[str, UUID]:
    values = [line.address.value for one in people for line in one.lines]
    table = customers.Identity
    rows = await tx.session.execute(sa.select(table.value, table.id).where(table.value.in_(values)))
    return {row.value: row.id for row in rows}
