"""The states of presence, and which of them others see."""

from __future__ import annotations

from enum import StrEnum


class State(StrEnum):
    """What a user does."""

    AVAILABLE = "available"
    RINGING = "ringing"
    ON_CALL = "on_call"
    WRAP_UP = "wrap_up"
    AWAY = "away"
    OFFLINE = "offline"


class Reason(StrEnum):
    """Why somebody is away."""

    LUNCH = "lunch"
    PRAYER = "prayer"
    TRAINING = "training"
    BREAK = "break"
    MEETING = "meeting"


class Source(StrEnum):
    """Where a presence was chosen."""

    HUB = "hub"
    PHONE = "phone"


def visible(chosen: tuple[str, str | None], overlay: str | None, *, online: bool) -> tuple[str, str | None]:
    """A call shows, whatever was chosen; without an open page nobody is there; else what was chosen."""
    if overlay is not None:
        return overlay, None
    return chosen if online else (State.OFFLINE, None)


def reason_of(words: str) -> Reason | None:
    """The reason that a telephone system's words name, if it is one of ours."""
    name = words.strip().lower()
    return Reason(name) if name in set(Reason) else None
