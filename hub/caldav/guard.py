"""Where a calendar may be: on the Internet, or where an administrator says; never the machine's own services."""

from __future__ import annotations

import socket
from urllib.parse import SplitResult, urlsplit

from aiohttp.abc import AbstractResolver, ResolveResult
from yarl import URL

from hub.caldav.trouble import Trouble
from hub.network import GuardedNetwork, Inner, literal, unwrapped
from hub.ports import AddressRefusedError
from hub.settings import Settings

LONGEST = 1_000


class Places:
    """Which hosts and addresses may be asked."""

    def __init__(self, settings: Settings) -> None:
        self._inner = Inner.named(settings.calendars.inner)
        self.network = GuardedNetwork(settings.http.port, self._inner)

    def check_url(self, url: str) -> SplitResult:
        """Its parts. Raises ``Trouble``: no address, not encrypted, or not outside."""
        try:
            parts = urlsplit(url)
            port, host = parts.port, URL(url).raw_host  # as it is connected to: ``127。0。0。1`` is an address, too
        except ValueError:
            raise Trouble("address") from None
        if len(url) > LONGEST or parts.scheme not in {"http", "https"} or not host or parts.username is not None:
            raise Trouble("address")
        if parts.scheme == "http" and not self._inner.has(host):
            raise Trouble("not_https", host)
        if (address := literal(host.partition("%")[0])) is not None:
            try:
                self.network.judge(host, unwrapped(address), port or (443 if parts.scheme == "https" else 80))
            except AddressRefusedError:
                raise Trouble("inner_address", host) from None
        return parts


class GuardedResolver(AbstractResolver):
    """Looks at every address that a name leads to, at the moment of connecting: what was checked is what is used."""

    def __init__(self, places: Places) -> None:
        self._network = places.network

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_UNSPEC
    ) -> list[ResolveResult]:
        """The addresses. Raises ``Trouble`` where one of them is not to be asked, ``OSError`` for an unknown name."""
        try:
            found = await self._network.look_up(host, port)
        except AddressRefusedError as refused:
            raise Trouble("unknown_host" if refused.code == "no_host_address" else "inner_address", host) from None
        return [
            ResolveResult(
                hostname=host, host=str(place[0]), port=port, family=kind, proto=0, flags=socket.AI_NUMERICHOST
            )
            for kind, place in found
            if family in {socket.AF_UNSPEC, kind}
        ]  # fmt: skip

    async def close(self) -> None:
        """Nothing is held."""
