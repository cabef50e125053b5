"""The fields of packets: text that ends in NUL, numbers, optional parameters. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

SHORTEST_TLV: Final = 4


class MalformedError(Exception):
    """The octets are not what the command says they are."""


class Reader:
    """Reads a body from its beginning. Every method raises ``MalformedError`` where it ends too early."""

    def __init__(self, body: bytes) -> None:
        self._body = body
        self._at = 0

    def octet(self) -> int:
        """A number of one octet."""
        return self.octets(1)[0]

    def octets(self, count: int) -> bytes:
        """So many octets."""
        if self._at + count > len(self._body):
            raise MalformedError(f"{count} octets expected at {self._at}, {len(self._body) - self._at} are there")
        found = self._body[self._at : self._at + count]
        self._at += count
        return found

    def text(self, longest: int) -> str:
        """A text that ends in NUL; ``longest`` counts that as well."""
        end = self._body.find(b"\0", self._at, self._at + longest)
        if end < 0:
            raise MalformedError(f"a text of at most {longest} octets expected at {self._at}")
        found = self._body[self._at : end]
        self._at = end + 1
        return found.decode("latin-1")

    def parameters(self) -> dict[int, bytes]:
        """Whatever optional parameters are left, by tag; the first of each counts."""
        found: dict[int, bytes] = {}
        while self._at < len(self._body):
            tag = int.from_bytes(self.octets(2), "big")
            length = int.from_bytes(self.octets(2), "big")
            found.setdefault(tag, self.octets(length))
        return found


def text(value: str, longest: int) -> bytes:
    """A text and its NUL. Raises ``ValueError`` for one that is too long, or that could not be read again."""
    encoded = value.encode("latin-1")
    if len(encoded) >= longest or b"\0" in encoded:
        raise ValueError(f"at most {longest - 1} octets without NUL")
    return encoded + b"\0"


def parameters(values: Mapping[int, bytes]) -> bytes:
    """Optional parameters in the order given."""
    return b"".join(tag.to_bytes(2, "big") + len(value).to_bytes(2, "big") + value for tag, value in values.items())
