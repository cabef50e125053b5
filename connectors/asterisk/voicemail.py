"""Pure: the text file beside a voicemail message, and which message a call left."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from connectors.asterisk.text import clean
from hub.ports import AudioWanted

MOST_BYTES = 16 * 1024
FOLDERS = ("INBOX", "Urgent", "Old")
SLACK = timedelta(minutes=2)  # between the clocks of the PBX and of the hub
_NAME = re.compile(r"msg\d{4,}\.txt")
_MAILBOX = re.compile(r"[\w.+-]{1,80}")
_DIGITS = re.compile(r"\D")
ALIKE = 7  # last digits by which numbers are told apart, however they are written


@dataclass(frozen=True, slots=True)
class Message:
    """What the text file says."""

    recorded_at: datetime
    seconds: float | None
    number: str | None
    id: str


def folders_of(mailbox: str) -> list[str]:
    """The folders of ``101@default``, newest messages first; none for a name that cannot be a folder's."""
    name, _, context = mailbox.partition("@")
    context = context or "default"
    if not (_MAILBOX.fullmatch(name) and _MAILBOX.fullmatch(context)) or {name, context} & {".", ".."}:
        return []
    return [f"{context}/{name}/{folder}" for folder in FOLDERS]


def is_text(name: str) -> bool:
    """Whether this is the name of a message's text file."""
    return _NAME.fullmatch(name) is not None


def read_message(text: str) -> Message | None:
    """The message's facts; None when the file is not whole."""
    values = {}
    for line in text.splitlines():
        key, equals, value = line.partition("=")
        if equals and not line.startswith((";", "[")):
            values[key.strip().lower()] = clean(value)
    moment = _number(values.get("origtime", ""))
    if moment is None:
        return None
    found = re.search(r"<([^>]*)>\s*$", values.get("callerid", ""))
    number = found[1] if found else values.get("callerid", "")
    name = values.get("msg_id") or values.get("origtime", "")
    return Message(
        datetime.fromtimestamp(moment, UTC), _number(values.get("duration", "")), number or None,
        re.sub(r"[^\w.-]", "", name),
    )  # fmt: skip


def left_by(wanted: AudioWanted, messages: Iterable[tuple[str, Message]]) -> tuple[str, Message] | None:
    """Of (place, message) the one that this call left: within its time, from its number, nearest to its end."""
    within = [
        (place, message)
        for place, message in messages
        if wanted.started_at - SLACK <= message.recorded_at <= wanted.ended_at + SLACK
        and _same(wanted.number, message.number)
    ]
    return min(within, key=lambda one: abs(one[1].recorded_at - wanted.ended_at), default=None)


def _same(one: str | None, other: str | None) -> bool:
    left, right = (_DIGITS.sub("", number or "") for number in (one, other))
    return left[-ALIKE:] == right[-ALIKE:] if left and right else True  # a withheld number tells nothing


def _number(text: str) -> float | None:
    return float(text) if text.isascii() and text.isdigit() and len(text) <= 11 else None
