"""What the hub hands to a connector to send, and what it hears back. Only ``hub.messaging`` hands messages out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Literal, Protocol, runtime_checkable

from hub.ports.messages import Peer

Delivery = Literal["sent", "delivered", "undelivered"]


@dataclass(frozen=True, slots=True)
class Pattern:
    """A text that lies approved at the provider, by its name there, and what is filled in."""

    name: str
    values: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Price:
    """What something costs, in an ISO 4217 currency (toman are told as rial)."""

    amount: Decimal
    currency: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OutboundMessage:
    """One message to somebody outside. ``id`` is the same however often it is begun: a provider's idempotency key.

    ``html`` and ``subject`` are a mail's, whose ``text`` is the alternative; ``headers`` go with it as they are.
    ``sender_address`` is the organisation's own number or name that it goes from. ``pattern``: the provider's own text
    to send; ``text`` is then what people read of it here.
    """

    id: str
    channel: str
    purpose: str
    to: Peer
    text: str
    language: str
    subject: str | None = None
    html: str | None = None
    sender_name: str | None = None
    sender_address: str | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    pattern: Pattern | None = None


@dataclass(frozen=True, slots=True)
class OutboundTaken:
    """The provider took the message; ``provider_id`` is what its later reports name.

    ``parts`` and ``price`` as the provider counts them, where it tells.
    """

    provider_id: str | None = None
    parts: int | None = None
    price: Price | None = None


@runtime_checkable
class SendsMessages(Protocol):
    """Hands messages to a provider.

    Raises ``RetryLater`` and ``NeedsSignIn`` only when the message was surely not taken, ``Refused`` when it never
    will be, ``Uncertain`` when it may or may not have been: it is then never sent again by itself.
    """

    async def send_message(self, message: OutboundMessage) -> OutboundTaken:
        """Send it once."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliveryReport:
    """What a provider says became of a message; it may come late, twice or in another order.

    ``reason`` is a stable word that the translations know (``hub.messaging.reasons``), ``detail`` the provider's own.
    """

    provider_id: str
    state: Delivery
    at: datetime
    reason: str | None = None
    detail: str | None = None
    operator: str | None = None
    price: Price | None = None


@runtime_checkable
class TellsAwaited(Protocol):
    """A ``Host`` that knows which messages are waited for: for providers that must be asked what became of them."""

    async def awaited(self, after: str | None, limit: int) -> tuple[Sequence[str], str | None]:
        """Provider ids of this account's messages whose end is not known, and where to go on (None: that was all).

        ``after`` is what the question before gave back. Raises ``RetryLater`` when the store is away.
        """
        ...


@runtime_checkable
class TellsBalance(Protocol):
    """An account that knows what is left to send with."""

    async def balance(self) -> Price:
        """What is left. Raises a ``ConnectorError``."""
        ...
