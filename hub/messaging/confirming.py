"""The one message that may follow an opt-out: that it was heard."""

from __future__ import annotations

from uuid import UUID

from hub.consent import Verdict


def key_of(event: UUID) -> str:
    """The key of the message that confirms an opt-out: there is one at most."""
    return f"confirms:{event}"


def may_go(verdict: Verdict, confirms: UUID | None) -> bool:
    """Whether it may be sent. Refused because of the very opt-out that it confirms, it may all the same.

    Not so once another opt-out decides, or the address is suppressed.
    """
    return verdict.allowed or (confirms is not None and verdict.reason == "withdrawn" and verdict.event == confirms)
