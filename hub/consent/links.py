"""Links that people are sent: to confirm one consent, or to see and change all of theirs. Kept by their digest only."""

from __future__ import annotations

import hashlib
import re
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from hub.consent.hooks import HOOKS
from hub.consent.models import Consent, ConsentToken
from hub.consent.record import Said, record
from hub.consent.schemas import NewLink
from hub.consent.terms import PURPOSES, REACHED
from hub.consent.words import default_wording
from hub.customers import Identity, shown_address
from hub.db import Reader, Tx, new_id
from hub.settings import Settings
from hub.web import Conflict, Invalid

_TOKEN = re.compile(r"[A-Za-z0-9_-]{43}")
MOST_OPEN = 5  # links to confirm that one address may have at once: nobody is flooded with them


@dataclass(frozen=True, slots=True)
class Link:
    """A new link: ``token`` is its secret part, and nowhere kept."""

    token: str
    row: dict[str, Any]

    def url(self, settings: Settings, own: str) -> str:
        """The address of its page; ``own``: where the hub was reached, when the settings do not say."""
        return f"{settings.http.public_url or own}/consent/{self.token}"


async def ask_to_confirm(tx: Tx, wanted: NewLink, settings: Settings, by: UUID | None) -> Link:
    """Note that a confirmation is awaited, and make the link for it. Raises ``Invalid`` or ``Conflict``."""
    if wanted.channel is None:
        raise Invalid.field("body.channel", "missing", "Say for which channel.")
    said = Said(
        identity_id=wanted.identity_id, channel=wanted.channel, purpose=wanted.purpose, state="pending",
        source="double_opt_in", actor_id=by, language=wanted.language,
        wording=wanted.wording or default_wording(wanted.language, wanted.channel, wanted.purpose),
    )  # fmt: skip
    open_ones = sa.select(sa.func.count()).select_from(ConsentToken).where(
        ConsentToken.identity_id == wanted.identity_id, ConsentToken.kind == "confirm", ConsentToken.used_at.is_(None),
        ConsentToken.expires_at > tx.now,
    )  # fmt: skip
    if (await tx.session.scalar(open_ones) or 0) >= MOST_OPEN:
        raise Conflict("Several links wait to be confirmed at this address already.", code="too_many_links")
    await record(tx, said)
    link = _new(tx, "confirm", wanted.identity_id, timedelta(hours=settings.consent.confirm_hours), by)
    link.row.update(channel=said.channel, purpose=said.purpose, wording=said.wording, language=wanted.language)
    await _keep(tx, [link])
    return link


async def preference_links(
    tx: Tx, identity_ids: Sequence[UUID], settings: Settings, language: str, by: UUID | None = None, channel: str = ""
) -> list[Link]:
    """A link to their preferences for each address, in order, by one statement.

    The same link unsubscribes by one POST to ``…/unsubscribe``: from marketing on ``channel``, or on all.
    """
    lasting = timedelta(days=settings.consent.preferences_days)
    links = [_new(tx, "preferences", identity, lasting, by) for identity in identity_ids]
    for link in links:
        link.row.update(channel=channel, language=language)
    await _keep(tx, links)
    return links


def unsubscribe_headers(url: str) -> dict[str, str]:
    """The headers of a marketing mail (RFC 8058) for the link's address."""
    return {"List-Unsubscribe": f"<{url}/unsubscribe>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}


def _new(tx: Tx, kind: str, identity_id: UUID, lasting: timedelta, by: UUID | None) -> Link:
    token = secrets.token_urlsafe(32)
    return Link(token, {
        "id": new_id(), "digest": digest(token), "kind": kind, "identity_id": identity_id, "customer_id": None,
        "channel": "", "purpose": "", "wording": None, "language": "fa", "made_by": by, "made_at": tx.now,
        "expires_at": tx.now + lasting, "used_at": None,
    })  # fmt: skip


async def _keep(tx: Tx, links: Sequence[Link]) -> None:
    if links:
        await tx.connection.execute(sa.insert(ConsentToken), [link.row for link in links])


def digest(token: str) -> bytes:
    """What is kept of a token."""
    return hashlib.sha256(token.encode()).digest()


def is_token(text: str) -> bool:
    """Whether it looks like one of ours."""
    return _TOKEN.fullmatch(text) is not None


async def find(reader: Reader, token: str, now: Any, *, lock: bool = False) -> Any:
    """The link's row with its address, or None: unknown, malformed, expired or used, which look alike."""
    if not is_token(token):
        return None
    query = (
        sa.select(*ConsentToken.__table__.c, Identity.kind.label("address_kind"), shown_address().label("address"))
        .join(Identity, Identity.id == ConsentToken.identity_id)
        .where(ConsentToken.digest == digest(token), ConsentToken.expires_at > now, ConsentToken.used_at.is_(None))
    )
    if lock:
        query = query.with_for_update(of=ConsentToken)
    return (await reader.execute(query)).first()


async def confirm(tx: Tx, token: str, evidence: dict[str, Any]) -> Any:
    """Take the consent that a link asks for, once. The link's row, or None where there was nothing to confirm."""
    link = await find(tx.connection, token, tx.now, lock=True)
    if link is None or link.kind != "confirm":
        return None
    used = sa.update(ConsentToken).where(ConsentToken.id == link.id).values(used_at=tx.now)
    await tx.connection.execute(used)
    try:
        await record(tx, Said(
            identity_id=link.identity_id, channel=link.channel, purpose=link.purpose, state="granted",
            source="double_opt_in", wording=link.wording, language=link.language,
            evidence=evidence | {"link": str(link.id), "asked_at": link.made_at.isoformat()},
        ))  # fmt: skip
    except Conflict:
        return None  # somebody else who uses the address refused: it is not theirs to undo
    await HOOKS.tell(tx, [link.identity_id])
    return link


async def prefer(tx: Tx, token: str, wanted: dict[tuple[str, str], bool], evidence: dict[str, Any]) -> set[str]:
    """Set what a person prefers at their address; codes of what was refused. Unknown links change nothing."""
    link = await find(tx.connection, token, tx.now, lock=True)
    if link is None or link.kind != "preferences":
        return set()
    stands = await preferences(tx.connection, link)
    refused: set[str] = set()
    for (channel, purpose), yes in wanted.items():
        if channel not in REACHED.get(link.address_kind, ()) or stands[channel, purpose] == yes:
            continue
        try:
            await record(tx, Said(
                identity_id=link.identity_id, channel=channel, purpose=purpose, source="preferences",
                state="granted" if yes else "withdrawn", language=link.language,
                wording=default_wording(link.language, channel, purpose) if yes else None,
                evidence=evidence | {"link": str(link.id)},
            ))  # fmt: skip
        except Conflict as conflict:
            refused.add(conflict.code)
    await HOOKS.tell(tx, [link.identity_id])
    return refused


async def unsubscribe(tx: Tx, token: str, evidence: dict[str, Any]) -> None:
    """Withdraw marketing on the link's channel, or on all that reach the address. Again, or unknown: nothing."""
    link = await find(tx.connection, token, tx.now, lock=True)
    if link is None or link.kind != "preferences":
        return
    stands = await _said(tx.connection, link.identity_id)
    channels = (link.channel,) if link.channel else REACHED.get(link.address_kind, ())
    for channel in channels:
        if stands.get((channel, "marketing")) not in {"withdrawn", "denied"}:
            await record(tx, Said(
                identity_id=link.identity_id, channel=channel, purpose="marketing", state="withdrawn",
                source="unsubscribe", evidence=evidence | {"link": str(link.id)},
            ))  # fmt: skip
    await HOOKS.tell(tx, [link.identity_id])


async def preferences(reader: Reader, link: Any) -> dict[tuple[str, str], bool]:
    """What the person prefers now, for every channel and purpose of the address: what they said, else the policy."""
    said = await _said(reader, link.identity_id)
    return {
        (channel, purpose): said[channel, purpose] == "granted" if said.get((channel, purpose))
        else HOOKS.policy.allows(purpose)
        for channel in REACHED.get(link.address_kind, ())
        for purpose in PURPOSES
    }  # fmt: skip


async def _said(reader: Reader, identity_id: UUID) -> dict[tuple[str, str], str | None]:
    query = sa.select(Consent.channel, Consent.purpose, Consent.stands).where(Consent.identity_id == identity_id)
    return {(row.channel, row.purpose): row.stands for row in await reader.execute(query)}


async def purge(tx: Tx) -> int:
    """Forget links that are over."""
    return (await tx.connection.execute(sa.delete(ConsentToken).where(ConsentToken.expires_at < tx.now))).rowcount
