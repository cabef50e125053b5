"""A hub that remembers what a gateway's account tells it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from pydantic import JsonValue

from connectors.sms_http.config import SmsHttpOptions
from hub.network import GuardedNetwork
from hub.ports import (
    Connection,
    ConnectorState,
    DeliveryReport,
    HookRequest,
    InboundMessage,
    Network,
    OutboundMessage,
    Pattern,
    Peer,
)

TO = "+989121234567"
LINE = "10004346"
PERSIAN = "سلام، نوبت شما فردا ساعت ۹ است."


class Hub:
    """The ``Host`` of a test's account: it stores nothing, and forgets nothing."""

    account = "sms"
    records = None

    def __init__(self, hooks: str | None = "https://hub.example/hooks/sms") -> None:
        self.network: Network = GuardedNetwork()
        self.hooks = hooks
        self.messages: dict[str, InboundMessage] = {}
        self.reports: list[DeliveryReport] = []
        self.states: list[ConnectorState] = []
        self.parked: dict[str, Mapping[str, JsonValue]] = {}
        self.cursors: dict[str, str] = {}
        self.waited: list[str] = []
        self.taken = 0

    @property
    def connection(self) -> Connection | None:
        return self.states[-1].connection if self.states else None

    async def receive(self, events: Any) -> None:
        raise AssertionError(events)

    async def take(self, message: InboundMessage) -> None:
        self.taken += 1
        self.messages.setdefault(message.dedupe_key, message)

    async def take_reports(self, reports: Sequence[DeliveryReport]) -> None:
        self.reports += reports
        ended = {one.provider_id for one in reports if one.state != "sent"}
        self.waited = [name for name in self.waited if name not in ended]

    async def awaited(self, after: str | None, limit: int) -> tuple[Sequence[str], str | None]:
        found = [name for name in self.waited if int(name) > int(after or 0)][:limit]
        return found, found[-1] if len(found) == limit else None

    async def park(self, key: str, payload: Mapping[str, JsonValue], detail: str) -> None:
        self.parked[key] = payload

    async def cursor(self, name: str) -> str | None:
        return self.cursors.get(name)

    async def keep_cursor(self, name: str, value: str) -> None:
        self.cursors[name] = value

    async def report(self, state: ConnectorState) -> None:
        self.states.append(state)


def make_options(**changes: Any) -> SmsHttpOptions:
    given: dict[str, Any] = {"preset": "kavenegar", "api_key": "k3y-of-the-gateway", "sender": LINE, "timeout": 2}
    return SmsHttpOptions.model_validate(given | changes)


def outgoing(text: str = PERSIAN, *, name: str = "0192-own", to: str = TO, **changes: Any) -> OutboundMessage:
    return OutboundMessage(
        id=name, channel="sms", purpose="service", to=Peer("phone", to), text=text, language="fa", **changes
    )


def pattern(name: str, **values: str) -> OutboundMessage:
    return outgoing("کد شما ۱۲۳۴", pattern=Pattern(name, values))


def hook(path: str, query: bytes = b"", body: bytes = b"", method: str = "GET", **headers: str) -> HookRequest:
    return HookRequest(
        account="sms", path=path, method=method, url=f"https://hub.example/hooks/sms/{path}?" + query.decode("latin-1"),
        query=query, body=body, headers={name.replace("_", "-"): value for name, value in headers.items()},
    )  # fmt: skip
