"""SMS: routes and limits; without them a message goes by any account of its channel."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from hub import messaging, sms
from hub.modules import Parts
from hub.wiring.kit import HubKit

ROUTES = (sms.routes,)


def wire(kit: HubKit) -> Parts:
    """Let messages ask for their ways while it is on."""
    sms.add_rooms(kit.rooms)

    @asynccontextmanager
    async def life() -> AsyncIterator[None]:
        messaging.HOOKS.ways_of_many = sms.ways_of_many
        try:
            yield
        finally:
            messaging.HOOKS.ways_of_many = messaging.any_account

    return Parts(routes=ROUTES, life=life)
