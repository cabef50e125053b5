"""The Socket.IO server, with everything bounded that a peer may send, before and after it signed in."""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import Any

import structlog
from aiohttp import web

from hub.realtime.library import AsyncServer, WebSocket
from hub.realtime.packets import TextPacket
from hub.web import Rate
from hub.web.limits import Limiter

log = structlog.get_logger(__name__)
LARGEST = 65_536  # bytes in one frame
FRAMES = Rate(200, 10)  # of one socket, whatever is in them; more than any page sends
BACKLOG = 2_000  # packets that wait for a reader that does not read
UNKNOWN = "unknown"  # the handler of events that there are not
# Engine.IO pong and close; Socket.IO connect, disconnect and event of the one namespace; nothing binary, no answers
_FRAME = re.compile(r"3|1|41|40(\{.*)?|42\d{0,9}\[.*", re.DOTALL)
_MALFORMED = (ValueError, TypeError, LookupError, AttributeError, RecursionError)


class Socket(WebSocket):  # type: ignore[misc]
    """One websocket. What is no frame of ours, or too many of them, ends it."""

    def __init__(self, handler: Any, server: Any) -> None:
        super().__init__(handler, server)
        self._frames = Limiter(capacity=1)

    async def wait(self) -> str:
        """The next frame. An ``OSError`` or a ``Problem`` lets the library close the socket without a word."""
        frame = await super().wait()
        self._frames.take("frames", "", FRAMES)
        if not isinstance(frame, str) or not _FRAME.fullmatch(frame):
            raise OSError("not a frame of ours")
        return frame


class Server(AsyncServer):  # type: ignore[misc]
    """Lets through ``events``, each with one argument; all others become ``UNKNOWN``.

    Without this a client may call the handlers of ``connect`` and ``disconnect`` by sending events of these names.
    """

    def __init__(self, events: Collection[str]) -> None:
        super().__init__(
            async_mode="aiohttp", transports=["websocket"], cors_allowed_origins="*", ping_interval=15,
            ping_timeout=15, max_http_buffer_size=LARGEST, logger=False, engineio_logger=False,
            serializer=TextPacket,
        )  # fmt: skip  # origins are checked by our own handler, where the public address and proxies are known
        self.eio._async = self.eio._async | {"websocket": Socket}
        self._events = frozenset(events)
        self._strangers: set[str] = set()

    def cut(self, eio_sid: str) -> None:
        """End a socket at once, without waiting for its peer."""
        request: web.Request | None = self.environ.get(eio_sid, {}).get("aiohttp.request")
        if request is not None and request.transport is not None:
            request.transport.abort()

    def sweep(self) -> None:
        """Cut sockets that do not read, and those that have not signed in since the last sweep."""
        strangers: set[str] = set()
        for eio_sid, socket in list(self.eio.sockets.items()):
            if socket.queue.qsize() > BACKLOG:
                log.warning("socket_cut", reason="does not read", waiting=socket.queue.qsize())
                self.cut(eio_sid)
            elif self.manager.sid_from_eio_sid(eio_sid, "/") is None:
                strangers.add(eio_sid)
        for eio_sid in strangers & self._strangers:
            self.cut(eio_sid)
        self._strangers = strangers

    def is_open(self, sid: str) -> bool:
        """False once the websocket below a client is gone."""
        rooms = self.manager.rooms.get("/", {})
        return rooms.get(None, {}).get(sid) in self.eio.sockets

    async def _handle_eio_message(self, eio_sid: str, data: Any) -> None:
        try:
            await super()._handle_eio_message(eio_sid, data)
        except _MALFORMED as error:
            log.info("socket_cut", reason="malformed packet", error=type(error).__name__)
            self.cut(eio_sid)

    async def _handle_event(self, eio_sid: str, namespace: str | None, id: int | None, data: Any) -> None:  # noqa: A002
        name, arguments = data[0], data[1:2]
        if not isinstance(name, str):
            raise ValueError("an event without a name")  # noqa: TRY004
        await super()._handle_event(eio_sid, namespace, id, [name if name in self._events else UNKNOWN, *arguments])
