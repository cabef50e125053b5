"""Short links: messages that want such get them while they are on."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from hub import links, messaging
from hub.modules import Parts
from hub.wiring.kit import HubKit, provided

ROUTES = (links.routes, links.public_routes)


def wire(kit: HubKit) -> Parts:
    """Add its routes and job; without an address of the hub none are made, and old ones still lead on."""
    links.register(kit.handlers, kit.settings)
    links.register_telling(kit.handlers)
    base = links.base_of(kit.settings)

    @asynccontextmanager
    async def life() -> AsyncIterator[None]:
        clicks = links.Clicks(kit.db)
        messaging.HOOKS.links = links.Shortener(base) if base else None
        try:
            async with provided(kit.services, links.CLICKS, clicks):
                yield
        finally:
            messaging.HOOKS.links = None
            await clicks.stop()

    return Parts(routes=ROUTES, life=life)
