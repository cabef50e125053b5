"""The demo's routes of SMS, and a text to many that went out two days ago."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any, Final
from uuid import UUID

import sqlalchemy as sa

from hub import customers, messaging, sms
from hub.db import Tx, new_id
from hub.demo.people import Somebody
from hub.demo.texting import ACCOUNT as SERVICE
from hub.ports import DeliveryReport
from hub.web import Principal

ADVERTS: Final = "sms-adverts"
ROUTES: Final[Mapping[str, tuple[dict[str, Any], ...]]] = {
    "fa": (
        {"name": "خط خدماتی", "account": SERVICE, "prefixes": ["IR"], "purpose": "service", "sender": "100020003000",
         "price": "119.5", "currency": "IRT", "rate": 30, "spend_limit": "2000000"},
        {"name": "پیامک تبلیغاتی", "account": ADVERTS, "prefixes": ["IR"], "purpose": "marketing", "sender": "30007650",
         "price": "98", "currency": "IRT", "suffix": "لغو۱۱", "rate": 50, "spend_limit": "5000000"},
        {"name": "بین‌المللی", "account": SERVICE, "sender": "PEYVAND", "price": "0.052", "currency": "EUR", "rate": 10,
         "spend_limit": "80"},
    ),
    "en": (
        {"name": "Service line", "account": SERVICE, "purpose": "service", "sender": "+442079460018",
         "price": "0.0412", "currency": "GBP", "rate": 30, "spend_limit": "150"},
        {"name": "Offers", "account": ADVERTS, "purpose": "marketing", "sender": "PEYVAND",
         "price": "0.0388", "currency": "GBP", "suffix": "Reply STOP to opt out", "rate": 50, "spend_limit": "400"},
    ),
}  # fmt: skip
NAME: Final = {"fa": "خبر ساعت کاری تعطیلات", "en": "Opening hours over the holidays"}
WORDS: Final = {
    "fa": "{{customer.first_name}} عزیز، فروشگاه پیوند در تعطیلات پیش رو از ساعت ۱۰ تا ۱۸ باز است. ساعت کار هر شعبه: "
    "https://store.peyvand.example/branches/hours?season=holidays",
    "en": "Dear {{customer.first_name}}, over the holidays Peyvand Store is open from 10 am to 6 pm. "
    "Each branch: https://store.peyvand.example/branches/hours?season=holidays",
}
OPERATORS: Final = ("همراه اول", "ایرانسل", "رایتل")
ENDS: Final = ("delivered",) * 9 + ("absent_subscriber", "delivered", "delivered", "blacklisted")
MOST = 60


async def send_texts(tx: Tx, people: Sequence[Somebody], users: Mapping[str, Principal], language: str) -> None:
    """Make the routes; and a text to many as it stands when all of it was reported."""
    language = language if language in ROUTES else "en"
    routes = [await sms.add_route(tx, sms.RouteIn.model_validate(one)) for one in ROUTES[language]]
    now, by = tx.now, users["narges@demo.example"].id
    tx.now = now - timedelta(days=2, hours=3)
    bulk = sms.SmsBulk(
        id=new_id(), dedupe_key="demo", name=NAME[language], purpose="service", selection={"kind": "person"},
        texts=dict(WORDS), state="finished", total=0, counts={"no_number": 4, "duplicate": 2}, created_by=by,
        shorten_links=True, utm={"source": "sms", "campaign": "holidays"},
        created_at=tx.now, started_at=tx.now, ended_at=tx.now + timedelta(seconds=4), version=1,
    )  # fmt: skip
    tx.session.add(bulk)
    await tx.session.flush()
    await _write(tx, bulk, [one for one in people if one.kind == "person"][:MOST], routes[0].id)
    tx.now = now


async def _write(tx: Tx, bulk: sms.SmsBulk, people: Sequence[Somebody], route: UUID) -> None:
    values = {one.id: one.phone(tx.now).address.value for one in people if one.lines}
    table = customers.Identity
    rows = await tx.session.execute(sa.select(table.value, table.id).where(table.value.in_(list(values.values()))))
    ids = {row.value: row.id for row in rows}
    chosen = {ids[values[one.id]]: one for one in people if values.get(one.id) in ids}  # a shared number once
    wanted = [_wanted(bulk, one, identity) for identity, one in chosen.items()]
    found = await messaging.enqueue_many(tx, wanted, held=True)
    sent = [one.id for one in found if one.state == "accepted"]
    outgoing = messaging.OutboxMessage
    await tx.session.execute(sa.update(outgoing).where(outgoing.id.in_(sent)).values(
        state="sending", handed_at=tx.now, account=SERVICE, route_id=route, sandboxed=False, provider_id=sa.cast(
            outgoing.id, sa.String()
        ),
    ))  # fmt: skip
    keys = await tx.session.execute(sa.select(outgoing.id, outgoing.provider_id).where(outgoing.id.in_(sent)))
    await messaging.take_reports(tx, SERVICE, [
        _report(place, row.provider_id, bulk) for place, row in enumerate(keys)
    ])  # fmt: skip
    tx.session.add_all([
        sms.SmsBulkRecipient(
            id=new_id(), bulk_id=bulk.id, customer_id=one.id, identity_id=identity, account=SERVICE, route_id=route,
            state="accepted" if made.state == "accepted" else "skipped", reason=made.reason, message_id=made.id,
        )
        for (identity, one), made in zip(chosen.items(), found, strict=True)
    ])  # fmt: skip
    bulk.total = len(chosen)
    await tx.session.flush()


def _wanted(bulk: sms.SmsBulk, one: Somebody, identity: UUID) -> messaging.Wanted:
    language = one.language if one.language in WORDS else "en"
    return messaging.Wanted(
        dedupe_key=f"demo:bulk:{one.id}", channel="sms", purpose="service", identity_id=identity, customer_id=one.id,
        language=language, text=WORDS[language].replace("{{customer.first_name}}", one.called), origin="campaign",
        actor_id=bulk.created_by, shorten=True, utm=bulk.utm,
    )  # fmt: skip


def _report(place: int, provider_id: str, bulk: sms.SmsBulk) -> DeliveryReport:
    end = ENDS[place % len(ENDS)]
    delivered = end == "delivered"
    return DeliveryReport(
        provider_id=provider_id, state="delivered" if delivered else "undelivered", reason=None if delivered else end,
        at=bulk.created_at + timedelta(seconds=20 + place), operator=OPERATORS[place % 3],
    )  # fmt: skip
