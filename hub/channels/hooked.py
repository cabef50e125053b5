"""The accounts whose providers post to the hub, held in memory by every process that serves the web."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from uuid import UUID

import sqlalchemy as sa
import structlog
from sqlalchemy.ext.asyncio import AsyncSession

from hub import metrics
from hub.channels.accounts import SETUP_CHANNEL
from hub.channels.models import Account
from hub.channels.registry import Configured
from hub.channels.traffic import TrafficCounter
from hub.db import Database
from hub.db.held import Held
from hub.ports import HookRead, HookRequest, LetsIn, Options, ReadsHooks

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Hooked:
    """An account that is switched on and whose connector reads hooks. ``id`` counts its traffic, once it has a row."""

    account: str
    connector: ReadsHooks
    options: Options
    id: UUID | None = None

    def read(self, request: HookRequest) -> HookRead:
        """What the request says. Raises as ``ReadsHooks`` does."""
        return self.connector.read_hook(self.options, request)

    def lets_in(self, request: HookRequest) -> bool:
        """Whether it is surely the provider's, also where the connector cannot read it."""
        connector: object = self.connector
        try:
            if isinstance(connector, LetsIn):
                connector.lets_in(self.options, request)
                return True
        except Exception:  # refused, or a defect in that very check
            log.exception("hook_not_let_in", account=self.account)
        return False


class HookedAccounts(Held):
    """Follows the accounts of the settings file and of the page. Whoever changes them tells ``changed``."""

    channel = SETUP_CHANNEL

    def __init__(
        self,
        db: Database,
        fixed: Sequence[Configured],
        load: Callable[[AsyncSession], Awaitable[Sequence[Configured]]],
    ) -> None:
        super().__init__(db)
        self._fixed, self._load = list(fixed), load
        self._known: dict[str, Hooked] = {}
        self.traffic = TrafficCounter(db)
        self._counting: asyncio.Task[None] | None = None

    def find(self, account: str) -> Hooked | None:
        """The account; None where there is none, it is switched off, or nothing is posted to it."""
        return self._known.get(account)

    def count(self, hooked: Hooked, received: int) -> None:
        """Count what came in, where the page and the metrics show it."""
        if received and hooked.id is not None:
            self.traffic.add(hooked.id, received=received)
        if received:
            metrics.connector_events.labels(hooked.account).inc(received)

    async def look_again(self) -> None:
        """Connectors were switched on or off: see soon which accounts there are."""
        self._stale.set()

    async def read(self) -> None:
        """Lay the file's accounts and the page's side by side; the file wins."""
        async with self._db.read() as session:
            found = {item.account: item for item in await self._load(session)}
            ids = {row.account: row.id for row in await session.execute(sa.select(Account.account, Account.id))}
        found |= {item.account: item for item in self._fixed}
        self._known = {}
        for name, item in found.items():
            connector: object = item.connector
            if item.options is not None and isinstance(connector, ReadsHooks):
                self._known[name] = Hooked(name, connector, item.options, ids.get(name))

    async def start(self) -> None:
        """Load, follow changes, and write what is counted now and then."""
        await super().start()
        self._counting = asyncio.create_task(self.traffic.run(), name="hook-traffic")

    async def stop(self) -> None:
        """Follow no more, and write what is counted."""
        await super().stop()
        if self._counting:
            self._counting.cancel()
            await asyncio.gather(self._counting, return_exceptions=True)
        await self.traffic.flush()
