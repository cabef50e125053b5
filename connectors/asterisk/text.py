"""What may be kept of a value that a stranger chose: no control characters, no novel, no placeholder."""

from __future__ import annotations

import re

NUMBER_LENGTH = 80
NAME_LENGTH = 200

# C0, DEL, C1, line and paragraph separators, and lone surrogates (no store takes those).
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
_WITHHELD = frozenset({"", "anonymous", "restricted", "withheld", "private"})
_UNKNOWN = frozenset({"<unknown>", "unknown", "unavailable"})


def without_control(value: str) -> str:
    """The value without control characters: a CR or LF in a value would end its header."""
    return _CONTROL.sub("", value)


def clean(value: str, length: int = NAME_LENGTH) -> str:
    """The value without control characters and outer blanks, cut to ``length`` characters."""
    return without_control(value[: length * 4]).strip()[:length].rstrip()


def number_of(value: str) -> str | None:
    """A caller's number as received; None when it is unknown or withheld."""
    number = clean(value, NUMBER_LENGTH)
    return None if number.lower() in _UNKNOWN or number.lower() in _WITHHELD else number


def name_of(value: str) -> str | None:
    """A caller's name as received; None when it is unknown or says that it is withheld."""
    return None if clean(value).lower() in _UNKNOWN | _WITHHELD else clean(value)


def is_withheld(number: str, name: str) -> bool:
    """Whether the caller hides the number: ``anonymous`` and the like, or an empty one; ``<unknown>`` alone is not."""
    shown = clean(number, NUMBER_LENGTH).lower()
    if shown in _UNKNOWN:
        return clean(name).lower() in _WITHHELD - {""}
    return shown in _WITHHELD
