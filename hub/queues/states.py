"""Pure: whether the hub's choice or the telephone system's pause is the newer one."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from enum import Enum
from typing import NamedTuple

from hub.presence import HUB_WORDS, Choice


class Pause(NamedTuple):
    """How queues see a phone: paused when all of them hold it so, for a reason in the system's words."""

    paused: bool
    words: str


class Verdict(Enum):
    """Who follows whom."""

    AGREED = "agreed"
    FOLLOW = "follow"  # presence follows the telephone system
    ALIGN = "align"  # the telephone system must follow what was chosen


def pause_of(members: Iterable[tuple[bool, str]]) -> Pause | None:
    """One pause of many memberships; None when there are none."""
    known = list(members)
    if not known:
        return None
    if not all(paused for paused, _ in known):
        return Pause(False, "")
    return Pause(True, next((words for _, words in known if words), ""))


def agrees(pause: Pause, choice: Choice) -> bool:
    """Whether both mean the same; a pause without words fits every reason."""
    if pause.paused != choice.paused:
        return False
    return not pause.paused or pause.words in {"", choice.words}


def judge_change(pause: Pause | None, choice: Choice) -> Verdict:
    """Somebody changed a pause in the telephone system, just now: that is the newest choice."""
    if pause is None or agrees(pause, choice):
        return Verdict.AGREED
    return Verdict.ALIGN if pause.words in HUB_WORDS else Verdict.FOLLOW


def judge_list(
    before: Pause | None,
    now: Pause | None,
    choice: Choice,
    *,
    pending: bool,
    restarted: bool,
    paused_at: datetime | None,
) -> Verdict:
    """What a whole list means, after a time in which nobody listened.

    ``before`` is what was known, so that whoever changed something since is the newer one. Where both did, or nothing
    was known, the times decide. A system that was restarted forgot pauses, which is nobody's choice.
    """
    if now is None or agrees(now, choice):
        return Verdict.AGREED
    if now.words in HUB_WORDS or (restarted and not now.paused):
        return Verdict.ALIGN
    if before is None or (before != now and pending):
        newer = paused_at is not None and (choice.at is None or paused_at > choice.at)
        return Verdict.FOLLOW if now.paused and newer else Verdict.ALIGN
    return Verdict.FOLLOW if before != now else Verdict.ALIGN
