"""A store with a customer, routes, and providers that answer as a test wants."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from hub import messaging, sms
from hub.messaging import HOOKS
from hub.sms.schemas import RouteIn, RouteOut
from hub.sms.store import add_route
from tests.hub.messaging.conftest import Outbox, Provider, as_before, outbox

__all__ = ["as_before", "outbox"]


class Routed(Outbox):
    """The outbox with routes of SMS."""

    other: Provider

    async def route(self, name: str, account: str, **more: Any) -> RouteOut:
        """Make a route."""
        wanted = RouteIn.model_validate({"name": name, "account": account} | more)
        return await self.db.write(lambda tx: add_route(tx, wanted))


@pytest.fixture
async def routed(outbox: Outbox) -> Routed:
    """Two accounts of this process, the second with a provider of its own."""
    made = Routed(outbox.db, outbox.people, outbox.customer, outbox.identity)
    made.use(sandbox=False)
    made.other = Provider()
    made.senders.register("sms", "spare", made.other)
    return made


@pytest.fixture(autouse=True)
def hooked() -> Iterator[None]:
    """The module is on."""
    HOOKS.ways_of_many, HOOKS.accepted, HOOKS.reserve = sms.ways_of_many, sms.count_accepted, sms.reserve
    HOOKS.priced, HOOKS.hold = sms.keep_priced, sms.hold_counts
    HOOKS.paces, HOOKS.route_names = messaging.Paces(), sms.route_names
    yield
    HOOKS.ways_of_many, HOOKS.accepted = messaging.any_account, messaging.uncounted
    HOOKS.reserve, HOOKS.priced, HOOKS.hold = messaging.unpaid, messaging.unpriced, messaging.unheld
    HOOKS.route_names = messaging.unnamed
