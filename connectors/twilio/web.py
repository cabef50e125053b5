"""The twilio package's requests over the hub's own network, each once."""

from __future__ import annotations

import asyncio
import ssl
from typing import Any, Final

import aiohttp
from yarl import URL

from connectors.twilio.config import API
from hub.ports import AddressRefusedError, Network

MOST: Final = 8_000_000  # octets of an answer: a page of the list
IDLE_SECONDS: Final = 5.0  # an idle connection may break as a request is written, and then nobody knows
CONNECTIONS: Final = 20


class NotConnectedError(aiohttp.ClientConnectionError):
    """No connection came about, so nothing has left: a stable ``code``, and one sentence."""

    def __init__(self, code: str, detail: str) -> None:
        super().__init__(detail)
        self.code = code


class LostError(Exception):
    """The request had left, and no whole answer came."""


class _Guarded(aiohttp.BaseConnector):
    allowed_protocol_schema_set = frozenset({"http", "https", ""})

    def __init__(self, network: Network, seconds: float) -> None:
        super().__init__(keepalive_timeout=IDLE_SECONDS, limit=CONNECTIONS)
        self._network = network
        self._seconds = seconds

    async def _create_connection(self, req: Any, traces: Any, timeout: Any) -> Any:  # noqa: ASYNC109 (aiohttp calls it so)
        try:
            async with asyncio.timeout(self._seconds):
                return await self._open(req.url)
        except TimeoutError:
            raise NotConnectedError("timeout", "Twilio does not answer in time.") from None
        except AddressRefusedError as error:
            raise NotConnectedError(error.code, str(error)) from None
        except ssl.SSLCertVerificationError as error:
            raise NotConnectedError("tls_untrusted", error.verify_message) from None
        except ssl.SSLError as error:
            raise NotConnectedError("tls_failed", error.reason or "TLS failed") from None
        except OSError as error:
            raise NotConnectedError("refused", error.strerror or str(error)) from None

    async def _open(self, url: URL) -> Any:
        secure = url.scheme == "https"
        context = await asyncio.to_thread(ssl.create_default_context) if secure else None
        made = await self._network.connect(url.raw_host or "", url.port or 0)
        try:
            _, protocol = await asyncio.get_running_loop().create_connection(
                self._factory, sock=made, ssl=context, server_hostname=url.raw_host if secure else None
            )
        except BaseException:
            made.close()
            raise
        return protocol


class Web:
    """Asks, and says apart what never left and what was lost."""

    def __init__(self, network: Network, api_url: str, seconds: float) -> None:
        patience = aiohttp.ClientTimeout(total=None, sock_read=seconds)
        self._api_url = api_url
        self._session = aiohttp.ClientSession(
            connector=_Guarded(network, seconds), timeout=patience, trust_env=False, cookie_jar=aiohttp.DummyCookieJar()
        )

    async def ask(
        self, method: str, url: str, params: Any, data: Any, headers: dict[str, str], auth: tuple[str, str] | None
    ) -> tuple[int, str, dict[str, str]]:
        """Status, body, headers. Raises ``NotConnectedError`` or ``LostError``."""
        if not url.startswith(API + "/"):
            raise NotConnectedError("refused", "Twilio names another host than its own.")
        sent = {**headers, **({"Authorization": aiohttp.encode_basic_auth(*auth)} if auth else {})}
        target = self._api_url + url.removeprefix(API)
        try:
            async with self._session.request(
                method, target, params=params, data=data, headers=sent, allow_redirects=False
            ) as answer:
                return answer.status, await _text(answer), {**answer.headers}
        except NotConnectedError:
            raise
        except (aiohttp.ClientError, OSError, TimeoutError, ValueError) as error:
            raise LostError(type(error).__name__) from error

    async def close(self) -> None:
        """Close what is open."""
        await self._session.close()


async def _text(answer: aiohttp.ClientResponse) -> str:
    body = bytearray()
    async for chunk in answer.content.iter_chunked(65_536):
        body += chunk
        if len(body) > MOST:
            raise ValueError("The answer is too long.")
    return body.decode("utf-8", "replace")
