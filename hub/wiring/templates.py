"""Templates and canned texts, and test messages made of them."""

from __future__ import annotations

from hub import accounts, messaging, templates
from hub.modules import Parts
from hub.wiring.kit import HubKit

ROUTES = (templates.routes, templates.part_routes, messaging.test_routes)


def wire(kit: HubKit) -> Parts:
    """Add its room and routes; from now on a role that templates are for stays, switched on or off."""
    templates.add_rooms(kit.rooms)
    accounts.HOOKS.role_deleted = [templates.keep_role]
    return Parts(routes=ROUTES)
