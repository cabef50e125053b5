"""Why a provider did not deliver a message: stable words, each with its sentence in both languages of the page."""

from __future__ import annotations

from typing import Final

REASONS: Final[dict[str, str]] = {
    "absent_subscriber": "The phone is switched off or out of reach.",
    "unknown_number": "There is no such number.",
    "barred": "The number takes no messages: its subscription is barred.",
    "blacklisted": "The person asked their operator for no advertising, or this line is blocked by them.",
    "blocked_by_operator": "The operator blocked it: a filter of spam or fraud.",
    "expired": "Its time was over before it could be sent or delivered.",
    "handset_full": "The phone's memory is full.",
    "content_rejected": "The provider did not accept its content.",
    "no_credit": "The account with the provider has no credit left.",
    "throttled": "The provider took no more at that rate.",
    "sender_rejected": "The provider does not let this line or name send.",
    "opted_out": "The provider says that the person opted out.",
    "route_unavailable": "The provider has no way to this operator just now.",
    "rejected": "The provider refused it.",
    "unknown_error": "The provider gives no reason that is known.",
}
"""What connectors may say; another word is kept and shown as it is."""
