"""Lines: without them every number is read by the organisation's own rules."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from hub import lines
from hub.modules import Parts
from hub.wiring.kit import HubKit

ROUTES = (lines.routes,)


def wire(kit: HubKit) -> Parts:
    """Hold the lines in memory while they are on."""
    kit.services[lines.LINES] = kit.lines
    kit.lines.use(kit.signals)

    @asynccontextmanager
    async def life() -> AsyncIterator[None]:
        await kit.lines.start()
        kit.owned["line"] = lines.list_items
        try:
            yield
        finally:
            del kit.owned["line"]
            await kit.lines.stop()
            kit.lines.hold(())

    return Parts(routes=ROUTES, life=life)
