"""What a field of a template holds, and the closed set of filters: which kinds each takes, and with what arguments."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

Kind = Literal["text", "number", "date", "moment", "link"]
Language = Literal["fa", "en"]
LANGUAGES: Final[tuple[Language, ...]] = ("fa", "en")
EVERY: Final[frozenset[str]] = frozenset({"text", "number", "date", "moment", "link"})
STYLES: Final = frozenset({"short", "long", "weekday", "day"})
CALENDARS: Final = frozenset({"jalali", "gregorian"})
UNITS: Final = frozenset({"rial", "toman"})
DIGITS: Final = frozenset({"persian", "latin"})


@dataclass(frozen=True, slots=True)
class FilterRule:
    """``takes``: kinds; ``choices``: what each constant argument may be (None: any short text); ``gives``: a kind."""

    takes: frozenset[str]
    choices: tuple[frozenset[str] | None, ...] = ()
    needed: int = 0
    gives: Kind | None = "text"


FILTERS: Final[dict[str, FilterRule]] = {
    "default": FilterRule(EVERY, (None,), needed=1, gives=None),
    "upper": FilterRule(EVERY),
    "date": FilterRule(frozenset({"date", "moment"}), (STYLES, CALENDARS)),
    "time": FilterRule(frozenset({"moment"})),
    "money": FilterRule(frozenset({"number"}), (UNITS, UNITS), needed=1),
    "number": FilterRule(frozenset({"number"})),
    "digits": FilterRule(EVERY, (DIGITS,)),
}
NATURAL: Final[dict[str, str]] = {"date": "date", "moment": "moment", "number": "number"}
"""The filter by which a value of a kind is written where the template names none."""
