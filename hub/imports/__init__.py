"""Bring customers in from files, take them out, and change many at once."""

from hub.imports.bulk_runs import keep_selection, read_selection
from hub.imports.routes import routes
from hub.imports.routes_bulk import register as register_bulk
from hub.imports.routes_bulk import routes as bulk_routes
from hub.imports.run import register
from hub.imports.schemas_bulk import BulkSelection

__all__ = [
    "BulkSelection",
    "bulk_routes",
    "keep_selection",
    "read_selection",
    "register",
    "register_bulk",
    "routes",
]
