"""python-socketio without its optional parts: the hub uses none of them, and they are a twelfth of its memory."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager

UNUSED = ("redis", "requests", "valkey")  # for buses between its servers and for clients that block


@contextmanager
def _without(*names: str) -> Iterator[None]:
    """What is not loaded yet cannot be imported meanwhile, as where it is not installed."""
    hidden = [name for name in names if name not in sys.modules]
    sys.modules.update(dict.fromkeys(hidden))  # type: ignore[arg-type] # None is what Python knows for this
    try:
        yield
    finally:
        for name in hidden:
            del sys.modules[name]


with _without(*UNUSED):
    from engineio.async_drivers.aiohttp import WebSocket
    from socketio import AsyncServer
    from socketio.exceptions import ConnectionRefusedError as Refused
    from socketio.packet import Packet

__all__ = ["AsyncServer", "Packet", "Refused", "WebSocket"]
