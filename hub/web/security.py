"""Headers that keep a browser from doing what our pages never need."""

from __future__ import annotations

from aiohttp import web

from hub.web.peers import PEER, REQUEST_ID

FIXED = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), payment=(), usb=(), microphone=(self)",
}
HSTS = "max-age=31536000"


def content_policy(host: str, *, tls: bool) -> str:
    """The content security policy; browsers before 2022 do not count websockets to ``'self'``, so they are named."""
    sockets = f" {'wss' if tls else 'ws'}://{host}" if host else ""
    rules = (
        "default-src 'self'",
        "script-src 'self'",
        "style-src 'self' 'unsafe-inline'",
        "img-src 'self' data:",
        "font-src 'self'",
        "media-src 'self' blob:",  # the ring tone is made by the page
        f"connect-src 'self'{sockets}",
        "object-src 'none'",
        "frame-ancestors 'none'",
        "base-uri 'none'",
        "form-action 'self'",
    )
    return "; ".join(rules)


async def set_headers(request: web.Request, response: web.StreamResponse) -> None:
    """Complete every answer; for ``on_response_prepare``. A route's own policy is kept."""
    peer = request.get(PEER)
    headers = response.headers
    for name, value in FIXED.items():
        headers.setdefault(name, value)
    headers["X-Request-ID"] = request.get(REQUEST_ID, "")
    tls = peer is not None and peer.scheme == "https"
    headers.setdefault("Content-Security-Policy", content_policy(peer.host if peer else "", tls=tls))
    if tls:
        headers.setdefault("Strict-Transport-Security", HSTS)
