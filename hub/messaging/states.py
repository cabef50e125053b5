"""How a message goes on: pure. What a provider says may come late, twice or in any order, and does no harm."""

from __future__ import annotations

from typing import Final, Literal, get_args

State = Literal["accepted", "sending", "sent", "delivered", "undelivered", "unknown", "captured", "refused"]
STATES: Final[tuple[str, ...]] = get_args(State)
_RANK: Final[dict[str, int]] = {"sending": 0, "unknown": 1, "sent": 2, "undelivered": 3, "delivered": 4}
"""Of two things that are known of a message in a provider's hands, the one that says more counts."""


def may_begin(state: str, *, handed: bool) -> bool:
    """Whether it may be handed to a provider now. ``handed``: it was once, and was not surely given back."""
    return not handed and state in {"accepted", "undelivered"}


def may_move(state: str, to: str, *, handed: bool) -> bool:
    """Whether a message in ``state`` may come to ``to``. One that never left is not changed by what is heard of it."""
    if to in {"sending", "captured", "refused"}:
        return may_begin(state, handed=handed)
    if to == "accepted":  # given back by a provider that did not take it
        return state == "sending"
    if not handed:
        return to == "undelivered" and state == "accepted"  # given up before it left
    return state in _RANK and _RANK[to] > _RANK[state]
