"""Trigrams: what PostgreSQL's index holds of a customer, and what both stores are asked for."""

from __future__ import annotations

_FACTOR, _MASK = 92_821, 0x7FFFFFFF


def grams_of(text: str) -> list[int]:
    """A number for each three signs in a row; two may share one, so what is found by them is looked at again."""
    codes = list(map(ord, text))
    return list({
        ((one * _FACTOR + two) * _FACTOR + three) & _MASK
        for one, two, three in zip(codes, codes[1:], codes[2:], strict=False)
    })  # fmt: skip


def parts_of(text: str) -> list[str]:
    """The same as signs, in order and each once."""
    return list(dict.fromkeys(text[start : start + 3] for start in range(len(text) - 2)))
