"""The codes of short links: random, short enough for an SMS, and without letters that look alike."""

from __future__ import annotations

import re
import secrets
from typing import Final

ALPHABET: Final = "23456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnpqrstuvwxyz"
LENGTH: Final = 7
SAMPLE: Final = "X" * LENGTH  # stands for one where a text is only looked at
_MANY: Final = len(ALPHABET) ** LENGTH
_CODE: Final = re.compile(f"[{ALPHABET}]{{{LENGTH}}}")


def new_code() -> str:
    """One that nobody can guess from another."""
    left, letters = secrets.randbelow(_MANY), []
    for _ in range(LENGTH):
        left, place = divmod(left, len(ALPHABET))
        letters.append(ALPHABET[place])
    return "".join(letters)


def is_code(text: str) -> bool:
    """Whether it looks like one of ours."""
    return _CODE.fullmatch(text) is not None
