"""One AMI packet as a mapping that does not care for case."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from connectors.asterisk.config import AsteriskOptions
from connectors.asterisk.endpoints import endpoint_of, is_listed, party_of
from connectors.asterisk.text import clean
from hub.ports import LegRef, Party

ID_LENGTH = 150


class MalformedPacketError(ValueError):
    """A packet lacks what its event must carry; ``str()`` names the header."""


@dataclass(frozen=True, slots=True)
class Packet:
    """The headers of one event (keys in lower case) and all that is needed to read them."""

    headers: Mapping[str, str]
    options: AsteriskOptions
    boot: str
    at: datetime

    @property
    def event(self) -> str:
        """The event's name, control characters stripped."""
        return clean(self.get("event"), 64)

    def get(self, key: str) -> str:
        """A header's raw value, empty when absent."""
        return self.headers.get(key.lower(), "")

    def need(self, key: str) -> str:
        """An identifier's clean value. Raises ``MalformedPacketError`` when there is none."""
        value = clean(self.get(key), ID_LENGTH)
        if not value or value == "<unknown>":
            raise MalformedPacketError(key)
        return value

    def leg(self, prefix: str = "", key: str = "Uniqueid") -> LegRef:
        """The leg that ``<prefix>Uniqueid`` names. Raises ``MalformedPacketError``."""
        return LegRef(self.boot, self.need(prefix + key))

    def optional_leg(self, prefix: str = "") -> LegRef | None:
        """The same, None when the packet does not tell."""
        return self.leg(prefix) if clean(self.get(prefix + "Uniqueid")) else None

    def endpoint(self, prefix: str = "") -> str:
        """The endpoint of ``<prefix>Channel``, empty when the packet does not tell."""
        return endpoint_of(clean(self.get(prefix + "Channel")))

    def party(self, prefix: str = "") -> Party:
        """Whom ``<prefix>Channel`` leads to."""
        return party_of(self.endpoint(prefix), self.options)

    def ignored(self, prefix: str = "") -> bool:
        """Whether an administrator wants nothing of this channel reported."""
        names = self.options.ignore_endpoints
        return bool(names) and is_listed(self.endpoint(prefix), names)


class Headers(dict[str, str]):
    """A packet with lower-case keys and text for values."""


def lower_keys(packet: Mapping[str, object]) -> Headers:
    """A packet's headers; those of one that went through here before are its own.

    A header that comes twice with different values counts as absent: a CR/LF in a caller's name can forge one.
    """
    if isinstance(packet, Headers):
        return packet
    headers = Headers()
    for key, value in packet.items():
        lower, text = key.lower(), value if isinstance(value, str) else _text(value)
        headers[lower] = text if headers.get(lower, text) == text else ""
    return headers


def read_headers(text: str) -> Headers:
    """The headers of an event as it stands on the wire, without its last empty line; as ``lower_keys`` gives them."""
    headers = Headers()
    for line in text.split("\r\n"):
        key, found, value = line.partition(": ")
        if found:
            lower = key.lower()
            headers[lower] = value if headers.get(lower, value) == value else ""
    return headers


def _text(value: object) -> str:
    if isinstance(value, list | tuple):
        texts = {_text(item) for item in value}
        return texts.pop() if len(texts) == 1 else ""
    return value if isinstance(value, str) else str(value)
