"""Texts that lie approved at a gateway: a message that has such a text is sent as that pattern, with its values."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Annotated

from pydantic import AfterValidator
from pydantic_core import PydanticCustomError

from hub.ports import Pattern

MOST = 200
_VALUE = re.compile(r"\{([A-Za-z0-9_]{1,40})\}")


def _checked(patterns: dict[str, str]) -> dict[str, str]:
    if len(patterns) > MOST:
        raise PydanticCustomError("too_many_patterns", "{most} patterns at most", {"most": MOST})
    for name, text in patterns.items():
        literals = _VALUE.split(text)[::2]
        if not name.strip() or not any(one.strip() for one in literals) or "" in literals[1:-1]:
            raise PydanticCustomError(
                "pattern_text", "{name}: there must be words beside and between its values", {"name": name[:80]}
            )
    return patterns


Patterns = Annotated[dict[str, str], AfterValidator(_checked)]
"""Texts by their names at the gateway; ``{name}`` stands for a value."""


def match(patterns: Mapping[str, str], text: str) -> Pattern | None:
    """The pattern whose text this is, with what stands in it; the first one that fits."""
    told = text.strip()
    for name, pattern in patterns.items():
        if (values := _values(pattern.strip(), told)) is not None:
            return Pattern(name, values)
    return None


@lru_cache(maxsize=512)
def _parted(pattern: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    parts = _VALUE.split(pattern)
    return tuple(parts[::2]), tuple(parts[1::2])


def _values(pattern: str, text: str) -> dict[str, str] | None:
    """What stands at each value: the shortest, looked for from left to right, so that no text takes long."""
    (first, *rest), names = _parted(pattern)
    if not names:
        return {} if text == pattern else None
    if not text.startswith(first) or not text.endswith(rest[-1]):
        return None
    values: dict[str, str] = {}
    place, end = len(first), len(text) - len(rest[-1])
    for number, (name, literal) in enumerate(zip(names, rest, strict=True)):
        stop = end if number == len(names) - 1 else text.find(literal, place + 1, end)
        value = text[place:stop] if stop > place else ""
        if not value or values.setdefault(name, value) != value:
            return None
        place = stop + len(literal)
    return values
