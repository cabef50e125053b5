"""What the application holds for its routes, under typed keys."""

from __future__ import annotations

from typing import Any

from aiohttp import web

from hub.db import Database
from hub.settings import Settings
from hub.web.principal import Authenticate

DATABASE = web.AppKey("database", Database)
SETTINGS = web.AppKey("settings", Settings)
VERSION = web.AppKey("version", str)
SERVICES: web.AppKey[dict[web.AppKey[Any], Any]] = web.AppKey("services")
"""What modules provide while they are switched on; found before what the application holds itself."""
AUTHENTICATE: web.AppKey[Authenticate] = web.AppKey("authenticate")
