"""An SMSC that does what a test tells it: refuses, hangs, cuts, delivers."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import Callable
from contextlib import suppress

from connectors.smpp import pdu, statuses
from connectors.smpp.messages import ShortMessage, read_message
from connectors.smpp.pdu import Framer, Pdu

Answer = Callable[[Pdu], Pdu | None]


class ScriptedSmsc:
    """One server; what it answers to a submit_sm is ``on_submit``, None for nothing."""

    def __init__(self) -> None:
        self.port = 0
        self.bind_status = statuses.OK
        self.on_submit: Answer = self.accept
        self.submitted: list[ShortMessage] = []
        self.answers: list[Pdu] = []  # to what it delivered
        self.commands: list[int] = []
        self.sessions: list[asyncio.StreamWriter] = []
        self.mute = False
        self._server: asyncio.Server | None = None
        self._ids = 0
        self._sequence = 0

    async def start(self, tls: ssl.SSLContext | None = None) -> None:
        self._server = await asyncio.start_server(self._attend, "127.0.0.1", self.port, ssl=tls)
        self.port = self._server.sockets[0].getsockname()[1]

    async def stop(self) -> None:
        if self._server is not None:
            self._server.close()
        self.cut()

    def cut(self) -> None:
        for session in self.sessions:
            session.transport.abort()
        self.sessions.clear()

    def accept(self, packet: Pdu) -> Pdu:
        self._ids += 1
        return answer_to(packet, f"{self._ids}".encode() + b"\0")

    def deliver(self, message: ShortMessage, command: int = pdu.DELIVER_SM) -> int:
        self._sequence += 1
        self.write(Pdu(command, 0, self._sequence, message.encode()).encode())
        return self._sequence

    def write(self, octets: bytes) -> None:
        self.sessions[-1].write(octets)

    async def _attend(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        framer = Framer()
        with suppress(OSError):
            while data := await reader.read(65536):
                for packet in framer.feed(data):
                    if not self.mute:
                        self._on_packet(packet, writer)

    def _on_packet(self, packet: Pdu, writer: asyncio.StreamWriter) -> None:
        self.commands.append(packet.command)
        if packet.is_response:
            self.answers.append(packet)
        elif packet.command == pdu.SUBMIT_SM:
            self.submitted.append(read_message(packet.body))
            if (answer := self.on_submit(packet)) is not None:
                writer.write(answer.encode())
        elif packet.command in {pdu.BIND_TRANSCEIVER, pdu.BIND_RECEIVER, pdu.BIND_TRANSMITTER}:
            if self.bind_status == statuses.OK:
                self.sessions.append(writer)
            writer.write(answer_to(packet, b"smsc\0", self.bind_status).encode())
        else:
            writer.write(answer_to(packet).encode())


def answer_to(packet: Pdu, body: bytes = b"", status: int = statuses.OK) -> Pdu:
    return Pdu(packet.command | pdu.RESPONSE, status, packet.sequence, body)
