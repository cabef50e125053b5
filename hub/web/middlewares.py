"""What surrounds every request: its id, log line and metrics, the Origin check, and problems for all that fails."""

from __future__ import annotations

import asyncio
import re
import secrets
import time
from collections.abc import Sequence

import structlog
from aiohttp import web
from aiohttp.typedefs import Handler, Middleware

from hub.db import StoreFull, StoreUnavailable
from hub.web.metrics import ACTIVE, METHODS, REQUESTS, SECONDS
from hub.web.origin import WITHOUT_SESSION, refuse_foreign
from hub.web.peers import PEER, REQUEST_ID, Network, peer_of
from hub.web.problems import Problem

log = structlog.get_logger("hub.web")
_GIVEN_ID = re.compile(r"[A-Za-z0-9._-]{8,64}")
_QUIET = frozenset({"/healthz", "/readyz", "/metrics"})
_CODES = {404: "not_found", 405: "method_not_allowed", 413: "too_large", 416: "range_not_satisfiable"}


def observe(trusted: Sequence[Network]) -> Middleware:
    """Name the request, then log and measure how it went. Query strings may hold secrets: they are left out."""

    @web.middleware
    async def middleware(request: web.Request, handler: Handler) -> web.StreamResponse:
        request[PEER] = peer_of(request, trusted)
        request[REQUEST_ID] = _request_id(request)
        started, status = time.perf_counter(), 499
        with structlog.contextvars.bound_contextvars(request_id=request[REQUEST_ID]), ACTIVE.track_inprogress():
            try:
                response = await handler(request)
                status = response.status
            finally:
                _record(request, status, time.perf_counter() - started)
        return response

    return middleware


def check_origin(public_url: str | None) -> Middleware:
    """Refuse changes that come from other sites' pages."""

    @web.middleware
    async def middleware(request: web.Request, handler: Handler) -> web.StreamResponse:
        refuse_foreign(request, public_url)
        return await handler(request)

    return middleware


@web.middleware
async def problems(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Turn every failure into a problem document; what we did not foresee tells the client an id and no more."""
    try:
        return await handler(request)
    except Problem as problem:
        return problem.response()
    except web.HTTPException as error:
        if error.status < 400 or error.content_type == "application/problem+json":
            raise
        return _from_http(error).response()
    except StoreUnavailable as error:
        return _store_problem(error).response()
    except (asyncio.CancelledError, ConnectionResetError):
        raise
    except Exception:
        log.exception("request_failed", route=_route(request), method=request.method)
        return Problem(500, "internal", f"Something went wrong here. Reference: {request[REQUEST_ID]}").response()


def _store_problem(error: StoreUnavailable) -> Problem:
    if isinstance(error, StoreFull):
        log.error("store_full", error=str(error))
        return Problem(503, "store_full", "The store is full; nothing was kept.", headers={"Retry-After": "60"})
    log.warning("store_unavailable", error=str(error))
    detail = "The store does not answer; nothing was kept."
    return Problem(503, "store_unavailable", detail, headers={"Retry-After": "5"})


def _from_http(error: web.HTTPException) -> Problem:
    headers = {name: error.headers[name] for name in ("Allow", "Connection") if name in error.headers}
    return Problem(error.status, _CODES.get(error.status, "http_error"), error.reason, headers=headers)


def _request_id(request: web.Request) -> str:
    given = request.headers.get("X-Request-ID", "")
    return given if _GIVEN_ID.fullmatch(given) else secrets.token_hex(8)


def _route(request: web.Request) -> str:
    resource = request.match_info.route.resource
    return resource.canonical if resource is not None else "other"


def _record(request: web.Request, status: int, seconds: float) -> None:
    route = _route(request)
    method = request.method if request.method in METHODS else "OTHER"
    REQUESTS.labels(method, route, str(status)).inc()
    SECONDS.labels(method, route).observe(seconds)
    write = log.debug if route in _QUIET and status < 400 else log.info
    path = route if route.startswith(WITHOUT_SESSION) else request.rel_url.raw_path  # such an address holds its secret
    address = request[PEER].address
    write("request", method=method, path=path, status=status, ms=round(seconds * 1000, 1), address=address)
