"""Rows of an XLSX sheet. A formula's cell is its last value: nothing is evaluated."""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import date, datetime, time
from typing import Any

from python_calamine import CalamineError, CalamineWorkbook, SheetVisibleEnum, WorksheetNotFound

from hub.sheets.refusal import Refusal

_EXACT = 10**15  # Excel keeps 15 digits


def open_workbook(data: bytes) -> Any:
    """The workbook. Raises ``Refusal``."""
    try:
        return CalamineWorkbook.from_filelike(io.BytesIO(data))
    except (CalamineError, ValueError, OSError):
        raise Refusal("broken") from None


def sheet_names(workbook: Any) -> list[str]:
    """The sheets that a person sees, in their order."""
    shown = [sheet.name for sheet in workbook.sheets_metadata if sheet.visible == SheetVisibleEnum.Visible]
    return shown or list(workbook.sheet_names)


def read_xlsx(workbook: Any, sheet: str) -> Iterator[list[str]]:
    """Each row in turn, from the sheet's first row on. Raises ``Refusal``."""
    try:
        found = workbook.get_sheet_by_name(sheet)
        rows = found.iter_rows()
        for row in rows:
            yield [cell if cell.__class__ is str else cell_text(cell) for cell in row]
    except WorksheetNotFound:
        raise Refusal("no_sheet") from None
    except (CalamineError, ValueError, OSError):
        raise Refusal("broken") from None


def cell_text(value: Any) -> str:
    """A cell as text: whole numbers without a fraction or an exponent, dates in ISO form."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < _EXACT else repr(value)
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(" ")
    if isinstance(value, date | time):
        return value.isoformat()
    return str(value)
