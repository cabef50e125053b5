"""A hub that remembers what it is told."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from pydantic import JsonValue

from hub.network import GuardedNetwork
from hub.ports import (
    ConnectorState,
    DeliveryReport,
    InboundMessage,
    Network,
    OutboundMessage,
    Peer,
    Records,
    RetryLater,
)


class RememberingHost:
    account = "smsc"
    records: Records | None = None
    hooks: str | None = None

    def __init__(self) -> None:
        self.network: Network = GuardedNetwork()
        self.messages: list[InboundMessage] = []
        self.reports: list[DeliveryReport] = []
        self.batches: list[int] = []
        self.parked: dict[str, tuple[Mapping[str, JsonValue], str]] = {}
        self.cursors: dict[str, str] = {}
        self.states: list[ConnectorState] = []
        self.away = False
        self.taking = True

    async def receive(self, events: Sequence[Any]) -> None:
        raise AssertionError("no calls here")

    async def take(self, message: InboundMessage) -> None:
        self._check()
        if not self.taking:
            raise RetryLater("Too much is waiting to be stored.", after=1.0)
        if all(known.dedupe_key != message.dedupe_key for known in self.messages):
            self.messages.append(message)

    async def take_reports(self, reports: Sequence[DeliveryReport]) -> None:
        self._check()
        self.batches.append(len(reports))
        self.reports += reports

    async def park(self, key: str, payload: Mapping[str, JsonValue], detail: str) -> None:
        self._check()
        self.parked.setdefault(key, (payload, detail))

    async def cursor(self, name: str) -> str | None:
        self._check()
        return self.cursors.get(name)

    async def keep_cursor(self, name: str, value: str) -> None:
        self._check()
        assert len(value) <= 1000
        self.cursors[name] = value

    async def report(self, state: ConnectorState) -> None:
        self.states.append(state)

    def _check(self) -> None:
        if self.away:
            raise RetryLater("The store is away.", after=1.0)


def outbound(text: str, to: str = "+989121234567", **changes: Any) -> OutboundMessage:
    given: dict[str, Any] = {
        "id": "m-1", "channel": "sms", "purpose": "service", "to": Peer("phone", to), "text": text, "language": "fa",
    }  # fmt: skip
    return OutboundMessage(**given | changes)
