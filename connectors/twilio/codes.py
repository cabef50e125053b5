"""Twilio's error codes in the hub's words. Pure. https://www.twilio.com/docs/api/errors lists them."""

from __future__ import annotations

from typing import Final

REASONS: Final = {
    20003: "rejected",
    21211: "unknown_number", 21214: "unknown_number", 21217: "unknown_number", 21265: "unknown_number",
    21421: "unknown_number", 21614: "unknown_number",
    21408: "route_unavailable", 21612: "route_unavailable",
    21212: "sender_rejected", 21603: "sender_rejected", 21606: "sender_rejected", 21659: "sender_rejected",
    21703: "sender_rejected",
    21610: "opted_out",
    21602: "content_rejected", 21605: "content_rejected", 21617: "content_rejected", 21618: "content_rejected",
    21619: "content_rejected",
    30001: "throttled", 30002: "rejected", 30003: "absent_subscriber", 30004: "barred", 30005: "unknown_number",
    30006: "unknown_number", 30007: "blocked_by_operator", 30008: "unknown_error", 30010: "no_credit",
    30017: "throttled", 30022: "throttled", 30023: "throttled", 30024: "rejected", 30032: "blocked_by_operator",
    30034: "blocked_by_operator", 30036: "expired", 30038: "content_rejected", 30410: "expired",
    30453: "blocked_by_operator", 30454: "throttled",
    63018: "throttled",
}  # fmt: skip
"""By code; what is not here is ``rejected`` when a message is handed over, and ``unknown_error`` later."""

BUSY: Final = frozenset({20429, 14107, 21611, 63038})
"""Too much at once: not taken, and to be tried later."""

SIGN_IN: Final = frozenset({20003, 20004, 20005, 20006, 20008})


def reason_of(code: int | None, otherwise: str) -> str:
    """The word for a code."""
    return otherwise if code is None else REASONS.get(code, otherwise)


def number_of(value: object) -> int | None:
    """A code as a hook or the list writes it."""
    text = str(value or "").strip()
    return int(text) if text.isascii() and text.isdigit() and len(text) < 9 else None
