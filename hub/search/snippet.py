"""The part of a text in which the words were found."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from hub.search.messages import LONGEST_TEXT
from hub.search.query import clean
from hub.text import fold

LENGTH, BEFORE = 160, 40
_MARKS = "\u0300-\u036f\u0610-\u061a\u0640\u064b-\u065f\u0670"  # diacritics and the stroke that lengthens: folded away
_WORD = re.compile(rf"(?:[^\W_]|[{_MARKS}])+")
_SPACE = re.compile(r"[^\S\u200c]+")


@dataclass(frozen=True, slots=True)
class Snippet:
    """``marks`` are the places of found words, counted as JavaScript counts: in units of UTF-16."""

    text: str
    marks: list[tuple[int, int]]


def snippet(text: str, words: Sequence[str]) -> Snippet:
    """About 160 letters around the first word that begins as one of ``words``; without any, the text's beginning."""
    plain = _SPACE.sub(" ", text[:LONGEST_TEXT]).strip()
    places = [found.span() for found in _WORD.finditer(plain) if _begins(found[0], words)]
    start = _cut(plain, places[0][0] - BEFORE) if places else 0
    shown = plain[start : start + LENGTH]
    lead, tail = "…" if start else "", "…" if start + LENGTH < len(plain) else ""
    marks = [(one - start, min(two - start, len(shown))) for one, two in places if one - start < len(shown)]
    result = f"{lead}{shown}{tail}"
    return Snippet(result, [(_units(result, one + len(lead)), _units(result, two + len(lead))) for one, two in marks])


def _begins(word: str, words: Sequence[str]) -> bool:
    return any(part.startswith(tuple(words)) for part in fold(clean(word)).split())


def _cut(plain: str, start: int) -> int:
    """The beginning of the word there."""
    return plain.find(" ", start) + 1 if start > 0 and " " in plain[start : start + BEFORE] else max(start, 0)


def _units(text: str, end: int) -> int:
    return len(text[:end].encode("utf-16-le", "surrogatepass")) // 2
