"""Who is at the other end: the client's address, scheme and host, through proxies that are trusted."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network

from aiohttp import web

Network = IPv4Network | IPv6Network
_HOST = re.compile(r"[A-Za-z0-9._-]{1,253}(:\d{1,5})?|\[[0-9A-Fa-f:.]{2,45}\](:\d{1,5})?")
_FORWARDING = ("X-Forwarded-For", "X-Real-IP", "Forwarded", "Via", "X-Forwarded-Host")


@dataclass(frozen=True, slots=True)
class Peer:
    """The client as far as it can be known."""

    address: str  # IP address; empty when unknown
    scheme: str  # http or https, as the browser sees it
    host: str  # host[:port] as the browser sees it; empty when malformed
    forwarded: bool  # some proxy stands between, trusted or not

    @property
    def is_loopback(self) -> bool:
        """True for a direct connection from this machine; a proxy on it does not count."""
        parsed = _address(self.address)
        return not self.forwarded and parsed is not None and parsed.is_loopback


PEER = web.RequestKey("peer", Peer)
REQUEST_ID = web.RequestKey("request_id", str)


def networks(values: Iterable[str]) -> tuple[Network, ...]:
    """Parse ``10.0.0.0/8`` and single addresses. Raises ``ValueError``."""
    return tuple(ip_network(value, strict=False) for value in values)


def peer_of(request: web.Request, trusted: Sequence[Network] = ()) -> Peer:
    """Describe the client; forwarding headers count only when a trusted proxy sent them."""
    headers = request.headers
    forwarded = any(name in headers for name in _FORWARDING)
    address, scheme, host = request.remote or "", request.scheme, request.host
    if _is_trusted(address, trusted):
        address = _client(headers.getall("X-Forwarded-For", []), address, trusted)
        scheme = _last(headers.get("X-Forwarded-Proto"), scheme).lower()
        host = _last(headers.get("X-Forwarded-Host"), host)
    scheme = scheme if scheme in {"http", "https"} else "http"
    return Peer(address, scheme, host if _HOST.fullmatch(host) else "", forwarded)


def _client(chain: Sequence[str], peer: str, trusted: Sequence[Network]) -> str:
    """The nearest address that is no trusted proxy: what stands left of it may be invented."""
    hops = [hop.strip() for value in chain for hop in value.split(",") if hop.strip()]
    address = peer
    for hop in reversed(hops):
        if _address(hop) is None:
            break
        address = hop
        if not _is_trusted(hop, trusted):
            break
    return address


def _last(value: str | None, default: str) -> str:
    return value.rsplit(",", 1)[-1].strip() if value else default


def _address(value: str) -> IPv4Address | IPv6Address | None:
    try:
        parsed = ip_address(value)
    except ValueError:
        return None
    mapped = parsed.ipv4_mapped if isinstance(parsed, IPv6Address) else None
    return mapped or parsed


def _is_trusted(value: str, trusted: Sequence[Network]) -> bool:
    parsed = _address(value)
    return parsed is not None and any(parsed in network for network in trusted)
