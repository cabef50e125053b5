"""Audio files on a web server, by their names: they cannot be listed there."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from urllib.parse import quote, unquote, urlsplit, urlunsplit

import aiohttp
from yarl import URL

from connectors.asterisk.audio_options import AudioOptions
from connectors.asterisk.audio_places import CHUNK, Entry
from hub.ports import NeedsSignIn, Refused, RetryLater

GONE = frozenset({404, 410})
REFUSED = frozenset({401, 403})


class HttpPlace:
    """Files below one address. Nothing leads away from it: names are quoted, and redirects are not followed."""

    def __init__(self, address: str, options: AudioOptions) -> None:
        parts = urlsplit(address)
        host = parts.netloc.rpartition("@")[2]
        self._base = urlunsplit((parts.scheme, host, parts.path.rstrip("/") + "/", "", ""))
        self._user = unquote(parts.username or "")
        self._options = options

    async def names(self, folder: str) -> Sequence[str]:
        """None: a web server has no list that all servers write alike."""
        return []

    async def entry(self, path: str) -> Entry | None:
        """The file, where the server has it."""
        async with self._ask("HEAD", path) as answer:
            if answer.status in GONE:
                return None
            _check(answer)
            return Entry(path.rpartition("/")[2], answer.content_length)

    async def read(self, path: str) -> AsyncIterator[bytes]:
        """The file's bytes."""
        async with self._ask("GET", path) as answer:
            if answer.status in GONE:
                raise Refused("The recording is gone.", cause="gone")
            _check(answer)
            async for chunk in answer.content.iter_chunked(CHUNK):
                yield chunk

    @asynccontextmanager
    async def _ask(self, method: str, path: str) -> AsyncIterator[aiohttp.ClientResponse]:
        options = self._options
        secret = options.audio_secret.get_secret_value() if options.audio_secret else ""
        headers = {"Accept-Encoding": "identity"}
        if self._user or secret:
            headers["Authorization"] = aiohttp.encode_basic_auth(self._user, secret)
        patience = aiohttp.ClientTimeout(total=None, connect=options.audio_timeout, sock_read=options.audio_timeout)
        url = URL(self._base + quote(path, safe="/"), encoded=True)
        try:
            async with (
                aiohttp.ClientSession(timeout=patience, auto_decompress=False, trust_env=False) as web,
                web.request(method, url, allow_redirects=False, headers=headers) as answer,
            ):  # fmt: skip
                yield answer
        except (aiohttp.ClientError, OSError, TimeoutError) as error:
            raise RetryLater(f"The web server of the recordings does not answer: {type(error).__name__}.") from error


def _check(answer: aiohttp.ClientResponse) -> None:
    if answer.status in REFUSED:
        raise NeedsSignIn("The web server of the recordings does not accept the sign-in.")
    if answer.status != 200:
        raise RetryLater(f"The web server of the recordings answers {answer.status}.")
