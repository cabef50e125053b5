"""How a connector reaches what an account's options name."""

from __future__ import annotations

import socket
from typing import Protocol


class AddressRefusedError(OSError):
    """No account may connect there: a stable ``code``, and one sentence in ``str()``."""

    def __init__(self, code: str, detail: str) -> None:
        super().__init__(detail)
        self.code = code


class Network(Protocol):
    """Opens connections, but not to where no account may: the hub itself, or a cloud's metadata."""

    async def connect(self, host: str, port: int) -> socket.socket:
        """A connected TCP socket that does not block, to an address that was looked at.

        Raises ``AddressRefusedError``, ``socket.gaierror`` for a name that nobody knows, or another ``OSError``.
        """
