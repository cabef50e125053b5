"""Put the web kernel together: routes, middlewares, headers and the user interface."""

from __future__ import annotations

from collections.abc import Sequence

from aiohttp import web

from hub.db import Database
from hub.settings import Settings
from hub.web import health
from hub.web.keys import AUTHENTICATE, DATABASE, SERVICES, SETTINGS, VERSION
from hub.web.late import LateRoutes
from hub.web.middlewares import check_origin, observe, problems
from hub.web.openapi import OpenApi
from hub.web.peers import networks
from hub.web.principal import Authenticate
from hub.web.routes import Routes, add_routes
from hub.web.security import set_headers
from hub.web.ui import serve_ui

LATE = web.AppKey("late_routes", LateRoutes)


def build_application(
    settings: Settings, database: Database, areas: Sequence[Routes], *, authenticate: Authenticate, version: str
) -> web.Application:
    """An application that serves ``areas``, the health routes and the UI. Raises ``ValueError`` for a bad network."""
    http = settings.http
    app = web.Application(
        middlewares=[
            observe(networks(http.trusted_proxies)),
            problems,
            check_origin(http.public_url),
            serve_ui(http.ui),
        ],
        client_max_size=http.max_body_bytes,
    )
    every = [health.routes, *areas]
    app[SETTINGS], app[DATABASE], app[VERSION] = settings, database, version
    app[AUTHENTICATE], app[SERVICES] = authenticate, {}
    app[health.DOCUMENT] = OpenApi(every, version)
    app[health.READINESS] = health.Readiness()
    app[health.READINESS].add("store", database.ping)
    add_routes(app, every)
    app[LATE] = LateRoutes()
    app.router.register_resource(app[LATE])
    app.on_response_prepare.append(set_headers)
    return app
