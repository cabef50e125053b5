"""The codes of short links: random, short enough for an SMS, and without letters that look alike."""

from __future__ import annotations

import re
import secrets
from typing import Final

ALPHABET: Final = "23456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnpqrstuvwxyz"
LENGTH: Final = 7
SAMPLE: Final = "X" * LENGTH  # stands for one where a text is only looked at
_MANY: Final = len(ALPHABET) ** LENGTH
_CODE: Final = re.compile(f"[{ALPHABET}]{{{LENGTH}}}(?![0-9A-Za-z])")


def new_code() -> str:
    """One that nobody can guess from another."""
    left, letters = secrets.randbelow(_MANY), []
    for _ in range(LENGTH):
        left, place = divmod(left, len(ALPHABET))
        letters.append(ALPHABET[place])
    return "".join(letters)


def code_in(text: str) -> str | None:
    """The code that the end of an address begins with: phones take the words right after a link for a part of it."""
    found = _CODE.match(text)
    return found[0] if found else None
