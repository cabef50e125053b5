"""Why a file is not read."""

from __future__ import annotations


class Refusal(Exception):
    """The file cannot be read: a stable code, and English words for people."""

    def __init__(self, code: str) -> None:
        super().__init__(WORDS.get(code, WORDS["unreadable"]))
        self.code = code if code in WORDS else "unreadable"


WORDS = {
    "empty": "The file is empty.",
    "no_rows": "There are no rows below the header row.",
    "encrypted": "The workbook is protected by a password. Save it without one.",
    "old_xls": "This is an old Excel file (.xls). Save it as .xlsx or CSV.",
    "macros": "The workbook contains macros. Save it as a plain .xlsx.",
    "zip_bomb": "The workbook is much larger unpacked than a workbook should be.",
    "not_a_table": "This is neither CSV nor XLSX.",
    "broken": "The workbook is damaged and cannot be read.",
    "encoding": "The file cannot be read in this encoding.",
    "cell_too_long": "A cell is longer than 40,000 characters. Perhaps a quotation mark is never closed.",
    "row_too_long": "A row is longer than 200,000 characters.",
    "too_many_columns": "There are more than 200 columns.",
    "too_many_rows": "There are more than 200,000 rows. Split the file.",
    "no_sheet": "There is no sheet of this name.",
    "too_large": "The file is larger than 25 MB.",
    "too_heavy": "Reading the file takes too much time or memory.",
    "not_a_calendar": "This is no iCalendar file.",
    "broken_calendar": "The calendar is damaged and cannot be read.",
    "no_events": "There are no events in the calendar.",
    "too_many_events": "There are more than 2,000 events in the calendar.",
    "too_many_days": "There are more than 1,000 days in the file.",
    "no_dates": "There is no column of dates in the file.",
    "unreadable": "The file cannot be read.",
}
