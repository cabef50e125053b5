"""SMS: routes and limits; without them a message goes by any account of its channel."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from hub import messaging, sms
from hub.modules import Parts
from hub.wiring.kit import HubKit

ROUTES = (sms.routes, sms.bulk_routes)


def wire(kit: HubKit) -> Parts:
    """Let messages ask for their ways while it is on."""
    sms.add_rooms(kit.rooms)
    sms.register_bulk(kit.handlers, kit.settings)

    @asynccontextmanager
    async def life() -> AsyncIterator[None]:
        hooks = messaging.HOOKS
        hooks.ways_of_many, hooks.hold, hooks.accepted = sms.ways_of_many, sms.hold_counts, sms.count_accepted
        hooks.reserve, hooks.priced, hooks.balance = sms.reserve, sms.keep_priced, sms.keep_balance
        hooks.route_names = sms.route_names
        try:
            yield
        finally:
            hooks.ways_of_many, hooks.hold = messaging.any_account, messaging.unheld
            hooks.accepted, hooks.route_names = messaging.uncounted, messaging.unnamed
            hooks.reserve, hooks.priced, hooks.balance = messaging.unpaid, messaging.unpriced, None

    return Parts(routes=ROUTES, life=life)
