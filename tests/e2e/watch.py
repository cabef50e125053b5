"""What no page may do, whatever a test is about: throw, complain on the console, or ask an outside host."""

from __future__ import annotations

import re
from collections.abc import Iterable
from urllib.parse import urlsplit

from playwright.async_api import BrowserContext, ConsoleMessage, Page, WebSocket

HERE = {"127.0.0.1", "localhost", ""}
# The page learns from this answer that nobody is signed in.
NOBODY_YET = re.compile(r"status of 401 .* at \S+/api/session$")
CUT_OFF = re.compile(
    r"ERR_CONNECTION_\w+|ERR_EMPTY_RESPONSE|ERR_CONTENT_LENGTH_MISMATCH|ERR_INCOMPLETE_CHUNKED_ENCODING"
    r"|WebSocket connection to|WebSocket is closed"
)
POLICY = (
    "addEventListener('securitypolicyviolation', (e) => console.error('CSP ' + e.violatedDirective, e.blockedURI));"
)


class Watch:
    """Listens to every page of the contexts it is told of. ``allow`` names complaints that a test provokes."""

    def __init__(self) -> None:
        self.complaints: list[str] = []
        self._allowed = [NOBODY_YET]
        self._hosts = set(HERE)

    async def follow(self, context: BrowserContext) -> None:
        """Begin to listen."""
        context.on("console", self._heard)
        context.on("weberror", lambda error: self.complaints.append(f"the page threw {error.error}"))
        context.on("request", lambda asked: self._asked(asked.url))
        context.on("page", self._opened)
        await context.add_init_script(POLICY)

    def allow(self, *complaints: str | re.Pattern[str], hosts: Iterable[str] = ()) -> None:
        """Expect these, and pages that come from these hosts."""
        self._allowed += [re.compile(one) if isinstance(one, str) else one for one in complaints]
        self._hosts |= set(hosts)

    def unexpected(self) -> list[str]:
        """Everything that no test allowed."""
        return [one for one in self.complaints if not any(allowed.search(one) for allowed in self._allowed)]

    def _opened(self, page: Page) -> None:
        page.on("websocket", self._socket)

    def _socket(self, socket: WebSocket) -> None:
        self._asked(socket.url)

    def _heard(self, message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"}:
            self.complaints.append(f"console: {message.text} at {message.location['url']}")

    def _asked(self, url: str) -> None:
        parts = urlsplit(url)
        if parts.scheme not in {"data", "blob"} and (parts.hostname or "") not in self._hosts:
            self.complaints.append(f"the page asked an outside host: {url}")
