"""One request over the hub's own network, and never a second one: whoever sends must know what has left."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import aiohttp
from yarl import URL

from connectors.sms_http.answers import MOST, Got
from connectors.sms_http.requests import Built
from hub.ports import AddressRefusedError, Network

AGENT = "Peyvand"


class NotConnectedError(aiohttp.ClientConnectionError):
    """No connection came about, so nothing has left: a stable ``code``, and one sentence."""

    def __init__(self, code: str, detail: str) -> None:
        super().__init__(detail)
        self.code = code


class LostError(Exception):
    """The request had left, and no whole answer came: a stable ``code``."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class _Guarded(aiohttp.BaseConnector):
    """Connects by the hub's network, once for each request: an idle connection may break as a request is written."""

    allowed_protocol_schema_set = frozenset({"http", "https", ""})

    def __init__(self, network: Network, seconds: float) -> None:
        super().__init__(force_close=True)
        self._network = network
        self._seconds = seconds

    async def _create_connection(self, req: Any, traces: Any, timeout: Any) -> Any:  # noqa: ASYNC109 (aiohttp calls it so)
        host, secure = req.url.raw_host, req.url.scheme == "https"
        try:
            async with asyncio.timeout(self._seconds):
                return await self._open(host, req.url.port, secure=secure)
        except TimeoutError:
            raise NotConnectedError("timeout", "The gateway does not answer in time.") from None
        except AddressRefusedError as error:
            raise NotConnectedError(error.code, str(error)) from None
        except ssl.SSLCertVerificationError as error:
            raise NotConnectedError(
                "tls_untrusted", f"Its certificate is not trusted: {error.verify_message}."
            ) from None
        except ssl.SSLError:
            raise NotConnectedError("tls_failed", "TLS with the gateway failed.") from None
        except OSError as error:
            code = "unknown_host" if isinstance(error, OSError) and type(error).__name__ == "gaierror" else "refused"
            raise NotConnectedError(code, "The gateway cannot be reached.") from None

    async def _open(self, host: str, port: int, *, secure: bool) -> Any:
        context = await asyncio.to_thread(ssl.create_default_context) if secure else None
        made = await self._network.connect(host, port)
        try:
            _, protocol = await asyncio.get_running_loop().create_connection(
                self._factory, sock=made, ssl=context, server_hostname=host if secure else None
            )
        except BaseException:
            made.close()
            raise
        return protocol


async def ask(network: Network, built: Built, seconds: float) -> Got:
    """Send it once. Raises ``NotConnectedError`` (nothing has left) and ``LostError`` (it had)."""
    try:
        async with asyncio.timeout(seconds * 2), _session(network, seconds) as session:
            return await _exchange(session, built)
    except NotConnectedError:
        raise
    except TimeoutError:
        raise LostError("timeout") from None
    except (aiohttp.ClientError, OSError, ValueError) as error:
        raise LostError(type(error).__name__) from None


async def _exchange(session: aiohttp.ClientSession, built: Built) -> Got:
    url = URL(built.url, encoded=True)
    options = {"headers": built.headers, "data": built.body, "allow_redirects": False}
    async with session.request(built.method, url, **options) as answer:  # type: ignore[arg-type]  # of several kinds
        body = await answer.content.read(MOST)
        while len(body) < MOST and (more := await answer.content.read(MOST - len(body))):
            body += more
        return Got(answer.status, body, {name.lower(): value for name, value in answer.headers.items()})


@asynccontextmanager
async def _session(network: Network, seconds: float) -> AsyncIterator[aiohttp.ClientSession]:
    patience = aiohttp.ClientTimeout(total=None, sock_read=seconds)
    async with aiohttp.ClientSession(
        connector=_Guarded(network, seconds), timeout=patience, trust_env=False, headers={"User-Agent": AGENT},
        cookie_jar=aiohttp.DummyCookieJar(),
    ) as session:  # fmt: skip
        session._retry_connection = False  # a GET sends a message, too: what was lost is not asked again
        yield session
