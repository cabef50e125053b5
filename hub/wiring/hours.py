"""Opening hours, held in memory while they are on."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from hub import conversations, hours
from hub.modules import Parts
from hub.wiring.kit import HubKit, provided

ROUTES = (hours.routes,)


def wire(kit: HubKit) -> Parts:
    """Add its room and routes, and follow the calendars."""
    board = hours.Hours(kit.db)
    board.use(kit.signals)
    hours.add_rooms(kit.rooms)

    @asynccontextmanager
    async def life() -> AsyncIterator[None]:
        await board.start()
        conversations.HOOKS.opens = lambda line, team: hours.open_now(board, line_id=line, team_id=team)
        try:
            async with provided(kit.services, hours.HOURS, board):
                yield
        finally:
            conversations.HOOKS.opens = conversations.always_open
            await board.stop()

    return Parts(routes=ROUTES, life=life)
