"""What a running account is given of the hub."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence

import structlog
from pydantic import JsonValue

from hub import metrics
from hub.channels.post import AccountPost
from hub.channels.records import AccountRecords, Recovery
from hub.channels.states import AccountRef, States
from hub.channels.traffic import TrafficCounter
from hub.db import StoreError
from hub.leases import LeaseHandle, LeaseLost
from hub.network import GuardedNetwork
from hub.ports import (
    CallEvent,
    ConnectorState,
    DeliveryReport,
    InboundMessage,
    LegsSnapshot,
    Network,
    QueueFact,
    Records,
    RetryLater,
)

log = structlog.get_logger(__name__)
Received = Sequence[CallEvent | LegsSnapshot]
Intake = Callable[[AccountRef, LeaseHandle, Received], Awaitable[None]]

QueueIntake = Callable[[AccountRef, LeaseHandle, Sequence[QueueFact]], Awaitable[None]]


class AccountHost:
    """The ``Host`` of one account while this process owns its lease."""

    def __init__(
        self, ref: AccountRef, lease: LeaseHandle, intake: Intake, states: States, traffic: TrafficCounter,
        recovery: Recovery | None = None, queues: QueueIntake | None = None, network: Network | None = None,
        post: AccountPost | None = None, hooks: str | None = None,
    ) -> None:  # fmt: skip
        self.network: Network = network or GuardedNetwork()
        self.hooks: str | None = hooks
        self._post = post
        self.account = ref.account
        self.records: Records | None = AccountRecords(ref, lease, recovery) if recovery else None
        self._ref = ref
        self._lease = lease
        self._intake = intake
        self._states = states
        self._traffic = traffic
        self._queues = queues

    async def receive(self, events: Received) -> None:
        """Store these facts; returns after the commit. Raises ``RetryLater`` when the store is away."""
        if not events:
            return
        try:
            await self._intake(self._ref, self._lease, events)
        except StoreError as error:
            raise RetryLater(f"The store is away: {error}", after=1.0) from error
        except LeaseLost as error:  # the keeper is about to stop this account here
            raise RetryLater("Another process serves this account now.", after=5.0) from error
        self._traffic.add(self._ref.id, received=len(events))
        metrics.connector_events.labels(self.account).inc(len(events))

    async def receive_queues(self, facts: Sequence[QueueFact]) -> None:
        """Store what was learnt of the queues. Raises ``RetryLater`` when the store is away."""
        if not facts or self._queues is None:
            return
        try:
            await self._queues(self._ref, self._lease, facts)
        except StoreError as error:
            raise RetryLater(f"The store is away: {error}", after=1.0) from error
        except LeaseLost as error:
            raise RetryLater("Another process serves this account now.", after=5.0) from error

    async def take(self, message: InboundMessage) -> None:
        """Store a message, once by its key. Raises ``RetryLater`` when the store is away."""
        await self._posted().take(message)
        self._traffic.add(self._ref.id, received=1)
        metrics.connector_events.labels(self.account).inc()

    async def take_reports(self, reports: Sequence[DeliveryReport]) -> None:
        """Store what became of messages. Raises ``RetryLater`` when the store is away."""
        if reports:
            await self._posted().take_reports(reports)
            self._traffic.add(self._ref.id, received=len(reports))
            metrics.connector_events.labels(self.account).inc(len(reports))

    async def awaited(self, after: str | None, limit: int) -> tuple[Sequence[str], str | None]:
        """Messages whose end is not known. Raises ``RetryLater`` when the store is away."""
        return await self._posted().awaited(after, limit)

    async def park(self, key: str, payload: Mapping[str, JsonValue], detail: str) -> None:
        """Keep what cannot be read. Raises ``RetryLater`` when the store is away."""
        await self._posted().park(key, payload, detail)

    async def cursor(self, name: str) -> str | None:
        """How far this account had read. Raises ``RetryLater`` when the store is away."""
        return await self._posted().cursor(name)

    async def keep_cursor(self, name: str, value: str) -> None:
        """Remember how far it read. Raises ``RetryLater`` when the store is away."""
        await self._posted().keep_cursor(name, value)

    def _posted(self) -> AccountPost:
        if self._post is None:
            raise RetryLater("Nobody keeps messages here.", after=5.0)
        return self._post

    async def report(self, state: ConnectorState) -> None:
        """Show this state to administrators. Never raises."""
        try:
            log.info(
                "connector_state", account=self.account, connection=state.connection.value, reason=state.reason,
                answer=state.answer,
            )  # fmt: skip
            self._states.put(self._ref, self._lease, state)
        except Exception:
            log.exception("connector_report_failed", account=self.account)
