"""What becomes of a message, by whom it is for: most get it, and a few numbers are there to see what else happens."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

DIGITS: Final = 10  # of a number that count here: 0990 000 0001 and +98 990 000 0001 are one


@dataclass(frozen=True, slots=True)
class Fate:
    """How a message ends. ``state`` is the gateway's own word, ``answer`` what the person writes back.

    ``loses``: the gateway takes the message and hangs up without a word; ``busy``: it takes none just now.
    """

    state: str = "delivered"
    answer: str | None = None
    loses: bool = False
    busy: bool = False


DELIVERED: Final = Fate()
FATES: Final = {
    "9900000001": Fate("absent"),
    "9900000002": Fate("no_such_number"),
    "9900000003": Fate("blacklisted"),
    "9900000004": Fate("memory_full"),
    "9900000005": Fate("expired"),
    "9900000006": Fate(loses=True),
    "9900000007": Fate(busy=True),
    "9900000008": Fate(answer="لغو"),
    "9900000009": Fate(answer="ممنون، رسید."),
}
"""By the last digits of the number."""
SAID: Final = {
    "absent": "Absent subscriber",
    "no_such_number": "No such number",
    "blacklisted": "On the operator's blacklist",
    "memory_full": "The phone's memory is full",
    "expired": "Not delivered in time",
}
"""In the gateway's words."""


def fate_of(number: str) -> Fate:
    """What becomes of a message to this number."""
    return FATES.get("".join(filter(str.isdigit, number))[-DIGITS:], DELIVERED)
