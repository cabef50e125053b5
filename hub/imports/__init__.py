"""Bring customers in from files, take them out, and change many at once."""

from hub.imports.routes import routes
from hub.imports.run import register

__all__ = ["register", "routes"]
