"""Tables in files that people send, CSV and XLSX, and the days of calendars: read in a process of its own.

What reads them is handed bytes by strangers and may need much time and memory, so it runs apart (``python -m
hub.sheets``), with limits on both, and is thrown away afterwards. Only plain rows of text come back.
"""

from hub.sheets.limits import MAX_BYTES, MAX_COLUMNS, MAX_ROWS
from hub.sheets.process import inspect, read_events, read_records, read_rows
from hub.sheets.refusal import Refusal

__all__ = ["MAX_BYTES", "MAX_COLUMNS", "MAX_ROWS", "Refusal", "inspect", "read_events", "read_records", "read_rows"]
