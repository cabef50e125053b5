"""What the demo's people allowed: on a form, on the phone, by a confirmed link; and some refused."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any, Final
from uuid import UUID

import sqlalchemy as sa

from hub import consent, customers
from hub.db import Tx, new_id
from hub.demo.people import Somebody
from hub.web import Principal

SUPPRESSED: Final[tuple[dict[str, Any], ...]] = (  # value, and why in each language
    {"kind": "email", "match": "domain", "value": "mailinator.com", "reason": "manual",
     "fa": "نشانی یک‌بارمصرف", "en": "disposable addresses"},
    {"kind": "phone", "match": "prefix", "value": "+98900", "reason": "manual",
     "fa": "سیم‌کارت‌های داده، پیامک نمی‌گیرند", "en": "data SIMs, no text messages"},
    {"kind": "email", "value": "legal@sunrise-trading.example", "reason": "legal",
     "fa": "نامهٔ وکیل، پروندهٔ ۱۴۰۵/۲۳۱", "en": "lawyer's letter, case 231/2026"},
    {"kind": "email", "value": "old.mailbox@example.com", "reason": "hard_bounce",
     "fa": "۵۵۰: چنین صندوقی نیست", "en": "550: no such mailbox"},
    {"kind": "phone", "value": "+989125550199", "channel": "sms", "purpose": "marketing", "reason": "complaint",
     "fa": "شکایت از پیامک تبلیغاتی", "en": "complained about advertising texts"},
)  # fmt: skip
KNOWN: Final = 40  # people of whom it is known what they want
WORDINGS: Final = {
    "fa": "می‌پذیرم که خبر تخفیف‌ها و محصولات تازه برایم فرستاده شود. هر وقت بخواهم می‌توانم انصراف بدهم.",
    "en": "Yes, send me news and offers by email or text message. I can change my mind at any time.",
}  # fmt: skip
STORIES: Final = (  # what is said in turn, days ago, and how
    (("granted", 210, "form"),),
    (("granted", 300, "form"), ("withdrawn", 12, "unsubscribe")),
    (("granted", 150, "double_opt_in"),),
    (("granted", 90, "phone"),),
    (("denied", 45, "phone"),),
    (("granted", 30, "paper"), ("withdrawn", 20, "phone"), ("granted", 2, "form")),
)


async def allow(tx: Tx, people: Sequence[Somebody], users: Mapping[str, Principal]) -> None:
    """Tell the stories at mail addresses and at some numbers."""
    chosen = [one for one in people if one.email is not None][:KNOWN]
    ids = await _identities(tx, [one.email.address.value for one in chosen if one.email])
    said: list[consent.Said] = []
    for count, one in enumerate(chosen):
        if one.email is not None:
            by = users["narges@demo.example" if one.language == "fa" else "alex@demo.example"]
            said += _story(tx, ids[one.email.address.value], one, count, by.id)
    await consent.record_many(tx, said)
    await _bring_in(tx, [ids[one.email.address.value] for one in chosen[: len(chosen) // 4] if one.email], users)


async def _bring_in(tx: Tx, identities: Sequence[UUID], users: Mapping[str, Principal]) -> None:
    """A file of what visitors of a fair wrote on paper; two rows of it could not be taken."""
    by, at = users["narges@demo.example"].id, tx.now - timedelta(days=18, hours=3)
    one = consent.ConsentImport(
        id=new_id(), name="نمایشگاه بهاره - Spring fair.csv", state="done", total=len(identities) + 2,
        done=len(identities) + 2, added=len(identities), refused=2, reasons={"unreadable": 1, "in_the_future": 1},
        rows=[{"row": 5, "text": "0912 12", "code": "unreadable"},
              {"row": 9, "text": "09125550140", "code": "in_the_future"}],
        reading={"header_row": 1, "columns": {"address": 0, "purpose": 1, "state": 2, "time": 3}},
        options={"channel": "email", "purpose": "service", "state_meant": "granted", "wording": None},
        created_by=by, created_at=at, finished_at=at + timedelta(seconds=2),
    )  # fmt: skip
    tx.session.add(one)
    await tx.session.flush()
    await consent.record_many(tx, [
        consent.Said(identity_id=identity, channel="email", purpose="service", state="granted", source="paper",
                     at=at - timedelta(days=2), actor_id=by, import_id=one.id, evidence={"row": row})
        for row, identity in enumerate(identities, start=2)
    ])  # fmt: skip


async def suppress(tx: Tx, by: UUID, language: str) -> None:
    """What nothing is sent to, whoever asks."""
    for one in SUPPRESSED:
        wanted = {name: value for name, value in one.items() if name not in WORDINGS} | {"note": one[language]}
        await consent.suppress(tx, consent.NewSuppression.model_validate(wanted), by)


async def _identities(tx: Tx, values: Sequence[str]) -> dict[str, UUID]:
    table = customers.Identity
    rows = await tx.session.execute(sa.select(table.value, table.id).where(table.value.in_(values)))
    return {row.value: row.id for row in rows}


def _story(tx: Tx, identity: UUID, one: Somebody, count: int, by: UUID) -> list[consent.Said]:
    return [
        consent.Said(
            identity_id=identity, channel="email", purpose="marketing", state=state, source=source,
            at=tx.now - timedelta(days=days, hours=count % 9, minutes=7 * count % 60), customer_id=one.id,
            wording=WORDINGS[one.language] if state == "granted" else None,
            language=one.language if state == "granted" else None,
            actor_id=by if source in {"phone", "paper"} else None,
        )
        for state, days, source in STORIES[count % len(STORIES)]
    ]  # fmt: skip
