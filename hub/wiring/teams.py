"""Teams, units, skills, and what belongs to which team."""

from __future__ import annotations

from hub import teams
from hub.modules import Parts
from hub.wiring.kit import HubKit

ROUTES = (teams.routes,)


def wire(kit: HubKit) -> Parts:
    """Add its rooms and routes."""
    kit.services[teams.OWNED] = kit.owned
    teams.add_rooms(kit.rooms, kit.owned)
    return Parts(routes=ROUTES)
