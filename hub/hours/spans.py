"""Hours of a day as people give them: spans of minutes, checked and put in order."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise

DAY = 1440  # minutes
Span = tuple[int, int]
"""Minutes from the day's midnight, as (start, end); an end above 1440 lies on the day after."""
Spans = tuple[Span, ...]
Week = tuple[Spans, Spans, Spans, Spans, Spans, Spans, Spans]
"""The spans of each weekday, Monday first."""
NO_WEEK: Week = ((), (), (), (), (), (), ())


def overlap(spans: Sequence[Span]) -> int | None:
    """The place of the first span that begins before an earlier one has ended; None where all lie apart."""
    order = sorted(range(len(spans)), key=lambda place: spans[place])
    for before, after in pairwise(order):
        if spans[after][0] < spans[before][1]:
            return after
    return None


def overnight_overlap(week: Sequence[Sequence[Span]]) -> int | None:
    """The weekday whose first span begins before the night of the day before is over; None where there is none."""
    for day, spans in enumerate(week):
        over = max((end - DAY for _, end in week[day - 1]), default=0)
        if spans and min(start for start, _ in spans) < over:
            return day
    return None


def without(spans: Iterable[Span], start: int, end: int) -> Spans:
    """The spans less what lies in ``start`` to ``end``."""
    left: list[Span] = []
    for first, last in spans:
        if first < min(last, start):
            left.append((first, min(last, start)))
        if max(first, end) < last:
            left.append((max(first, end), last))
    return tuple(left)


def total(week: Iterable[Iterable[Span]]) -> int:
    """All minutes of a week."""
    return sum(end - start for spans in week for start, end in spans)
