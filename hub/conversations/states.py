"""How a conversation goes on: pure."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final, Literal, get_args

State = Literal["open", "pending", "snoozed", "resolved"]
STATES: Final[tuple[str, ...]] = get_args(State)
OPEN: Final = {"state": "open", "snoozed_until": None, "resolved_at": None}


def moved(state: State, now: datetime, until: datetime | None = None) -> dict[str, Any]:
    """What is kept of a conversation that people put into ``state``."""
    return {
        "state": state,
        "snoozed_until": until if state == "snoozed" else None,
        "resolved_at": now if state == "resolved" else None,
    }


def came_in(row: dict[str, Any], at: datetime) -> dict[str, Any]:
    """What a message that came in changes: it is open again, has one more unread, and is as late as its latest."""
    return {**OPEN, "unread": row["unread"] + 1, "last_at": max(row["last_at"], at)}


def went_out(row: dict[str, Any], at: datetime, *, by_person: bool) -> dict[str, Any]:
    """What one that goes out changes: what a person answers is read, what goes out by itself is no answer."""
    return {"last_at": max(row["last_at"], at), "unread": 0 if by_person else row["unread"]}
