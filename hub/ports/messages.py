"""What a connector tells the hub of a message: a mail, an SMS, a line of chat, whatever came once from outside."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

MOST_FILES = 10  # of one message


@dataclass(frozen=True, slots=True)
class Peer:
    """An address of somebody outside. ``kind``: phone (as received), email, visitor or external (``namespace``)."""

    kind: str
    value: str
    namespace: str = ""


@dataclass(frozen=True, slots=True)
class MediaFile:
    """A file of a message. ``url`` is where it can be fetched; what the provider calls its type proves nothing."""

    url: str
    type: str | None = None
    name: str | None = None


@dataclass(frozen=True, slots=True)
class InboundMessage:
    """One message. ``dedupe_key`` is the same each time it is delivered; ``ordering_key`` says what must stay in order.

    ``at`` is aware UTC. ``to`` and ``cc`` name outside parties only, never the organisation's own addresses: that which
    it was sent to is ``own``, as received. ``media`` are its files, which the hub fetches afterwards.
    """

    channel: str
    dedupe_key: str
    ordering_key: str
    at: datetime
    sender: Peer
    to: tuple[Peer, ...] = ()
    cc: tuple[Peer, ...] = ()
    subject: str | None = None
    text: str | None = None
    facts: dict[str, Any] = field(default_factory=dict)
    own: str | None = None
    media: tuple[MediaFile, ...] = ()
