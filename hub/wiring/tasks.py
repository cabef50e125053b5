"""Tasks and promises, their reminders, and what of them waits on a customer's page."""

from __future__ import annotations

from hub import customers, tasks
from hub.modules import Parts
from hub.wiring.kit import HubKit, provided

ROUTES = (tasks.routes, tasks.feed_routes)


def wire(kit: HubKit) -> Parts:
    """Add its rooms, jobs and routes."""
    tasks.register(kit.handlers)
    tasks.add_rooms(kit.rooms)
    return Parts(
        routes=ROUTES, life=lambda: provided(kit.services, customers.WAITING, tasks.promises_due)
    )  # fmt: skip
