"""Records in a CSV file that Asterisk goes on writing: read from its end at first, then only what came to it."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import BinaryIO, Generic, TypeVar

from connectors.asterisk.records_rows import LINE_BYTES, BadRowError

R = TypeVar("R")

BLOCK = 256 * 1024
MOST_BYTES = 64 * 1024 * 1024  # read of a file at once, from its end

Odd = Callable[[str, str], None]


class CsvRecords(Generic[R]):
    """One file. Not for two at once; every method blocks. ``lasted``: how long before it was written a row began."""

    def __init__(self, path: str, read: Callable[[bytes], R], lasted: Callable[[R], timedelta], odd: Odd) -> None:
        self._path = Path(path)
        self._read = read
        self._lasted = lasted
        self._odd = odd
        self._read_to = 0
        self._file: tuple[int, int] | None = None  # which it was, so that a new one under its name is noticed

    def newest(self) -> list[R]:
        """The last rows, for finding out about the file. Raises ``OSError``."""
        with self._path.open("rb") as file:
            size = os.fstat(file.fileno()).st_size
            return list(self._rows(_lines(file, max(0, size - BLOCK), size)))

    def since(self, begins: Callable[[R], datetime], at: datetime) -> list[R]:
        """The rows that may have begun at ``at`` or later; at the second call only those that came since.

        Rows are written as calls end, so reading back may stop at one that ended before. Raises ``OSError``.
        """
        with self._path.open("rb") as file:
            state = os.fstat(file.fileno())
            same = self._file == (state.st_dev, state.st_ino) and state.st_size >= self._read_to
            start = self._read_to if same else self._find(file, state.st_size, begins, at)
            rows = [row for row in self._rows(_lines(file, start, state.st_size)) if begins(row) >= at]
            self._file, self._read_to = (state.st_dev, state.st_ino), _whole(file, start, state.st_size)
            return rows

    def forget(self) -> None:
        """Begin anew at the next reading."""
        self._file = None

    def _find(self, file: BinaryIO, size: int, begins: Callable[[R], datetime], at: datetime) -> int:
        start = size
        while start > max(0, size - MOST_BYTES):
            start = max(0, start - BLOCK)
            first = next(self._rows(_lines(file, start, min(start + BLOCK, size))), None)
            if first is not None and begins(first) + self._lasted(first) < at:
                return start
        if start > 0:
            self._odd("records", f"more than {MOST_BYTES} bytes to read")
        return start

    def _rows(self, lines: Iterator[bytes]) -> Iterator[R]:
        for line in lines:
            try:
                yield self._read(line)
            except BadRowError as error:
                self._odd("record", str(error))


def _lines(file: BinaryIO, start: int, stop: int) -> Iterator[bytes]:
    """The whole lines between two places; not one that begins before, is not finished, or is monstrous."""
    file.seek(max(0, start - 1))
    within = start == 0 or file.read(1) == b"\n"
    rest, place = b"", start
    while place < stop:
        block = file.read(min(BLOCK, stop - place))
        if not block:
            return
        place += len(block)
        *lines, rest = (rest + block).split(b"\n")
        for line in lines:
            if within and line.strip() and len(line) <= LINE_BYTES:
                yield line.rstrip(b"\r")
            within = True
        if len(rest) > LINE_BYTES:  # do not gather it; its remainder is no line of its own
            rest, within = b"", False


def _whole(file: BinaryIO, start: int, stop: int) -> int:
    """The end of the last whole line: what follows is still being written."""
    file.seek(max(start, stop - BLOCK))
    tail = file.read(stop - max(start, stop - BLOCK))
    return stop - (len(tail) - tail.rfind(b"\n") - 1) if b"\n" in tail else max(start, stop - BLOCK)
