"""Templates and canned texts, and test messages made of them."""

from __future__ import annotations

from hub import messaging, templates
from hub.modules import Parts
from hub.wiring.kit import HubKit

ROUTES = (templates.routes, templates.part_routes, messaging.test_routes)


def wire(kit: HubKit) -> Parts:
    """Add its room and routes."""
    templates.add_rooms(kit.rooms)
    return Parts(routes=ROUTES)
