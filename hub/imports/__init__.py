"""Bring customers in from files, take them out, and change many at once."""

from hub.imports.routes import routes
from hub.imports.routes_bulk import register as register_bulk
from hub.imports.routes_bulk import routes as bulk_routes
from hub.imports.run import register

__all__ = ["bulk_routes", "register", "register_bulk", "routes"]
