"""AMI on a socket: panoramisk's messages and action bookkeeping, with framing and endings of our own.

panoramisk decodes each TCP chunk by itself (which breaks a letter cut in two), logs a failed Login with its secret,
keeps a packet of any size, and sends unanswered actions again after a reconnect. None of that may happen here.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable, Mapping
from typing import Any

from panoramisk.actions import Action
from panoramisk.ami_protocol import AMIProtocol
from panoramisk.message import Message

from connectors.asterisk.event_names import IGNORED
from connectors.asterisk.packet import read_headers
from connectors.asterisk.queues import EVENTS as QUEUE_EVENTS
from connectors.asterisk.text import clean, without_control

PACKET_BYTES = 1_000_000
BANNER_BYTES = 1_000

_EVENT = re.compile(rb"\AEvent: ([^\r\n]*)\r\n")
_IGNORED = frozenset(name.encode() for name in IGNORED - QUEUE_EVENTS - {"FullyBooted"})


class SessionEndedError(Exception):
    """The connection is over: ``reason`` is a word of ``ConnectorState``, ``answer`` the provider's own text."""

    def __init__(self, reason: str, answer: str | None = None) -> None:
        super().__init__(reason)
        self.reason = reason
        self.answer = clean(answer) or None if answer else None


class AmiProtocol(AMIProtocol):  # type: ignore[misc] # panoramisk has no types
    """One connection. ``on_event`` gets every event that matters, in order, and must not block."""

    def __init__(self, on_event: Callable[[Any], None], on_odd: Callable[[str, str], None]) -> None:
        loop = asyncio.get_running_loop()
        self.banner: asyncio.Future[str] = loop.create_future()
        self.ended: asyncio.Future[SessionEndedError] = loop.create_future()
        self.encoding = "utf8"
        self.dispatch = on_event
        self._on_odd = on_odd
        self._rest = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Begin to listen."""
        super().connection_made(transport)
        self.factory = self  # panoramisk hands events to its factory's dispatch()

    def connection_lost(self, exc: object = None) -> None:
        """The peer closed, the network broke, or (an event) the PBX announced its shutdown."""
        event = getattr(exc, "event", "")
        self.end(SessionEndedError("lost", str(event or exc or "") or None))

    def close(self) -> None:
        """End the connection from our side."""
        self.end(SessionEndedError("lost"))

    def end(self, why: SessionEndedError) -> None:
        """End the connection for the first reason given; every unanswered action learns it and none is sent again."""
        if self.ended.done():
            return
        self.ended.set_result(why)
        self.closed = True
        self.banner.cancel()
        for action in tuple(self.responses.values()):
            action.future.cancel()
        self.responses.clear()
        self.transport.abort()

    def post(self, headers: Mapping[str, str]) -> Action:
        """Send an action with an id of its own, control characters stripped; its ``future`` is the answer."""
        # panoramisk takes their answers ("Added interface to queue", "successfully queued") for the start of a list
        as_list = False if headers.get("Action") in {"QueueAdd", "Atxfer", "CancelAtxfer"} else None
        action = Action({key: without_control(value) for key, value in headers.items()}, as_list=as_list)
        if self.ended.done():
            action.future.cancel()
            return action
        self.responses[action.id] = action
        self.transport.write(str(action).encode(self.encoding, "replace"))
        return action

    def forget(self, action: Action) -> None:
        """Wait no longer for an answer."""
        self.responses.pop(action.id, None)

    def data_received(self, data: bytes) -> None:
        """Cut the stream into packets."""
        if self.ended.done():
            return
        self._rest += data
        if not self.banner.done() and not self._read_banner():
            return
        *packets, self._rest = self._rest.split(b"\r\n\r\n")
        for packet in packets:
            if self.ended.done():  # an overrun in this very chunk
                return
            self._read_packet(packet.lstrip(b"\r\n"))
        if len(self._rest) > PACKET_BYTES:
            self.end(SessionEndedError("not_a_pbx", "a packet without an end"))

    def _read_banner(self) -> bool:
        line, newline, rest = self._rest.partition(b"\n")
        text = clean(line[:BANNER_BYTES].decode("utf8", "replace"), 100)
        if not newline and len(line) < BANNER_BYTES:
            return False
        if not newline or not text.startswith("Asterisk Call Manager"):
            self.end(SessionEndedError("not_a_pbx", text))
            return False
        self.banner.set_result(text)
        self._rest = rest
        return True

    def _read_packet(self, packet: bytes) -> None:
        event = _EVENT.match(packet)
        alone = event is not None and b"\nActionID: " not in packet  # told by the PBX itself, not asked for
        if not packet or (event and alone and event[1] in _IGNORED):
            return
        message: Any = None
        try:
            if event and alone and event[1].lower() != b"shutdown":
                message = read_headers(packet.decode("utf8", "replace"))  # four times as quick as a message
                self.dispatch(message)
                return
            message = Message.from_line(packet.decode("utf8", "replace"))
            if message is not None:
                self.handle_message(message)
        except Exception as error:  # whatever a packet does, the next one must be read
            self._on_odd("failed", repr(error))
        if message is None:
            self._on_odd("malformed", "neither Event nor Response")


def plain(message: Any) -> dict[str, object]:
    """A message's headers."""
    return dict(message.items())
