"""Tasks and promises, their reminders, what of them waits on a customer's page, and people's own calendars."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from hub import caldav, customers, tasks
from hub.modules import Parts
from hub.wiring.kit import HubKit, provided

ROUTES = (tasks.routes, tasks.feed_routes, caldav.routes)


def wire(kit: HubKit) -> Parts:
    """Add its rooms, jobs and routes."""
    calendars = caldav.Calendars(kit.db, kit.settings, kit.keyring)
    tasks.register(kit.handlers)
    tasks.add_rooms(kit.rooms)
    caldav.register(kit.handlers, calendars)
    caldav.add_rooms(kit.rooms)
    tasks.HOOKS.changed, tasks.HOOKS.deleted = [caldav.follow_changes], [caldav.follow_deletions]

    @asynccontextmanager
    async def life() -> AsyncIterator[None]:
        async with (
            provided(kit.services, customers.WAITING, tasks.promises_due),
            provided(kit.services, caldav.CALENDARS, calendars),
        ):
            yield

    return Parts(routes=ROUTES, life=life)
