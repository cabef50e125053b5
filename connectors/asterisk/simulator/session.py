"""One AMI client: what it may see, and how it is dropped when it does not read."""

from __future__ import annotations

import asyncio
import logging
import secrets
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from connectors.asterisk.simulator.packets import (
    BANNER,
    Action,
    ActionParser,
    Fields,
    PacketTooLargeError,
    format_packet,
)

WRITE_TIMEOUT = 0.1  # seconds, Asterisk's default writetimeout
READABLE = frozenset({"system", "call", "agent"})  # the classes that a user's read right is simulated for
_MAX_WAITING_PACKETS = 50_000
_CHUNK = 16 * 1024

log = logging.getLogger(__name__)


@dataclass(slots=True)
class Reply:
    """What an action answers: packets for this client only, then perhaps the end."""

    packets: list[Fields] = field(default_factory=list)
    close: bool = False


class Session:
    """A connected client; ``answer`` carries its actions out."""

    def __init__(
        self,
        reader: asyncio.StreamReader,
        writer: asyncio.StreamWriter,
        answer: Callable[[Session, Action], Reply],
        sign_in_timeout: float,
    ) -> None:
        self.signed_in = False
        self.classes: frozenset[str] | None = None  # event classes wanted; None: all
        self.may_read = READABLE
        self.challenge = secrets.token_hex(8)
        self._reader, self._writer, self._answer = reader, writer, answer
        self._sign_in_timeout = sign_in_timeout
        self._outbox: asyncio.Queue[bytes | None] = asyncio.Queue(_MAX_WAITING_PACKETS)
        writer.transport.set_write_buffer_limits(high=0)

    async def serve(self) -> None:
        """Talk until either side ends it."""
        sender = asyncio.create_task(self._send_all())
        self._put(BANNER)
        try:
            await self._receive_all()
        except (OSError, TimeoutError, PacketTooLargeError) as error:
            log.info("simulated phone: a client was dropped: %s", error or type(error).__name__)
        finally:
            if not self._put(None):
                sender.cancel()
            await asyncio.wait([sender])
            self._writer.close()

    def offer_event(self, event_class: str, packet: bytes) -> None:
        """Send an event when this client wants its class."""
        readable = event_class in self.may_read or event_class not in READABLE
        if self.signed_in and readable and (self.classes is None or event_class in self.classes):
            self._put(packet)

    def send(self, packets: Iterable[Fields]) -> None:
        """Send packets of this client's own."""
        for fields in packets:
            self._put(format_packet(fields))

    def _put(self, packet: bytes | None) -> bool:
        try:
            self._outbox.put_nowait(packet)
        except asyncio.QueueFull:
            self._writer.transport.abort()
            return False
        return True

    async def _receive_all(self) -> None:
        parser = ActionParser()
        async with asyncio.timeout(self._sign_in_timeout) as limit:
            while data := await self._reader.read(_CHUNK):
                for action in parser.feed(data):
                    reply = self._answer(self, action)
                    self.send(reply.packets)
                    if reply.close:
                        return
                if self.signed_in:
                    limit.reschedule(None)

    async def _send_all(self) -> None:
        while (packet := await self._outbox.get()) is not None:
            try:
                await self._send(packet)
            except (OSError, TimeoutError):  # it does not read: let it go, as Asterisk does
                self._writer.transport.abort()
                return

    async def _send(self, packet: bytes) -> None:
        if self._writer.transport.is_closing():
            raise ConnectionAbortedError
        self._writer.write(packet)
        if self._writer.transport.get_write_buffer_size():
            async with asyncio.timeout(WRITE_TIMEOUT):
                await self._writer.drain()
