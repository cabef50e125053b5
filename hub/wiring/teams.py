"""Teams, units, skills, and what belongs to which team."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from hub import accounts, presence, teams
from hub.modules import Parts
from hub.wiring.kit import HubKit

ROUTES = (teams.routes,)


def wire(kit: HubKit) -> Parts:
    """Add its rooms and routes; while it is on, whose presence somebody sets follows the units."""
    kit.services[teams.OWNED] = kit.owned
    teams.add_rooms(kit.rooms, kit.owned)

    @asynccontextmanager
    async def life() -> AsyncIterator[None]:
        presence.HOOKS.manages = teams.require_colleague
        accounts.HOOKS.person_changed.append(teams.follow_person)
        try:
            yield
        finally:
            accounts.HOOKS.person_changed.remove(teams.follow_person)
            presence.HOOKS.manages = presence.manage_everybody

    return Parts(routes=ROUTES, life=life)
