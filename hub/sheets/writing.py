"""Rows into a file, CSV or XLSX: however many there are, few of them are in memory."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

MOST_ROWS = 1_048_575  # of a spreadsheet, without its header
TYPES = {"csv": "text/csv", "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}
Cell = str | int | float | None
HARMFUL = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
NUMBER = re.compile(r"\+?[\d ()\-]+")


def safe(text: str) -> str:
    """The text as no spreadsheet takes it for a formula; a phone number keeps its plus."""
    return f"'{text}" if text.startswith(HARMFUL) and not NUMBER.fullmatch(text) else text


class Sheet(Protocol):
    """What rows are written to. ``write`` gives the bytes that are ready by then, ``close`` the rest."""

    def write(self, rows: Sequence[Sequence[Cell]]) -> bytes:
        """Add rows."""

    def close(self) -> Path | None:
        """No more rows; the file, where the bytes are not given out as they come."""


class CsvSheet:
    """UTF-8 with a mark that Excel needs, and lines as RFC 4180 wants them."""

    def __init__(self) -> None:
        self._mark = "\ufeff"

    def write(self, rows: Sequence[Sequence[Cell]]) -> bytes:
        """The rows as bytes."""
        text = io.StringIO()
        text.write(self._mark)
        self._mark = ""
        csv.writer(text, lineterminator="\r\n").writerows(rows)
        return text.getvalue().encode()

    def close(self) -> None:
        """Nothing is left."""


class XlsxSheet:
    """A workbook, written row by row into a temporary file. Texts stay texts, whatever they look like."""

    def __init__(self, path: Path, language: str) -> None:
        self._path = path
        from xlsxwriter import Workbook  # noqa: PLC0415 - for few, and none of it is needed at the start

        options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False,
                   "strings_to_numbers": False, "tmpdir": str(path.parent)}  # fmt: skip
        self._book = Workbook(str(path), options)
        self._sheet = self._book.add_worksheet()
        self._bold = self._book.add_format({"bold": True})
        self._row = 0
        if language == "fa":
            self._sheet.right_to_left()
        self._sheet.freeze_panes(1, 0)

    def write(self, rows: Sequence[Sequence[Cell]]) -> bytes:
        """Add the rows."""
        for row in rows:
            style = self._bold if self._row == 0 else None
            for column, value in enumerate(row):
                if isinstance(value, str):
                    self._sheet.write_string(self._row, column, value, style)
                elif value is not None:
                    self._sheet.write_number(self._row, column, value, style)
            self._row += 1
        return b""

    def close(self) -> Path:
        """Pack the workbook."""
        self._book.close()
        return self._path
