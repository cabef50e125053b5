"""What may be kept of a value that a stranger chose."""

from __future__ import annotations

import re

# C0 but line ends and tab, DEL, C1, and lone surrogates (no store takes those).
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")


def clean_text(value: str) -> str:
    """A message's text: its line ends stay, in one form."""
    return _CONTROL.sub("", value.replace("\r\n", "\n").replace("\r", "\n"))


def clean(value: str, length: int = 200) -> str:
    """One line without control characters, cut to ``length`` characters."""
    return " ".join(_CONTROL.sub("", value[: length * 4]).split())[:length]
