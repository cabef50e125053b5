"""Rows of a CSV file: delimiter guessed, quoted line ends kept together."""

from __future__ import annotations

import csv
import io
import itertools
from collections import Counter
from collections.abc import Iterator

from hub.sheets.limits import MAX_CELL
from hub.sheets.refusal import Refusal

DELIMITERS = (",", ";", "\t", "|")
_SAMPLE = 100_000  # characters
_ROWS = 50


def guess_delimiter(text: str) -> str:
    """The delimiter that cuts the first rows into the most columns, evenly; a comma where there is none."""
    first = text[:20].lower()
    if first.startswith("sep=") and first[4:5] in DELIMITERS:  # Excel's own hint
        return first[4]
    return max(DELIMITERS, key=lambda delimiter: _evenness(text[:_SAMPLE], delimiter))


def _evenness(sample: str, delimiter: str) -> float:
    try:
        rows = list(itertools.islice(csv.reader(io.StringIO(sample, newline=""), delimiter=delimiter), _ROWS))
    except csv.Error:
        return 0.0
    widths = Counter(len(row) for row in rows if any(row))
    if not widths:
        return 0.0
    width, count = max(widths.items(), key=lambda item: (item[0] > 1, item[1], item[0]))
    return 0.0 if width < 2 else count / widths.total() + min(width, 50) / 10_000


def read_csv(text: str, delimiter: str) -> Iterator[list[str]]:
    """Each record in turn, blank ones too. Raises ``Refusal``."""
    if delimiter not in DELIMITERS:
        delimiter = ","
    csv.field_size_limit(MAX_CELL)
    lines = io.StringIO(text, newline="")
    if text[:4].lower() == "sep=" and text[4:5] in DELIMITERS:
        lines.readline()
        yield []
    try:
        yield from csv.reader(lines, delimiter=delimiter)
    except csv.Error as error:
        raise Refusal("cell_too_long" if "limit" in str(error) else "unreadable") from None
