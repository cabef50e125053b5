"""Where a calendar may be: on the Internet, or where an administrator says; never the machine's own services."""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Iterable
from urllib.parse import SplitResult, urlsplit

from aiohttp.abc import AbstractResolver, ResolveResult
from aiohttp.resolver import ThreadedResolver

from hub.caldav.trouble import Trouble
from hub.network import METADATA, is_own, unwrapped
from hub.settings import Settings

LONGEST = 1_000
Network = ipaddress.IPv4Network | ipaddress.IPv6Network


class Places:
    """Which hosts and addresses may be asked."""

    def __init__(self, settings: Settings) -> None:
        self._own_port = settings.http.port
        self._hosts, self._networks = _read(settings.calendars.inner)

    def is_inner(self, host: str) -> bool:
        """Whether an administrator named this host."""
        address = _address(host)
        if address is None:
            return host.lower() in self._hosts
        return any(unwrapped(address) in network for network in self._networks)

    def check_url(self, url: str) -> SplitResult:
        """Its parts. Raises ``Trouble``: no address, not encrypted, or not outside."""
        try:
            parts = urlsplit(url)
            port = parts.port
        except ValueError:
            raise Trouble("address") from None
        host = parts.hostname
        if len(url) > LONGEST or parts.scheme not in {"http", "https"} or not host or parts.username is not None:
            raise Trouble("address")
        if parts.scheme == "http" and not self.is_inner(host):
            raise Trouble("not_https", host)
        if (address := _address(host)) is not None:
            self.check_address(host, str(address), port or (443 if parts.scheme == "https" else 80))
        return parts

    def check_address(self, host: str, found: str, port: int) -> None:
        """Raises ``Trouble`` for an address that nobody may be led to."""
        address = unwrapped(ipaddress.ip_address(found.partition("%")[0]))
        named = host.lower() in self._hosts or any(address in network for network in self._networks)
        never = address in METADATA or address.is_link_local or address.is_multicast or address.is_unspecified
        own = port == self._own_port and is_own(address)
        if never or own or not (address.is_global or named):
            raise Trouble("inner_address", host)


def _address(host: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        return ipaddress.ip_address(host)
    except ValueError:
        return None


def _read(inner: Iterable[str]) -> tuple[frozenset[str], list[Network]]:
    hosts, networks = set(), []
    for one in inner:
        if "/" in one or _address(one) is not None:
            networks.append(ipaddress.ip_network(one, strict=False))
        else:
            hosts.add(one.lower())
    return frozenset(hosts), networks


class GuardedResolver(AbstractResolver):
    """Looks at every address that a name leads to, at the moment of connecting: what was checked is what is used."""

    def __init__(self, places: Places) -> None:
        self._places = places
        self._inner = ThreadedResolver()

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_UNSPEC
    ) -> list[ResolveResult]:
        """The addresses. Raises ``Trouble`` where one of them is not to be asked, ``OSError`` for an unknown name."""
        try:
            found = await self._inner.resolve(host, port, family)
        except (UnicodeError, ValueError) as error:
            raise OSError(str(error)) from None
        for one in found:
            self._places.check_address(host, one["host"], port)
        return found

    async def close(self) -> None:
        """Nothing is held."""
        await self._inner.close()
