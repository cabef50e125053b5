"""Which column is what: recognised by its header and its cells, remembered, and checked when people change it."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from typing import Any

from hub.imports.headers import MANY, NAMES, label_of, recognise
from hub.sheets import cells, numbers
from hub.text import digits, fold
from hub.web import FieldError, Invalid

SAMPLES = 3
HEADER_ROWS = 15  # among which the header is looked for
SURE = 0.9
REACHABLE = frozenset({"name", "first_name", "last_name", "phone", "email"})
First = Sequence[tuple[int, Sequence[str]]]


def find_header(rows: First, fields: Mapping[str, str]) -> int:
    """The number of the header row; 0 when the file begins with data."""
    best, most = 0, 0
    for number, row in rows[:HEADER_ROWS]:
        count = sum(recognise(cell, fields)[1] >= SURE for cell in row)
        if count > most:
            best, most = number, count
    if best:
        return best
    number, row = rows[0]
    filled = [cell for cell in row if cell]
    named = len(rows) > 1 and len(filled) > 1 and len(set(filled)) == len(filled)
    return number if named and not any(_looks_like_data(cell) for cell in filled) else 0


def _looks_like_data(cell: str) -> bool:
    return "@" in cell or sum(char.isdigit() for char in digits(cell)) > 3


def describe_columns(
    rows: First, width: int, header_row: int, fields: Mapping[str, str], orders: Mapping[str, str]
) -> list[dict[str, Any]]:
    """Each column with its header, some samples, and what it seems to be."""
    header = next((list(row) for number, row in rows if number == header_row), [])
    below = [row for number, row in rows if number > header_row]
    columns: list[dict[str, Any]] = []
    taken: set[str] = set()
    for index in range(width):
        name = header[index] if index < len(header) else ""
        values = [row[index] for row in below if index < len(row) and row[index]]
        target, sure = recognise(name, fields)
        if target is None:
            target, sure = _by_cells(values)
        if target in taken and target not in MANY:
            target, sure = None, 0.0
        options = {"order": orders[str(index)]} if str(index) in orders else {}
        if target == "phone" and (label := label_of(name)):
            options["label"] = label
        taken.add(target or "")
        columns.append({
            "index": index, "header": name, "samples": values[:SAMPLES], "target": target, "confidence": sure,
            "options": options,
        })  # fmt: skip
    _whole_name(columns)
    return columns


def _whole_name(columns: list[dict[str, Any]]) -> None:
    """A column called «نام» holds whole names where no other one holds family names."""
    targets = {column["target"] for column in columns}
    for column in columns:
        if column["target"] == "first_name" and not {"name", "last_name"} & targets:
            column["target"] = "name"


def _by_cells(values: Sequence[str]) -> tuple[str | None, float]:
    if not values:
        return None, 0.0
    mails = sum("@" in value and not value.startswith("@") for value in values) / len(values)
    phones = sum(numbers.read_mobile(numbers.undo_spreadsheet(value)[0]) is not None for value in values) / len(values)
    if mails > 0.7:
        return "email", 0.8
    return ("phone", 0.7) if phones > 0.7 else (None, 0.0)


def digest(columns: Sequence[Mapping[str, Any]]) -> str:
    """A name for files with these headers, however they are written."""
    return hashlib.sha256("\x1f".join(fold(column["header"]) for column in columns).encode()).hexdigest()


def apply_remembered(columns: list[dict[str, Any]], remembered: Sequence[Mapping[str, Any]]) -> None:
    """Map the columns as somebody did the last time."""
    for column, before in zip(columns, remembered, strict=False):
        column |= {"target": before["target"], "confidence": 1.0}
        column["options"] = dict(before.get("options") or {}) | {
            name: value for name, value in column["options"].items() if name == "order"
        }


def change_mapping(
    columns: list[dict[str, Any]], wanted: Sequence[Mapping[str, Any]], fields: Mapping[str, str]
) -> None:
    """Set targets and options as they are wanted. Raises ``Invalid``."""
    errors = []
    for place, item in enumerate(wanted):
        target = item["target"]
        if item["index"] >= len(columns):
            errors.append(FieldError(field=f"body.mapping.{place}.index", code="no_column", detail="No such column."))
        elif target and target not in NAMES and target.removeprefix("fields.") not in fields:
            errors.append(FieldError(field=f"body.mapping.{place}.target", code="target", detail="No such field."))
        else:
            columns[item["index"]] |= {"target": target, "confidence": 1.0, "options": dict(item["options"])}
    targets = [column["target"] for column in columns if column["target"]]
    for target in sorted({target for target in targets if target not in MANY and targets.count(target) > 1}):
        detail = f"Only one column can be {target}."
        errors.append(FieldError(field="body.mapping", code="repeated", detail=detail))
    if errors:
        raise Invalid(errors)


def check_mapping(columns: Sequence[Mapping[str, Any]]) -> None:
    """Raise ``Invalid`` unless somebody can be made of a row."""
    if not REACHABLE & {column["target"] for column in columns}:
        raise Invalid.field("body.mapping", "nobody", "Say which column is the name, a number or a mail address.")


def cleaned(header: str) -> str:
    """A header as problems name it."""
    return cells.clean(header)[:80]
