"""Twilio's messages as the hub's, from hooks and from the list alike. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal, InvalidOperation
from typing import Any, Final

from connectors.twilio.codes import number_of, reason_of
from connectors.twilio.config import API
from connectors.twilio.text import clean, clean_text
from hub.ports import MOST_FILES, DeliveryReport, InboundMessage, MediaFile, Peer, Price

_STATES: Final = {
    "sent": "sent", "partially_delivered": "sent", "delivered": "delivered", "read": "delivered",
    "undelivered": "undelivered", "failed": "undelivered", "canceled": "undelivered",
}  # fmt: skip


def key_of(sid: str) -> str:
    """What a message is known by, whichever way it is heard of."""
    return f"twilio:{clean(sid, 64)}"


def inbound(
    sid: str, sender: str, own: str, text: str, at: datetime, *, parts: int | None = None,
    media: tuple[MediaFile, ...] = (), opt_out: str | None = None,
) -> InboundMessage:  # fmt: skip
    """A message that a customer wrote."""
    facts: dict[str, Any] = {"parts": parts, "opt_out": opt_out}
    sender = clean(sender, 40)
    peer = Peer("phone", sender) if sender.lstrip("+").isdigit() else Peer("external", sender, "sms")
    return InboundMessage(
        "sms", key_of(sid), sender, at, peer, text=clean_text(text), own=clean(own, 40),
        facts={name: value for name, value in facts.items() if value}, media=media,
    )  # fmt: skip


def report(
    sid: str, status: str, at: datetime, *, code: object = None, detail: str | None = None, price: Price | None = None
) -> DeliveryReport | None:
    """What a status says; None while the message is still with Twilio, and for a status that nobody knows."""
    state = _STATES.get(status.strip().lower())
    if state is None:
        return None
    number = number_of(code)
    failed = state == "undelivered"
    told = " ".join(part for part in (str(number or ""), clean(detail or "")) if part)
    return DeliveryReport(
        provider_id=clean(sid, 64), state=state, at=at, price=price,  # type: ignore[arg-type]
        reason=reason_of(number, "unknown_error") if failed else None, detail=(told or status) if failed else None,
    )  # fmt: skip


def media_of(form: Mapping[str, str], api_url: str) -> tuple[MediaFile, ...]:
    """The files of a message, as addresses at Twilio."""
    count = min(number_of(form.get("NumMedia")) or 0, MOST_FILES)
    found = ((form.get(f"MediaUrl{index}", ""), form.get(f"MediaContentType{index}", "")) for index in range(count))
    return tuple(media_file(url, kind, api_url) for url, kind in found if url.startswith("https://"))


def media_file(url: str, kind: str, api_url: str) -> MediaFile:
    """A file, where this account reaches the API."""
    if url.startswith(API + "/"):
        url = api_url + url.removeprefix(API)
    return MediaFile(url[:2000], clean(kind, 100) or None)


def price_of(amount: str | None, currency: str | None) -> Price | None:
    """What Twilio charged, which it writes below zero."""
    try:
        value = Decimal(amount or "")
    except InvalidOperation:
        return None
    return Price(abs(value), currency.upper()) if currency and value.is_finite() else None
