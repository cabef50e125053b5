"""The messages that the hub sends by itself: links to confirm a consent, and to one's own preferences."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final
from uuid import UUID

import sqlalchemy as sa

from hub.accounts import organisation_name
from hub.consent import HOOKS as CONSENT
from hub.consent import Channel
from hub.customers import Identity
from hub.db import Tx, new_id
from hub.messaging.at_work import may_write
from hub.messaging.enqueue import Wanted, enqueue
from hub.messaging.hooks import HOOKS
from hub.settings import Settings
from hub.templating import OwnTexts

_CHANNEL: Final[Mapping[str, Channel]] = {"phone": "sms", "email": "email"}


@dataclass(frozen=True, slots=True)
class Link:
    """A link for whoever has an address, and what it is for."""

    identity_id: UUID
    kind: str
    url: str
    language: str


def follow(settings: Settings, texts: OwnTexts) -> None:
    """Let consent send its links, in these words."""

    async def send_link(tx: Tx, identity_id: UUID, kind: str, url: str, language: str) -> bool:
        return await _send_link(tx, settings, texts, Link(identity_id, kind, url, language))

    CONSENT.send_link = send_link


async def _send_link(tx: Tx, settings: Settings, texts: OwnTexts, link: Link) -> bool:
    """False where it cannot be sent or may not: people then pass the link on by hand.

    Nothing leaves where the settings do not say the hub's address: whoever asks could have named another host.
    """
    if not settings.http.public_url and not HOOKS.senders.sandbox:
        return False
    reached = await tx.session.scalar(sa.select(Identity.kind).where(Identity.id == link.identity_id))
    channel = _CHANNEL.get(reached or "")
    if channel is None or not await may_write(tx.session, HOOKS.senders, channel):
        return False
    name = await organisation_name(tx.session, settings)
    made = texts.write(f"consent_{link.kind}", link.language, {"organisation.name": name, "link": link.url})
    mail = channel == "email"
    sent = await enqueue(tx, Wanted(
        dedupe_key=f"consent:{new_id()}", channel=channel, purpose="service", identity_id=link.identity_id,
        language=link.language, text=made.text, subject=made.subject if mail else None,
        html=made.html if mail else None, origin=f"consent_{link.kind}", sender_name=name,
    ))  # fmt: skip
    return sent.state == "accepted"
