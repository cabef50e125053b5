"""What a provider posts to the hub, and what a connector makes of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Protocol, runtime_checkable

from pydantic import JsonValue

from hub.ports.connector import Options
from hub.ports.errors import ConnectorError
from hub.ports.messages import InboundMessage
from hub.ports.outbound import DeliveryReport


@dataclass(frozen=True, slots=True, kw_only=True)
class HookRequest:
    """A request to ``/hooks/{account}/{path}``, as it came.

    ``url`` is the address as the provider was given it, its query included: signatures are made over it. ``query`` and
    ``body`` are the raw bytes, since gateways send charsets of their own. Names of ``headers`` are in lower case.
    ``at`` is when it came.
    """

    account: str
    path: str
    method: str
    url: str
    query: bytes = b""
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)
    remote: str | None = None
    at: datetime = field(default_factory=lambda: datetime.now(UTC))


@dataclass(frozen=True, slots=True)
class HookAnswer:
    """What the provider is answered once all that it told is stored."""

    status: int = 200
    body: bytes = b""
    content_type: str = "text/plain"


@dataclass(frozen=True, slots=True, kw_only=True)
class HookRead:
    """What a request says. All of it is stored before ``answer`` is given.

    ``leftovers`` say in words what of it cannot be read: the rest is stored, and the request parked as it came.
    """

    messages: Sequence[InboundMessage] = ()
    reports: Sequence[DeliveryReport] = ()
    leftovers: Sequence[str] = ()
    answer: HookAnswer = HookAnswer()


class Unreadable(ConnectorError):
    """What came is the provider's, but cannot be read: it is parked for people as it came, and answered with 200."""

    cause = "content"


@runtime_checkable
class ReadsHooks(Protocol):
    """A connector whose provider posts to the hub. Any process may read: it is pure, and opens nothing.

    ``hooks`` are the paths that the provider is told, each with a stable word for what comes there (``inbound``,
    ``status``); a page shows their addresses to paste. Where there is an option ``hook_secret``, it goes with them as
    ``?secret=``.
    """

    hooks: Mapping[str, str]

    def read_hook(self, options: Options, request: HookRequest) -> HookRead:
        """Check that it is the provider's, and read it.

        Raises ``Refused`` where it is not the provider's (wrong signature or secret: 403, nothing kept), and
        ``Unreadable`` where it is, but says nothing that can be understood.
        """
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Unread:
    """What could not be read, as it was parked ``at`` its time.

    ``request``: what was posted, without its secrets and without its headers but for the content type; None for what
    the connector itself gave to ``Host.park``, which is ``payload``.
    """

    account: str
    at: datetime
    request: HookRequest | None = None
    payload: Mapping[str, JsonValue] = field(default_factory=dict)


@runtime_checkable
class LetsIn(Protocol):
    """A connector that tells what its provider posts apart from what anybody else does, without reading it."""

    def lets_in(self, options: Options, request: HookRequest) -> None:
        """Check that it is the provider's, and no more. Raises ``Refused``."""
        ...


@runtime_checkable
class ReadsAgain(Protocol):
    """A connector that reads once more what it could not read, with the options as they are by now. Pure."""

    def read_again(self, options: Options, unread: Unread) -> HookRead:
        """What it says; that it is the provider's was seen when it came, and cannot be seen any more.

        The keys of messages are those of the first time. Raises ``Unreadable``.
        """
        ...
