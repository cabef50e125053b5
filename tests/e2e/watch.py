"""What no page may do, whatever a test is about: throw, complain on the console, or ask an outside host."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import Any
from urllib.parse import urlsplit

from playwright.async_api import BrowserContext, ConsoleMessage, Page, Request, WebError, WebSocket

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

    def follow(self, context: BrowserContext) -> None:
        """Begin to listen; where POLICY is among its scripts, to what that says as well."""
        for event, listener in self._listeners():
            context.on(event, listener)

    def leave(self, context: BrowserContext) -> None:
        """Listen no more."""
        for event, listener in self._listeners():
            context.remove_listener(event, listener)

    def allow(self, *complaints: str | re.Pattern[str], hosts: Iterable[str] = ()) -> None:
        """Expect these, and pages that come from these hosts."""
        self._allowed += [re.compile(one) if isinstance(one, str) else one for one in complaints]
        self._hosts |= set(hosts)

    def unexpected(self) -> list[str]:
        """Everything that no test allowed."""
        return [one for one in self.complaints if not any(allowed.search(one) for allowed in self._allowed)]

    def _listeners(self) -> tuple[tuple[Any, Callable[[Any], None]], ...]:
        return ("console", self._heard), ("weberror", self._threw), ("request", self._requested), ("page", self._opened)

    def _threw(self, error: WebError) -> None:
        self.complaints.append(f"the page threw {error.error}")

    def _requested(self, asked: Request) -> None:
        self._asked(asked.url)

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
