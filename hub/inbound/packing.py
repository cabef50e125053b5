"""A message as JSON and back, to be kept until it can be taken in."""

from __future__ import annotations

from typing import Any

from pydantic import TypeAdapter

from hub.inbound.storable import storable
from hub.ports import InboundMessage

PARKED = "inbound.message"
_MESSAGE: TypeAdapter[InboundMessage] = TypeAdapter(InboundMessage)


def packed(message: InboundMessage) -> dict[str, Any]:
    """The message as JSON that every store takes."""
    found: dict[str, Any] = _MESSAGE.dump_python(storable(message), mode="json")
    return found


def to_text(message: InboundMessage) -> str:
    """As ``packed``, in one go."""
    return _MESSAGE.dump_json(storable(message)).decode()


def from_text(text: str) -> InboundMessage:
    """The message again. Raises ``pydantic.ValidationError`` for what is none."""
    return _MESSAGE.validate_json(text)


def unpacked(payload: dict[str, Any]) -> InboundMessage:
    """The message again. Raises ``pydantic.ValidationError`` for what is none."""
    return _MESSAGE.validate_python(payload)
