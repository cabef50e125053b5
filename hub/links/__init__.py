"""Short links: made for each recipient of a message, and counted where they are opened."""

from hub.links.clicks import CLICKS, Click, Clicks, record
from hub.links.models import ShortLink
from hub.links.retention import register
from hub.links.routes import routes
from hub.links.routes_public import routes as public_routes
from hub.links.shortening import Shortener, base_of
from hub.links.store import find
from hub.links.telling import register as register_telling
from hub.links.telling import tell

__all__ = [
    "CLICKS",
    "Click",
    "Clicks",
    "ShortLink",
    "Shortener",
    "base_of",
    "find",
    "public_routes",
    "record",
    "register",
    "register_telling",
    "routes",
    "tell",
]
