"""Holidays and other special days: of one date, or of every year in the Gregorian or the Jalali calendar."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Literal

from hub.hours.spans import Spans
from hub.sheets.dates import make_date

Repeats = Literal["once", "gregorian", "jalali"]
_YEARS_APART = 621  # a Jalali year begins in March of the Gregorian year so much later


@dataclass(frozen=True, slots=True)
class SpecialDay:
    """A day whose hours are not the week's: none (closed) or its own.

    ``on`` where it is once, else ``month`` and ``day`` of the calendar that it repeats in: 29 February and 30 Esfand
    come in leap years only.
    """

    name: str
    spans: Spans = ()
    repeats: Repeats = "once"
    on: date | None = None
    month: int = 0
    day: int = 0

    @property
    def key(self) -> str:
        """What two days may not share: ``2026-03-21`` or ``jalali:01-01``."""
        return self.on.isoformat() if self.on else f"{self.repeats}:{self.month:02}-{self.day:02}"

    def dates(self, first: date, last: date) -> Iterator[date]:
        """The dates from ``first`` to ``last`` that it falls on."""
        if self.on:
            if first <= self.on <= last:
                yield self.on
            return
        apart = _YEARS_APART + 1 if self.repeats == "jalali" else 0
        for year in range(first.year - apart, last.year - max(apart - 1, 0) + 1):
            found = make_date(year, self.month, self.day, self.repeats)
            if found and first <= found <= last:
                yield found


def by_date(days: Iterable[SpecialDay], first: date, last: date) -> dict[date, SpecialDay]:
    """What holds on each date: a single date before a yearly one, and of two yearly ones the one that is closed."""
    ordered = sorted(days, key=lambda day: (day.on is not None, not day.spans))
    return {found: day for day in ordered for found in day.dates(first, last)}
