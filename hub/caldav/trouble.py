"""What can be wrong with a calendar or its server, by a stable code that the page says in words."""

from __future__ import annotations

from typing import Final

STOPS: Final = frozenset({"sign_in", "gone", "read_only", "inner_address", "not_https", "secret_lost", "owner",
                           "confirm"})  # fmt: skip
"""Only its owner can mend these: nobody asks the server again until then."""


class Trouble(Exception):
    """The server, or what it answered, is of no use. ``detail`` is a host or a number, never the server's text."""

    def __init__(self, code: str, detail: str = "", *, status: int = 0) -> None:
        super().__init__(f"{code} {detail}".strip())
        self.code = code
        self.detail = detail
        self.status = status
