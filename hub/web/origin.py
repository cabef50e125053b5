"""Changes are taken from our own pages only (cross-site request forgery)."""

from __future__ import annotations

from urllib.parse import urlsplit

from aiohttp import web

from hub.web.peers import PEER, Peer
from hub.web.problems import Forbidden

# What changes there is let in by a secret in the address, never by a cookie.
WITHOUT_SESSION = ("/hooks/", "/consent/", "/calendar/", "/l/")
SAFE = frozenset({"GET", "HEAD", "OPTIONS", "TRACE"})
_PORTS = {"http": 80, "https": 443}


def refuse_foreign(request: web.Request, public_url: str | None) -> None:
    """Raise ``Forbidden`` (code ``origin``) for a change that another site may have caused."""
    if request.method in SAFE or request.path.startswith(WITHOUT_SESSION):
        return
    if not origin_allowed(request, public_url):
        raise Forbidden("The request comes from another site.", code="origin")


def origin_allowed(request: web.Request, public_url: str | None) -> bool:
    """True when the browser says that one of our own pages sent the request (also used for websockets)."""
    origin = request.headers.get("Origin")
    if origin is None:
        return request.headers.get("Sec-Fetch-Site") == "same-origin"
    return is_own(origin, request[PEER], public_url)


def is_own(origin: str, peer: Peer, public_url: str | None) -> bool:
    """Compare an ``Origin`` with the public address and with the address that the request was sent to.

    A page over HTTPS may reach us over plain HTTP, behind a proxy that ends TLS without being listed as trusted;
    the other way round is refused.
    """
    theirs = _parts(origin)
    if theirs is None:
        return False
    if public_url and theirs == _parts(public_url):
        return True
    schemes = {peer.scheme, "https"}
    return bool(peer.host) and any(theirs == _parts(f"{scheme}://{peer.host}") for scheme in schemes)


def _parts(url: str) -> tuple[str, str, int] | None:
    try:
        split = urlsplit(url)
        port = split.port or _PORTS[split.scheme]
    except (ValueError, KeyError):
        return None
    return (split.scheme, split.hostname.lower(), port) if split.hostname else None
