"""What a running account is given of the hub."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence

import structlog

from hub import metrics
from hub.channels.records import AccountRecords, Recovery
from hub.channels.states import AccountRef, States
from hub.channels.traffic import TrafficCounter
from hub.db import StoreError
from hub.leases import LeaseHandle, LeaseLost
from hub.network import GuardedNetwork
from hub.ports import CallEvent, ConnectorState, LegsSnapshot, Network, QueueFact, Records, RetryLater

log = structlog.get_logger(__name__)
Received = Sequence[CallEvent | LegsSnapshot]
Intake = Callable[[AccountRef, LeaseHandle, Received], Awaitable[None]]

QueueIntake = Callable[[AccountRef, LeaseHandle, Sequence[QueueFact]], Awaitable[None]]


class AccountHost:
    """The ``Host`` of one account while this process owns its lease."""

    def __init__(
        self, ref: AccountRef, lease: LeaseHandle, intake: Intake, states: States, traffic: TrafficCounter,
        recovery: Recovery | None = None, queues: QueueIntake | None = None, network: Network | None = None,
    ) -> None:  # fmt: skip
        self.network: Network = network or GuardedNetwork()
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
