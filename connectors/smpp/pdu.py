"""Packets of SMPP 3.4 on the wire: the header, and where one ends and the next begins. Pure."""

from __future__ import annotations

import struct
from dataclasses import dataclass
from typing import Final

HEADER: Final = struct.Struct(">IIII")
LARGEST: Final = 70_000  # octets; a message_payload may hold 64 k

GENERIC_NACK: Final = 0x80000000
BIND_RECEIVER: Final = 0x00000001
BIND_TRANSMITTER: Final = 0x00000002
SUBMIT_SM: Final = 0x00000004
DELIVER_SM: Final = 0x00000005
UNBIND: Final = 0x00000006
BIND_TRANSCEIVER: Final = 0x00000009
OUTBIND: Final = 0x0000000B
ENQUIRE_LINK: Final = 0x00000015
ALERT_NOTIFICATION: Final = 0x00000102
DATA_SM: Final = 0x00000103
RESPONSE: Final = 0x80000000


@dataclass(frozen=True, slots=True)
class Pdu:
    """One packet, its body not looked at yet."""

    command: int
    status: int
    sequence: int
    body: bytes = b""

    @property
    def is_response(self) -> bool:
        """Whether it answers a packet of ours; a generic_nack does as well."""
        return bool(self.command & RESPONSE)

    def encode(self) -> bytes:
        """The octets to send."""
        return HEADER.pack(HEADER.size + len(self.body), self.command, self.status, self.sequence) + self.body


class BrokenStreamError(Exception):
    """What came cannot be a packet, so nobody knows where the next one begins; ``raw`` is what is left unread."""

    def __init__(self, raw: bytes) -> None:
        super().__init__(f"a packet of {int.from_bytes(raw[:4], 'big')} octets")
        self.raw = raw


class Framer:
    """Cuts a stream into packets."""

    def __init__(self) -> None:
        self._buffer = bytearray()

    def feed(self, data: bytes) -> list[Pdu]:
        """The packets that are whole now; those before a broken one are given, and the next call raises."""
        self._buffer += data
        found: list[Pdu] = []
        at = 0
        while len(self._buffer) - at >= HEADER.size:
            length, command, status, sequence = HEADER.unpack_from(self._buffer, at)
            if not HEADER.size <= length <= LARGEST:
                del self._buffer[:at]
                if found:
                    return found
                raise BrokenStreamError(bytes(self._buffer[:LARGEST]))
            if len(self._buffer) - at < length:
                break
            found.append(Pdu(command, status, sequence, bytes(self._buffer[at + HEADER.size : at + length])))
            at += length
        del self._buffer[:at]
        return found
