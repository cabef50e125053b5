"""What somebody typed, as the parts that a customer's text must contain."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import groupby

import phonenumbers

from hub.text import fold, sort_key

LONGEST, MOST_WORDS = 100, 8
NAME = "\t "  # what a customer's text begins with; each word in it follows a space, each line ends with \n
_NUMBER = re.compile(r"[+\d()./\-]*\d[+\d()./\-]*")
_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1f\x7f\ud800-\udfff]")  # no store takes them all


@dataclass(frozen=True, slots=True)
class Term:
    """A word: one of ``parts`` must be in the text; one of ``starts`` tells that it begins a word there."""

    parts: tuple[str, ...]
    starts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Query:
    """All ``terms`` must be found. ``start`` is what the text of a name begins with that begins so, ``sort_keys`` what
    its sort key does; ``ends`` close a whole address.
    """

    terms: tuple[Term, ...]
    start: str
    ends: tuple[str, ...]
    sort_keys: tuple[str, ...]


def parse(text: str, region: str | None = None) -> Query | None:
    """The query behind ``text``, or None when it holds nothing to look for.

    ``region`` is the ISO country whose numbers are typed without a country code.
    """
    folded = fold(clean(text))[:LONGEST].strip()
    words = folded.split()[:MOST_WORDS]
    if not words:
        return None
    code = str(phonenumbers.country_code_for_region(region) or "") if region else ""
    terms: list[Term] = []
    for is_number, grouped in groupby(words, key=lambda word: _NUMBER.fullmatch(word) is not None):
        run = list(grouped)
        terms += [_number(run, code)] if is_number else map(_word, run)
    if not any(all(map(keys, term.parts)) for term in terms):  # a letter alone: only names that begin with it
        first = NAME + words[0]
        terms = [Term((first,), (first,)), *(_word(word) for word in words[1:])]
    spelt = (folded, "آ" + folded[1:]) if folded[0] == "ا" else (folded,)  # alike here, apart in the alphabet
    keys_of_names = tuple(key for key in map(sort_key, spelt) if key)
    return Query(tuple(terms), NAME + folded, _ends(words, terms), keys_of_names)


def keys(part: str) -> list[str]:
    """The pieces of a part that are indexed: trigrams never span two words, except for the space before one."""
    if part.startswith(NAME):
        return [part[: len(NAME) + 1], *keys(part[1:])]
    lead = " " if part.startswith(" ") else ""
    first, *others = part.split()
    return [key for key in (lead + first, *(f" {word}" for word in others)) if len(key) > 2]


def clean(text: str) -> str:
    """Without what a store cannot take."""
    return _CONTROLS.sub(" ", text)


def _word(word: str) -> Term:
    """Any part of a word; of one shorter than three letters, its beginning."""
    start = f" {word}"
    return Term((word if len(word) > 2 else start,), (start,))


def _number(run: list[str], code: str) -> Term:
    """A number, however it was typed: with or without the country's code, in groups or not."""
    raw = " ".join(run)
    digits = re.sub(r"\D", "", raw)
    short, starts = digits, [f" {raw}", f" {digits}"]
    if digits.startswith("00") and len(digits) > 2:
        short = digits[2:]
        starts.append(f" {short}")
    elif digits.startswith("0") and len(digits) > 1:
        short = digits[1:]
        starts.append(f" {code}{short}")
    parts = [raw, digits, short] if len(short) > 2 else [raw, digits, *starts[2:]]
    return Term(_least(part if len(part) > 2 else f" {part}" for part in parts), tuple(dict.fromkeys(starts)))


def _least(parts: object) -> tuple[str, ...]:
    """Without those that contain another one: where they are found, so is that one."""
    found = dict.fromkeys(parts)  # type: ignore[call-overload]
    return tuple(part for part in found if not any(other != part and other in part for other in found))


def _ends(words: list[str], terms: list[Term]) -> tuple[str, ...]:
    """How the line of an address ends that is exactly what was typed."""
    if len(terms) != 1:
        return ()
    if len(words) == 1 and "@" in words[0]:
        return (f" {words[0]}\n",)
    return tuple(f"{part}\n" for part in terms[0].parts if part.isdigit() and len(part) > 7)
