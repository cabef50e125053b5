"""The messages that the hub writes by itself: links to confirm a consent, and to one's own preferences."""

from __future__ import annotations

from types import MappingProxyType
from typing import Final
from uuid import UUID

import sqlalchemy as sa
from markupsafe import escape

from hub.accounts import organisation_name
from hub.consent import HOOKS as CONSENT
from hub.customers import Identity
from hub.db import Tx, new_id
from hub.messaging.enqueue import Wanted, enqueue
from hub.messaging.hooks import HOOKS
from hub.settings import Settings

_CHANNEL: Final = MappingProxyType({"phone": "sms", "email": "email"})
WORDS: Final = MappingProxyType({
    "fa": {
        "confirm_subject": "تأیید درخواست شما در {organisation}",
        "confirm": "برای تأیید درخواستتان در {organisation} این پیوند را باز کنید:",
        "confirm_button": "تأیید می‌کنم",
        "confirm_note": "اگر شما این درخواست را نداده‌اید، این پیام را نادیده بگیرید.",
        "preferences_subject": "تنظیم پیام‌های {organisation}",
        "preferences": "از این پیوند می‌توانید انتخاب کنید {organisation} چه پیام‌هایی برایتان بفرستد:",
        "preferences_button": "تنظیم پیام‌ها",
        "preferences_note": "این پیوند مخصوص شماست؛ آن را برای کسی نفرستید.",
    },
    "en": {
        "confirm_subject": "Please confirm: {organisation}",
        "confirm": "Open this link to confirm your request to {organisation}:",
        "confirm_button": "Yes, I confirm",
        "confirm_note": "If you did not ask for this, just ignore this message.",
        "preferences_subject": "Your messages from {organisation}",
        "preferences": "Choose here what {organisation} may send you:",
        "preferences_button": "Choose messages",
        "preferences_note": "This link is yours alone; please do not pass it on.",
    },
})  # fmt: skip


def follow(settings: Settings) -> None:
    """Let consent send its links."""

    async def send_link(tx: Tx, identity_id: UUID, kind: str, url: str, language: str) -> bool:
        return await _send_link(tx, settings, identity_id, kind, url, language)

    CONSENT.send_link = send_link


async def _send_link(tx: Tx, settings: Settings, identity_id: UUID, kind: str, url: str, language: str) -> bool:
    """False where it cannot be sent or may not: people then pass the link on by hand.

    Nothing leaves where the settings do not say the hub's address: whoever asks could have named another host.
    """
    if not settings.http.public_url and not HOOKS.senders.sandbox:
        return False
    reached = await tx.session.scalar(sa.select(Identity.kind).where(Identity.id == identity_id))
    channel = _CHANNEL.get(reached or "")
    if channel is None or not HOOKS.senders.may_write(channel):
        return False
    name = await organisation_name(tx.session, settings)
    subject, text, html = written(kind, url, language, name)
    mail = channel == "email"
    sent = await enqueue(tx, Wanted(
        dedupe_key=f"consent:{new_id()}", channel=channel, purpose="service", identity_id=identity_id,  # type: ignore[arg-type]
        language=language, text=text, subject=subject if mail else None, html=html if mail else None,
        origin=f"consent_{kind}", sender_name=name,
    ))  # fmt: skip
    return sent.state == "accepted"


def written(kind: str, url: str, language: str, organisation: str) -> tuple[str, str, str]:
    """Subject, text and HTML of a message with a link."""
    words = WORDS[language]
    lead, note = words[kind].format(organisation=organisation), words[f"{kind}_note"]
    subject = words[f"{kind}_subject"].format(organisation=organisation)
    direction = "rtl" if language == "fa" else "ltr"
    html = (
        f'<div dir="{direction}" lang="{language}" style="font-family: Vazirmatn, Tahoma, Arial, sans-serif; '
        f'line-height: 1.7"><p>{escape(lead)}</p><p><a href="{escape(url)}" style="display: inline-block; '
        f'padding: 10px 18px; border-radius: 8px; background: #0f766e; color: #ffffff; text-decoration: none">'
        f'{escape(words[f"{kind}_button"])}</a></p><p style="color: #667085">{escape(note)}</p></div>'
    )
    return subject, f"{lead}\n{url}\n{note}", html
