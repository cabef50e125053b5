"""One connection to an SMSC: bind, requests in a window, answers by their sequence, keep-alive, unbind."""

from __future__ import annotations

import asyncio
import contextlib
import ssl
from collections.abc import Callable
from typing import Final, cast

from connectors.smpp import messages, pdu, statuses
from connectors.smpp.config import SmppOptions
from connectors.smpp.pdu import BrokenStreamError, Framer, Pdu
from connectors.smpp.text import clean
from hub.ports import AddressRefusedError, Network, open_connection

UNBIND_SECONDS: Final = 1.0
LAST_SEQUENCE: Final = 0x7FFFFFFF


class SessionEndedError(Exception):
    """The session is over: a stable ``reason``, the provider's own ``answer``, and octets that nobody could read."""

    def __init__(self, reason: str, answer: str | None = None, raw: bytes = b"") -> None:
        super().__init__(reason)
        self.reason = reason
        self.answer = clean(answer or "") or None
        self.raw = raw


class Session(asyncio.Protocol):
    """From its first octet to its end; a new one is made for every attempt. ``on_request`` hears what is asked."""

    def __init__(self, options: SmppOptions, on_request: Callable[[Session, Pdu], None]) -> None:
        self.ended: asyncio.Future[SessionEndedError] = asyncio.get_running_loop().create_future()
        self.smsc = ""
        self.heard = 0.0  # the provider has read all that was written before this time
        self.window = asyncio.Semaphore(options.window)
        self._options = options
        self._on_request = on_request
        self._framer = Framer()
        self._transport: asyncio.Transport | None = None
        self._asked: dict[int, asyncio.Future[Pdu]] = {}
        self._sequence = 0
        self._bound = False

    async def open(self, network: Network, command: int) -> None:
        """Connect and bind. Raises ``SessionEndedError``."""
        try:
            async with asyncio.timeout(self._options.connect_timeout):
                await open_connection(self._options, network, lambda: self)
                await self._bind(command)
        except TimeoutError as error:
            raise self._end(SessionEndedError("timeout", error.strerror)) from None
        except ssl.SSLCertVerificationError as error:
            raise SessionEndedError("tls_untrusted", error.verify_message) from None
        except ssl.SSLError as error:
            raise SessionEndedError("not_smpp", error.reason) from None
        except AddressRefusedError as error:
            raise SessionEndedError(error.code, str(error)) from None
        except OSError as error:
            raise SessionEndedError("refused", error.strerror or str(error)) from None

    async def watch(self) -> None:
        """Enquire until the session ends. Always raises ``SessionEndedError``."""
        while True:
            await asyncio.wait({self.ended}, timeout=self._options.enquire_interval)
            self.check()
            try:
                await self.ask(pdu.ENQUIRE_LINK, b"", self._options.response_timeout)
            except TimeoutError:
                raise self._end(SessionEndedError("no_pong")) from None

    async def ask(self, command: int, body: bytes, seconds: float) -> Pdu:
        """Send a request and wait for its answer. Raises ``SessionEndedError``, or ``TimeoutError``."""
        self.check()
        self._sequence = self._sequence % LAST_SEQUENCE + 1
        sequence = self._sequence
        loop = asyncio.get_running_loop()
        answer: asyncio.Future[Pdu] = loop.create_future()
        self._asked[sequence], asked_at = answer, loop.time()
        self._write(Pdu(command, 0, sequence, body))
        try:
            async with asyncio.timeout(seconds):
                found = await answer
            self.heard = max(self.heard, asked_at)
            return found
        finally:
            self._asked.pop(sequence, None)

    def answer(self, request: Pdu, status: int = statuses.OK) -> None:
        """Answer what was asked; nothing happens where the session is over."""
        if not self.ended.done():
            body = b"\0" if request.command in {pdu.DELIVER_SM, pdu.DATA_SM} else b""
            self._write(Pdu(request.command | pdu.RESPONSE, status, request.sequence, body))

    def reject(self, sequence: int, status: int) -> None:
        """Say that a packet was not understood."""
        if not self.ended.done():
            self._write(Pdu(pdu.GENERIC_NACK, status, sequence))

    def check(self) -> None:
        """Raises ``SessionEndedError`` where the session is over."""
        if self.ended.done():
            raise self.ended.result()
        if self._transport is None:
            raise SessionEndedError("lost")

    async def close(self) -> None:
        """Unbind, and close."""
        if not self.ended.done() and self._bound:
            with contextlib.suppress(TimeoutError, SessionEndedError):
                await self.ask(pdu.UNBIND, b"", UNBIND_SECONDS)
        self._end(SessionEndedError("lost"))

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """asyncio: it is open."""
        self._transport = cast("asyncio.Transport", transport)

    def connection_lost(self, error: Exception | None) -> None:
        """asyncio: it is closed."""
        reason = "lost" if self._bound else "not_smpp"
        self._end(SessionEndedError(reason, str(error) if error else None))

    def data_received(self, data: bytes) -> None:
        """asyncio: octets came."""
        try:
            while packets := self._framer.feed(data):
                data = b""
                for packet in packets:
                    self._on_packet(packet)
        except BrokenStreamError as error:
            if self._bound:
                self.reject(0, statuses.INVALID_LENGTH)
            self._end(SessionEndedError("malformed", raw=error.raw) if self._bound else SessionEndedError("not_smpp"))

    def _on_packet(self, packet: Pdu) -> None:
        if packet.is_response:
            waiting = self._asked.get(packet.sequence)
            if waiting is not None and not waiting.done():
                waiting.set_result(packet)
        elif packet.command == pdu.ENQUIRE_LINK:
            self.answer(packet)
        elif packet.command == pdu.UNBIND:
            self.answer(packet)
            self._end(SessionEndedError("lost", "unbind"))
        else:
            self._on_request(self, packet)

    async def _bind(self, command: int) -> None:
        options = self._options
        body = messages.bind(
            options.system_id,
            options.password.get_secret_value(),
            options.system_type or "",
            options.address_range or "",
        )
        answer = await self.ask(command, body, options.connect_timeout)
        if answer.status in statuses.SIGN_IN:
            raise self._end(SessionEndedError("rejected", statuses.name(answer.status)))
        if answer.status != statuses.OK or answer.command != command | pdu.RESPONSE:
            raise self._end(SessionEndedError("refused", statuses.name(answer.status)))
        self._bound = True
        self.smsc = clean(answer.body.split(b"\0", 1)[0].decode("latin-1"), 40)

    def _write(self, packet: Pdu) -> None:
        if self._transport is not None and not self._transport.is_closing():
            self._transport.write(packet.encode())

    def _end(self, error: SessionEndedError) -> SessionEndedError:
        if not self.ended.done():
            self.ended.set_result(error)
        for waiting in self._asked.values():
            if not waiting.done():
                waiting.set_exception(error)
        if self._transport is not None:
            self._transport.close()
        return self.ended.result()
