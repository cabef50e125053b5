"""Rows as records: each cell read for the field that its column was mapped to.

A record is a list, so that it is quickly handed from process to process:
``[number, problems, values, folded name, sort key, phones, mails, tags, organisation]``; a phone is
``[number, region, label, cell]``, with an empty region when the number is still to be read. A problem is
``[column, code, cell, is an error]``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from typing import Any

from hub.sheets import cells, numbers
from hub.sheets.cells import Kind, Wrong
from hub.text import fold, sort_key

NAME, SEARCH = 200, 600  # characters, as the columns have them
SHOWN = 200
MOST_TAGS = 50
PLAIN: dict[str, Kind] = {
    "name": Kind("line", NAME), "first_name": Kind("line", 100), "last_name": Kind("line", 100),
    "job_title": Kind("line", 200), "city": Kind("line", 120), "stage": Kind("line", 40), "note": Kind("text", 4_000),
    "organisation": Kind("line", NAME), "country": Kind("country"), "language": Kind("language"),
    "time_zone": Kind("time_zone"), "kind": Kind("kind"),
}  # fmt: skip


class Recorder:
    """Turns rows into records, by ``columns`` ({index, target, options}), custom ``fields`` and ``people``."""

    def __init__(self, columns: list[dict[str, Any]], fields: dict[str, Any], people: dict[str, str], **more: Any):
        self._fields, self._people = fields, people
        self._lenient = bool(more.get("lenient"))
        self._iranian = more.get("region", "IR") == "IR"
        self._steps: list[tuple[int, Callable[..., None], str, Any]] = []
        for column in columns:
            if step := self._step(column):
                self._steps.append(step)

    def _step(self, column: dict[str, Any]) -> tuple[int, Callable[..., None], str, Any] | None:
        index, target, options = column["index"], column["target"], column.get("options") or {}
        if target == "phone":
            return index, self._phones, target, options.get("label")
        if target == "email":
            return index, self._mails, target, options.get("label")
        if target == "tags":
            return index, self._tags, target, None
        if target == "owner":
            return index, self._value, "owner_id", Kind("person", people=self._people)
        if target in PLAIN:
            return index, self._value, target, PLAIN[target]
        field = self._fields.get(str(target).removeprefix("fields."))
        if field is None:
            return None
        kind = Kind(
            field["kind"], 2_000 if field["kind"] == "link" else 1_000, tuple(field.get("options") or ()),
            options.get("calendar", "auto"), options.get("order", "auto"), self._people,
        )  # fmt: skip
        return index, self._value, str(target), kind

    def records(self, rows: Iterable[tuple[int, list[str]]]) -> Iterator[list[Any]]:
        """A record for each row, given with its number in the file; blank rows are left out."""
        for number, row in rows:
            record: list[Any] = [number, [], {}, "", "", [], [], [], None]
            width = len(row)
            filled = False
            for index, read, target, knows in self._steps:
                cell = cells.clean(row[index]) if index < width else ""
                if cell:
                    filled = True
                    read(record, index, cell, target, knows)
            if filled or any(map(str.strip, row)):
                self._name(record)
                yield record

    def _value(self, record: list[Any], index: int, cell: str, target: str, kind: Kind) -> None:
        try:
            record[2].setdefault(target, cells.read_cell(cell, kind))
        except Wrong as wrong:
            self._wrong(record, index, str(wrong), cell)

    def _wrong(self, record: list[Any], index: int, code: str, cell: str) -> None:
        record[1].append([index, code, cell[:SHOWN], not self._lenient])

    def _phones(self, record: list[Any], index: int, cell: str, _target: str, label: str | None) -> None:
        for part in numbers.split_numbers(cell):
            text, code = numbers.undo_spreadsheet(part)
            if code == "digits_lost":
                self._wrong(record, index, code, part)
                continue
            if code:
                record[1].append([index, code, part[:SHOWN], False])
            mobile = numbers.read_mobile(text) if self._iranian else None
            if mobile and numbers.lacks_zero(text):
                record[1].append([index, "zero_added", part[:SHOWN], False])
            record[5].append([mobile or text[:80], "IR" if mobile else "", label, index])

    def _mails(self, record: list[Any], index: int, cell: str, _target: str, label: str | None) -> None:
        try:
            record[6] += [[mail, label] for mail in cells.split_mails(cell)]
        except Wrong as wrong:
            self._wrong(record, index, str(wrong), cell)

    def _tags(self, record: list[Any], index: int, cell: str, _target: str, _knows: None) -> None:
        try:
            record[7] += [tag for tag in cells.split_tags(cell) if tag not in record[7]]
        except Wrong as wrong:
            self._wrong(record, index, str(wrong), cell)
        if len(record[7]) > MOST_TAGS:
            self._wrong(record, index, "too_many_tags", cell)
            del record[7][MOST_TAGS:]

    def _name(self, record: list[Any]) -> None:
        values = record[2]
        first, last = values.pop("first_name", ""), values.pop("last_name", "")
        record[8] = values.pop("organisation", None)
        name = values.get("name") or f"{first} {last}".strip()
        if not name:
            name = self._stand_in(record)
        if name:
            values["name"] = name[:NAME]
            record[3], record[4] = fold(values["name"])[:SEARCH], key_of(values["name"])

    def _stand_in(self, record: list[Any]) -> str:
        """Somebody without a name is called by their number or mail, rather than left out."""
        reached = [*(phone[0] for phone in record[5]), *(mail[0] for mail in record[6])]
        record[1].append([None, "name_missing", "", not reached])
        return str(reached[0]) if reached else ""


def key_of(name: str) -> str:
    """``hub.text.sort_key``, with the words remembered: names are made of few."""
    words = name.split()
    keys = [_word_key(word) for word in words] if all(map(str.isalnum, words)) else []
    return "10".join(keys)[:400] if keys and all(keys) else sort_key(name)


_word_key = lru_cache(maxsize=50_000)(sort_key)
