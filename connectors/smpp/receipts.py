"""Delivery receipts, as text and as optional parameters. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal

from connectors.smpp.messages import MESSAGE_STATE, NETWORK_ERROR, RECEIPTED_MESSAGE_ID, ShortMessage
from connectors.smpp.text import clean

Delivery = Literal["sent", "delivered", "undelivered"]
IdForm = Literal["text", "hex", "decimal"]
"""How a provider writes a message's id."""

_FIELD: Final = re.compile(rb"(id|stat|err)\s*:\s*([^\s:]{1,65})", re.IGNORECASE)
_TEXT: Final = re.compile(rb"\btext\s*:", re.IGNORECASE)
_STATES: Final = {1: "ENROUTE", 2: "DELIVRD", 3: "EXPIRED", 4: "DELETED", 5: "UNDELIV", 6: "ACCEPTD", 7: "UNKNOWN",
                  8: "REJECTD"}  # fmt: skip
_MEANS: Final[dict[str, tuple[Delivery, str | None]]] = {
    "ENROUTE": ("sent", None), "ACCEPTD": ("sent", None), "UNKNOWN": ("sent", None), "DELIVRD": ("delivered", None),
    "EXPIRED": ("undelivered", "expired"), "DELETED": ("undelivered", "rejected"),
    "UNDELIV": ("undelivered", "unknown_error"), "REJECTD": ("undelivered", "rejected"),
}  # fmt: skip
_NO_ERROR: Final = frozenset({"", "0", "00", "000", "0000"})


@dataclass(frozen=True, slots=True)
class Receipt:
    """What became of one part of a message."""

    id: str
    state: Delivery
    reason: str | None
    detail: str


def read_receipt(message: ShortMessage, form: IdForm, errors: Mapping[str, str]) -> Receipt | None:
    """The receipt that a message is; None where it names no message or tells no state.

    ``errors``: the provider's own codes and the words for them. Of two that tell the same, the parameter counts.
    """
    fields = _fields(message.octets)
    parameter = message.optional.get(RECEIPTED_MESSAGE_ID, b"").rstrip(b"\0").decode("latin-1")
    found = canonical(parameter or fields.get("id", ""), form)
    state = _STATES.get(int.from_bytes(message.optional.get(MESSAGE_STATE, b""), "big")) or fields.get("stat", "")
    means = _MEANS.get(state.upper()[:7])
    if not found or means is None:
        return None
    code = fields.get("err", "") or _network_error(message.optional.get(NETWORK_ERROR, b""))
    reason = errors.get(code, means[1]) if means[0] == "undelivered" else None
    return Receipt(found, means[0], reason, state.upper() if code in _NO_ERROR else f"{state.upper()}, {code}")


def canonical(found: str, form: IdForm) -> str:
    """An id as the hub keeps it: a number in decimal where the provider writes numbers, else as it is."""
    plain = clean(found, 65)
    if form == "text":
        return plain
    try:
        return str(int(plain, 16 if form == "hex" else 10))
    except ValueError:
        return plain


def _fields(octets: bytes) -> dict[str, str]:
    """Only what stands before the text, which is the message's own."""
    told = _TEXT.split(octets, maxsplit=1)[0]
    found: dict[str, str] = {}
    for name, value in _FIELD.findall(told):
        found.setdefault(name.decode().lower(), clean(value.decode("latin-1"), 65))
    return found


def _network_error(octets: bytes) -> str:
    return str(int.from_bytes(octets[1:3], "big")) if len(octets) == 3 else ""
