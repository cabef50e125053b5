"""One file from where a provider says that it lies: by guarded connections, with credentials only where they belong."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from typing import Any, Final

import aiohttp
from aiohttp.abc import AbstractResolver, ResolveResult
from yarl import URL

from hub.network import GuardedNetwork, Inner
from hub.ports import AddressRefusedError, MediaAccess

MOST_HOPS: Final = 5
LONGEST_URL: Final = 2000
CHUNK: Final = 64 * 1024
_REDIRECTS: Final = frozenset({301, 302, 303, 307, 308})
_FOR_GOOD: Final = frozenset({404, 410})


class DownloadError(Exception):
    """The file did not come: ``reason`` as the attachment says it; ``lasting``: it will not come later either."""

    def __init__(self, reason: str, *, lasting: bool) -> None:
        super().__init__(reason)
        self.reason, self.lasting = reason, lasting


class Places:
    """Where files may be fetched: from an account's own origins, as its options name them, else the Internet by TLS."""

    def __init__(self, own_port: int, seconds: float) -> None:
        self._named = GuardedNetwork(own_port)
        self._outside = GuardedNetwork(own_port, Inner.named(()))
        self._seconds = seconds

    @asynccontextmanager
    async def opened(self, address: str, access: MediaAccess) -> AsyncIterator[aiohttp.ClientResponse]:
        """The answer whose body is the file. Raises ``DownloadError``, also while the body is read."""
        patience = aiohttp.ClientTimeout(total=self._seconds, sock_connect=10, sock_read=self._seconds / 2)
        try:
            async with _session(patience, self._resolver(access)) as session:
                yield await self._follow(session, _url(address, access.base), access)
        except (aiohttp.ClientError, TimeoutError, OSError, ValueError) as error:
            if isinstance(error, AddressRefusedError):
                raise DownloadError("address", lasting=True) from None
            raise DownloadError("unreachable", lasting=False) from error

    async def forget(self, address: str, access: MediaAccess) -> None:
        """Delete the provider's copy; one that is gone already is well. Raises ``DownloadError``."""
        url, patience = _url(address, access.base), aiohttp.ClientTimeout(total=self._seconds)
        if origin_of(url) not in access.origins:
            return
        try:
            async with (
                _session(patience, self._resolver(access)) as session,
                session.delete(url, headers=access.headers, allow_redirects=False) as answer,
            ):
                if answer.status >= 400 and answer.status not in _FOR_GOOD:
                    raise DownloadError(_refusal(answer.status), lasting=False)
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            raise DownloadError("unreachable", lasting=False) from error

    async def _follow(self, session: aiohttp.ClientSession, url: URL, access: MediaAccess) -> aiohttp.ClientResponse:
        for _ in range(MOST_HOPS):
            own = await self._look_at(url, access)
            headers: Mapping[str, str] = access.headers if own else {}
            answer = await session.get(url, headers=headers, allow_redirects=False)
            if answer.status not in _REDIRECTS or not (where := answer.headers.get("Location")):
                if answer.status != 200:
                    raise DownloadError(_refusal(answer.status), lasting=answer.status in _FOR_GOOD)
                return answer
            answer.close()
            url = _url(where, url)
        raise DownloadError("address", lasting=True)

    async def _look_at(self, url: URL, access: MediaAccess) -> bool:
        """Whether it is the account's own origin. Raises ``DownloadError`` for where nobody may be led to."""
        own = origin_of(url) in access.origins
        if not own and url.scheme != "https":
            raise DownloadError("address", lasting=True)
        host, port = url.raw_host or "", url.port or 0
        await self._network(host, port, access).look_up(host, port)
        return own

    def _network(self, host: str, port: int, access: MediaAccess) -> GuardedNetwork:
        """At the account's own host and port inner addresses are expected, and nowhere else."""
        named = any((one.raw_host, one.port) == (host, port) for one in map(URL, access.origins))
        return self._named if named else self._outside

    def _resolver(self, access: MediaAccess) -> AbstractResolver:
        return _Resolver(lambda host, port: self._network(host, port, access))


class _Resolver(AbstractResolver):
    """Looks at every address at the moment of connecting: what was looked at is what is used."""

    def __init__(self, network: Any) -> None:
        self._network = network

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_UNSPEC
    ) -> list[ResolveResult]:
        """The host's addresses. Raises ``AddressRefusedError``."""
        found = await self._network(host, port).look_up(host, port)
        return [
            ResolveResult(
                hostname=host, host=str(place[0]), port=port, family=kind, proto=0, flags=socket.AI_NUMERICHOST
            )
            for kind, place in found
            if family in {socket.AF_UNSPEC, kind}
        ]  # fmt: skip

    async def close(self) -> None:
        """Nothing is held."""


@asynccontextmanager
async def _session(patience: aiohttp.ClientTimeout, resolver: AbstractResolver) -> AsyncIterator[aiohttp.ClientSession]:
    connector = aiohttp.TCPConnector(resolver=resolver, use_dns_cache=False, force_close=True)
    async with aiohttp.ClientSession(
        connector=connector, timeout=patience, trust_env=False, cookie_jar=aiohttp.DummyCookieJar(),
        headers={"User-Agent": "Peyvand", "Accept-Encoding": "identity"}, auto_decompress=False,
    ) as session:  # fmt: skip
        yield session
    await asyncio.sleep(0)


def origin_of(url: URL) -> str:
    """``https://host``, with the port where it is another than the scheme's."""
    return str(url.origin())


def _url(address: str, base: str | URL | None = None) -> URL:
    """The address. Raises ``DownloadError`` for what is none, or holds a sign-in."""
    try:
        url = URL(base).join(URL(address)) if base else URL(address)
        well = url.scheme in {"http", "https"} and url.raw_host and url.user is None and url.password is None
    except ValueError:
        well = False
    if not well or len(address) > LONGEST_URL:
        raise DownloadError("address", lasting=True)
    return url


def _refusal(status: int) -> str:
    if status in _FOR_GOOD:
        return "gone"
    return "sign_in" if status in {401, 403} else "unreachable"
