"""Consents out of files: looked at first, written down in batches, taken back as a whole."""

from hub.consent.imports.routes import routes
from hub.consent.imports.run import register

__all__ = ["register", "routes"]
