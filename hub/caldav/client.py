"""One conversation with somebody's CalDAV server: bounded in time and size, guarded at every step."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Final
from urllib.parse import urljoin, urlsplit

import aiohttp

from hub.caldav.guard import GuardedResolver, Places
from hub.caldav.trouble import Trouble
from hub.version import VERSION

MOST_BYTES: Final = 4 * 1024 * 1024  # of one answer
SECONDS: Final = 30.0  # for one answer
_REDIRECTS: Final = 5
_MOVED: Final = frozenset({301, 302, 307, 308})
_REFUSALS: Final = {401: "sign_in", 403: "forbidden", 404: "gone", 410: "gone", 429: "throttled", 507: "full"}


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server answered, whole."""

    status: int
    url: str
    headers: Mapping[str, str]
    body: bytes

    def expect(self, *wanted: int) -> Answer:
        """Itself. Raises ``Trouble`` for another status."""
        if self.status in wanted:
            return self
        if self.status >= 500 and self.status not in _REFUSALS:
            raise Trouble("server_error", str(self.status), status=self.status)
        raise Trouble(_REFUSALS.get(self.status, "not_caldav"), str(self.status), status=self.status)


class Client:
    """Asks in the name of one user. Credentials go to the server that was named and its kin, to nobody else."""

    def __init__(self, session: aiohttp.ClientSession, places: Places, url: str, username: str, password: str) -> None:
        self._session = session
        self._places = places
        self._home = places.check_url(url)
        self._login = username, password
        try:
            self._basic = {"Authorization": aiohttp.encode_basic_auth(username, password, encoding="utf-8")}
        except ValueError:  # a name with a colon, or what no text can be
            raise Trouble("sign_in") from None
        self._digest: aiohttp.DigestAuthMiddleware | None = None

    async def ask(
        self, method: str, url: str, body: bytes | None = None, headers: Mapping[str, str] | None = None
    ) -> Answer:
        """The answer, after redirects that stay at home. Raises ``Trouble``."""
        try:
            async with asyncio.timeout(SECONDS):
                return await self._follow(method, url, body, dict(headers or {}))
        except TimeoutError:
            raise Trouble("slow", self._home.hostname or "") from None

    async def _follow(self, method: str, url: str, body: bytes | None, headers: dict[str, str]) -> Answer:
        for _ in range(_REDIRECTS):
            answer = await self._once(method, url, body, headers)
            if answer.status not in _MOVED:
                return answer
            url = self.resolve(answer.url, answer.headers.get("Location", ""))
        raise Trouble("redirects")

    def resolve(self, base: str, href: str) -> str:
        """An address that the server named, whole. Raises ``Trouble`` where it leads away from home."""
        try:
            url = urljoin(base, href.strip())
        except ValueError:
            raise Trouble("nonsense") from None
        parts = self._places.check_url(url)
        home, host = self._home.hostname or "", parts.hostname or ""
        if parts.scheme == "http" and self._home.scheme == "https":
            raise Trouble("not_https", host)
        if host != home and _kin(host) != _kin(home):
            raise Trouble("led_away", host)
        return url

    async def _once(self, method: str, url: str, body: bytes | None, headers: dict[str, str]) -> Answer:
        answer = await self._send(method, url, body, headers)
        challenge = answer.headers.get("WWW-Authenticate", "").lower()
        if answer.status == 401 and self._digest is None and "digest" in challenge and "basic" not in challenge:
            self._digest = aiohttp.DigestAuthMiddleware(*self._login)
            answer = await self._send(method, url, body, headers)
        return answer

    async def _send(self, method: str, url: str, body: bytes | None, headers: dict[str, str]) -> Answer:
        self._places.check_url(url)
        host = urlsplit(url).hostname or ""
        headers = headers if self._digest else headers | self._basic
        given = (self._digest,) if self._digest else ()
        try:
            async with self._session.request(
                method, url, data=body, headers=headers, allow_redirects=False, middlewares=given
            ) as response:
                return Answer(response.status, url, _plain(response), await _read(response))
        except Trouble:
            raise
        except (aiohttp.ClientConnectorCertificateError, aiohttp.ClientSSLError, ssl.SSLError):
            raise Trouble("certificate", host) from None
        except aiohttp.ClientConnectorDNSError:
            raise Trouble("unknown_host", host) from None
        except (aiohttp.ClientError, OSError, ValueError):
            raise Trouble("unreachable", host) from None


def _plain(response: aiohttp.ClientResponse) -> dict[str, str]:
    wanted = ("Location", "ETag", "WWW-Authenticate", "Content-Type", "DAV")
    return {name: response.headers[name] for name in wanted if name in response.headers}


async def _read(response: aiohttp.ClientResponse) -> bytes:
    parts, size = [], 0
    async for chunk in response.content.iter_chunked(65_536):
        size += len(chunk)
        if size > MOST_BYTES:
            raise Trouble("too_large")
        parts.append(chunk)
    return b"".join(parts)


def _kin(host: str) -> str:
    """What a host has in common with its siblings: p12-caldav.example.com is kin to caldav.example.com."""
    parent = host.partition(".")[2]
    return parent if parent.count(".") >= 1 else host


@asynccontextmanager
async def open_client(places: Places, url: str, username: str, password: str) -> AsyncIterator[Client]:
    """A conversation. Raises ``Trouble`` for an address that may not be asked."""
    places.check_url(url)
    connector = aiohttp.TCPConnector(resolver=GuardedResolver(places), limit=2, use_dns_cache=False)
    headers = {"User-Agent": f"Peyvand/{VERSION}", "Accept-Encoding": "identity"}
    async with aiohttp.ClientSession(
        connector=connector, cookie_jar=aiohttp.DummyCookieJar(), trust_env=False, headers=headers, max_line_size=8190,
        max_field_size=8190,
    ) as session:  # fmt: skip
        yield Client(session, places, url, username, password)
