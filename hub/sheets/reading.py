"""A file's rows by what is known of it; what is not known yet is guessed. Runs in the process for it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from hub.sheets import csv_rows, encodings, xlsx_rows
from hub.sheets.cells import clean
from hub.sheets.dates import guess_order
from hub.sheets.formats import find_format
from hub.sheets.limits import MAX_CELL, MAX_COLUMNS, MAX_ROW, MAX_ROWS
from hub.sheets.refusal import Refusal

Rows = Iterator[tuple[int, list[str]]]
FIRST = 100  # rows that are shown to whoever maps the columns
SHOWN = 200  # characters of a cell


def open_rows(data: bytes, reading: dict[str, Any]) -> tuple[dict[str, Any], Rows]:
    """The completed ``reading`` and the rows with their numbers in the file, from 1. Raises ``Refusal``."""
    known = {name: value for name, value in reading.items() if value is not None}
    known["format"] = find_format(data)
    if known["format"] == "xlsx":
        workbook = xlsx_rows.open_workbook(data)
        known["sheets"] = xlsx_rows.sheet_names(workbook)[:100]
        known.setdefault("sheet", (known["sheets"] or [""])[0])
        rows = xlsx_rows.read_xlsx(workbook, known["sheet"])
    else:
        known.setdefault("encoding", encodings.guess_encoding(data))
        text = encodings.decode(data, known["encoding"])
        if "\0" in text:
            raise Refusal("not_a_table")
        known.setdefault("delimiter", csv_rows.guess_delimiter(text))
        rows = csv_rows.read_csv(text, known["delimiter"])
    return known, _checked(rows)


def _checked(rows: Iterable[list[str]]) -> Rows:
    """The rows without empty columns at their end, within the limits. Raises ``Refusal``."""
    filled = 0
    for number, row in enumerate(rows, start=1):
        while row and not row[-1]:
            row.pop()
        if len(row) > MAX_COLUMNS:
            raise Refusal("too_many_columns")
        if sum(map(len, row)) > MAX_ROW:
            raise Refusal("row_too_long")
        filled += bool(row)
        if filled > MAX_ROWS + 1:  # and a header row
            raise Refusal("too_many_rows")
        yield number, row


def inspect(data: bytes, reading: dict[str, Any]) -> dict[str, Any]:
    """How the file can be read, its first rows, how many it has, and the order of its dates by column."""
    known, rows = open_rows(data, reading)
    first: list[list[Any]] = []
    last = count = width = 0
    orders: dict[int, str] = {}
    for number, row in rows:
        if not any(map(str.strip, row)):
            continue
        last, count, width = number, count + 1, max(width, len(row))
        if len(first) < FIRST:
            first.append([number, [clean(cell)[:SHOWN] for cell in row]])
        _see_dates(orders, row)
    if not count:
        raise Refusal("empty")
    return {"reading": known, "rows": first, "count": count, "last": last, "width": width, "orders": orders}


def _see_dates(orders: dict[int, str], row: list[str]) -> None:
    for index, cell in enumerate(row):
        if 8 <= len(cell) <= 12 and index not in orders and (order := guess_order((cell,))) != "auto":
            orders[index] = order


def data_rows(rows: Rows, header_row: int, skip: int) -> Rows:
    """The rows below the header, without blank ones; the first ``skip`` of them were done before."""
    done = 0
    for number, row in rows:
        if number <= header_row or not any(map(str.strip, row)):
            continue
        done += 1
        if done > skip:
            yield number, [cell[:MAX_CELL] for cell in row]
