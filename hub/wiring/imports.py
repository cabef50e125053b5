"""Imports, exports, and changes of many customers at once."""

from __future__ import annotations

from hub import imports
from hub.modules import Parts
from hub.wiring.kit import HubKit

ROUTES = (imports.routes, imports.bulk_routes)


def wire(kit: HubKit) -> Parts:
    """Add its jobs and routes."""
    imports.register(kit.handlers, kit.settings)
    imports.register_bulk(kit.handlers, kit.settings)
    return Parts(routes=ROUTES)
