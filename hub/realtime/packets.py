"""Packets as text: nothing that the hub sends holds bytes, so nobody looks for them, and they are written faster."""

from __future__ import annotations

import json
from typing import Any

from pydantic_core import PydanticSerializationError, to_json

from hub.realtime.library import Packet


class Quick:
    """What the library asks of a JSON module."""

    loads = staticmethod(json.loads)

    @staticmethod
    def dumps(value: Any, **_separators: Any) -> str:
        """Without spaces, and with letters of every language as they are."""
        try:
            return to_json(value).decode()
        except (PydanticSerializationError, UnicodeError):  # half a letter, as a peer may send and have sent back
            return json.dumps(value, separators=(",", ":"))


class TextPacket(Packet):  # type: ignore[misc]
    """The library walks through all that is sent twice to find bytes, unless it is told that there are none."""

    uses_binary_events = False
    json = Quick
