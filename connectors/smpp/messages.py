"""Bodies of the packets that carry messages, and of those that open a session. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from connectors.smpp.fields import MalformedError, Reader, parameters, text

VERSION: Final = 0x34
UDHI: Final = 0x40  # of esm_class: the message begins with a user data header
KIND_BITS: Final = 0x3C  # of esm_class: what kind of message it is
RECEIPTS: Final = frozenset({0x04, 0x20})  # that a message arrived, or where it is on its way
LONGEST: Final = 254  # octets of short_message

RECEIPTED_MESSAGE_ID: Final = 0x001E
SAR_REFERENCE: Final = 0x020C
SAR_TOTAL: Final = 0x020E
SAR_INDEX: Final = 0x020F
NETWORK_ERROR: Final = 0x0423
PAYLOAD: Final = 0x0424
MESSAGE_STATE: Final = 0x0427


@dataclass(frozen=True, slots=True)
class Address:
    """A number or name with its type (TON) and numbering plan (NPI)."""

    value: str
    ton: int = 0
    npi: int = 0

    def encode(self) -> bytes:
        """As it stands in a body. Raises ``ValueError``."""
        return bytes((self.ton, self.npi)) + text(self.value, 21)


@dataclass(frozen=True, slots=True)
class ShortMessage:
    """What submit_sm, deliver_sm and data_sm carry."""

    source: Address
    destination: Address
    message: bytes = b""
    esm_class: int = 0
    data_coding: int = 0
    registered: int = 0
    service_type: str = ""
    validity: str = ""
    optional: Mapping[int, bytes] = field(default_factory=dict)

    @property
    def octets(self) -> bytes:
        """The message, wherever it stands."""
        return self.message or self.optional.get(PAYLOAD, b"")

    @property
    def is_receipt(self) -> bool:
        """Whether it says so; some say it by their optional parameters alone."""
        return self.esm_class & KIND_BITS in RECEIPTS or RECEIPTED_MESSAGE_ID in self.optional

    def encode(self) -> bytes:
        """The body of submit_sm or deliver_sm. Raises ``ValueError`` for what does not fit its field."""
        if len(self.message) > LONGEST:
            raise ValueError(f"at most {LONGEST} octets")
        return b"".join((
            text(self.service_type, 6), self.source.encode(), self.destination.encode(),
            bytes((self.esm_class, 0, 0)), b"\0", text(self.validity, 17),
            bytes((self.registered, 0, self.data_coding, 0, len(self.message))), self.message,
            parameters(self.optional),
        ))  # fmt: skip


def read_message(body: bytes) -> ShortMessage:
    """What submit_sm and deliver_sm carry. Raises ``MalformedError``."""
    reader = Reader(body)
    service_type = reader.text(6)
    source, destination = _address(reader), _address(reader)
    esm_class, _protocol, _priority = reader.octets(3)
    _schedule, validity = reader.text(17), reader.text(17)
    registered, _replace, data_coding, _canned, length = reader.octets(5)
    message = reader.octets(length)
    return ShortMessage(
        source, destination, message, esm_class, data_coding, registered, service_type, validity, reader.parameters()
    )


def read_data(body: bytes) -> ShortMessage:
    """What data_sm carries: its message is a parameter. Raises ``MalformedError``."""
    reader = Reader(body)
    service_type = reader.text(6)
    source, destination = _address(reader, 65), _address(reader, 65)
    esm_class, registered, data_coding = reader.octets(3)
    return ShortMessage(
        source, destination, b"", esm_class, data_coding, registered, service_type, "", reader.parameters()
    )


def bind(system_id: str, password: str, system_type: str = "", address_range: str = "") -> bytes:
    """The body that opens a session. Raises ``ValueError``."""
    return b"".join((
        text(system_id, 16), text(password, 65), text(system_type, 13), bytes((VERSION, 0, 0)), text(address_range, 41)
    ))  # fmt: skip


def read_id(body: bytes) -> str | None:
    """The id that a submit_sm_resp gives; None where there is none."""
    found = body.split(b"\0", 1)[0].decode("latin-1").strip()
    return found[:65] or None


def _address(reader: Reader, longest: int = 21) -> Address:
    ton, npi = reader.octets(2)
    return Address(reader.text(longest), ton, npi)


__all__ = ["Address", "MalformedError", "ShortMessage", "bind", "read_data", "read_id", "read_message"]
