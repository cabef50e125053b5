"""Alive, ready, measured: what a supervisor, a load balancer and Prometheus ask."""

from __future__ import annotations

import asyncio
import hmac
from collections.abc import Awaitable, Callable
from typing import Literal

from aiohttp import web

from hub import metrics
from hub.web.context import Context
from hub.web.openapi import OpenApi
from hub.web.principal import PUBLIC
from hub.web.problems import FieldError, Forbidden, Problem
from hub.web.routes import Routes
from hub.web.schemas import Output

routes = Routes("service")
Check = Callable[[], Awaitable[None]]
READY_SECONDS = 2.0
METRICS_READ = "metrics:read"


class Readiness:
    """The checks that must pass before this process is given work."""

    def __init__(self) -> None:
        self._checks: dict[str, Check] = {}

    def add(self, name: str, check: Check) -> None:
        """Register ``check``; it raises while its part is not ready."""
        self._checks[name] = check

    async def run(self) -> dict[str, bool]:
        """All checks at once, each within ``READY_SECONDS``."""
        results = await asyncio.gather(*(self._passes(check) for check in self._checks.values()))
        return dict(zip(self._checks, results, strict=True))

    async def _passes(self, check: Check) -> bool:
        try:
            await asyncio.wait_for(check(), READY_SECONDS)
        except Exception:
            return False
        return True


READINESS = web.AppKey("readiness", Readiness)
DOCUMENT = web.AppKey("openapi", OpenApi)


class Alive(Output):
    """The process answers."""

    status: Literal["ok"]
    version: str


class Ready(Output):
    """Every part is ready. ``sandbox``: outgoing messages are captured, none leaves."""

    status: Literal["ready"]
    checks: list[str]
    sandbox: bool


@routes.get("/healthz", permission=PUBLIC, summary="Is the process alive?")
async def get_health(ctx: Context) -> Alive:
    """Answers as long as the process does; asks nothing of the store."""
    return Alive(status="ok", version=ctx.version)


@routes.get("/readyz", permission=PUBLIC, summary="Is the process ready for work?")
async def get_readiness(ctx: Context) -> Ready:
    """200 when every part is ready, else 503 with the names of those that are not."""
    checks = await ctx.service(READINESS).run()
    waiting = [FieldError(field=f"check.{name}", code="not_ready", detail="") for name, ok in checks.items() if not ok]
    if waiting:
        raise Problem(503, "not_ready", "Some parts are not ready.", errors=waiting, headers={"Retry-After": "2"})
    return Ready(status="ready", checks=list(checks), sandbox=ctx.settings.sandbox)


@routes.get("/metrics", permission=PUBLIC, summary="Prometheus metrics", errors=(403,), media="text/plain")
async def get_metrics(ctx: Context) -> web.Response:
    """For this machine, for the bearer token of the settings, and for who may read metrics."""
    if not await _may_read_metrics(ctx):
        raise Forbidden("Metrics are for this machine or for the token metrics.token.", code="metrics")
    return web.Response(body=metrics.render(), headers={"Content-Type": metrics.CONTENT_TYPE})


@routes.get("/api/openapi.json", permission=PUBLIC, summary="This document", media="application/json")
async def get_openapi(ctx: Context) -> web.Response:
    """The OpenAPI 3.1 description of every route."""
    return web.Response(body=ctx.service(DOCUMENT).body, content_type="application/json", charset="utf-8")


async def _may_read_metrics(ctx: Context) -> bool:
    if ctx.peer.is_loopback:
        return True
    token = ctx.settings.metrics.token
    given = ctx.request.headers.get("Authorization", "")
    if token is not None and hmac.compare_digest(
        given.encode(errors="replace"), f"Bearer {token.get_secret_value()}".encode()
    ):
        return True
    user = await ctx.load_principal()
    return user is not None and not user.locked and user.may(METRICS_READ)
