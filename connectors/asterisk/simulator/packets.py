"""AMI's wire format: headers in CRLF lines, a blank line ends a packet."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

MAX_LINE = 64 * 1024  # bytes of one line
MAX_HEADERS = 128  # lines of one packet, as Asterisk's AST_MAX_MANHEADERS
BANNER = b"Asterisk Call Manager/11.0.0\r\n"

Fields = Iterable[tuple[str, str]]

_CONTROLS = dict.fromkeys([*range(0x20), *range(0x7F, 0xA0)])


class PacketTooLargeError(Exception):
    """A client sent a line or a packet beyond the limits."""


def clean(text: str) -> str:
    """Drop control characters, so that no value can start another header."""
    return text.translate(_CONTROLS)


def format_packet(fields: Fields) -> bytes:
    """One packet as UTF-8 bytes; control characters in values are dropped."""
    lines = "".join(f"{key}: {clean(value)}\r\n" for key, value in fields)
    return f"{lines}\r\n".encode("utf-8", "replace")


@dataclass(frozen=True, slots=True)
class Action:
    """A packet that a client sent: its headers in order, values without control characters."""

    headers: tuple[tuple[str, str], ...]

    def get(self, key: str, default: str = "") -> str:
        """The first value of a header; keys are case-insensitive."""
        wanted = key.lower()
        return next((value for name, value in self.headers if name.lower() == wanted), default)

    @property
    def name(self) -> str:
        """The action asked for, in lower case; empty when missing."""
        return self.get("Action").lower()


class ActionParser:
    """Cut a byte stream into actions, however the bytes are split."""

    def __init__(self) -> None:
        self._rest = b""
        self._headers: list[tuple[str, str]] = []
        self._lines = 0

    def feed(self, data: bytes) -> Iterator[Action]:
        """Take the next bytes and yield the actions that they complete. Raises ``PacketTooLargeError``."""
        *lines, self._rest = (self._rest + data).split(b"\n")
        for line in lines:
            if action := self._take(line.rstrip(b"\r")):
                yield action
        _check_line(self._rest)

    def _take(self, line: bytes) -> Action | None:
        _check_line(line)
        if not line:
            return self._finish()
        self._lines += 1
        if self._lines > MAX_HEADERS:
            raise PacketTooLargeError("too many lines in one packet")
        key, colon, value = line.decode("utf-8", "replace").partition(":")
        if colon:
            self._headers.append((clean(key).strip(), clean(value).strip()))
        return None

    def _finish(self) -> Action | None:
        action = Action(tuple(self._headers)) if self._lines else None
        self._headers, self._lines = [], 0
        return action


def _check_line(line: bytes) -> None:
    if len(line) > MAX_LINE:
        raise PacketTooLargeError("line too long")


def read_packet(block: bytes) -> dict[str, str]:
    """The headers of one packet that a server sent; a repeated key keeps its last value."""
    lines = (line.partition(":") for line in block.decode("utf-8", "replace").split("\r\n"))
    return {key.strip(): value.strip() for key, colon, value in lines if colon}
