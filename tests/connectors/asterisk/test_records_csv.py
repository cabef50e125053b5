"""A file of records that goes on growing, is torn, rotated, or hostile."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from connectors.asterisk import records_csv
from connectors.asterisk.records_csv import CsvRecords
from connectors.asterisk.records_rows import LINE_BYTES, CdrRow, read_row, split_line

START = datetime(2026, 3, 20, 12)  # noqa: DTZ001 - as in the file


def line(minute: int) -> bytes:
    start, end = START + timedelta(minutes=minute), START + timedelta(minutes=minute, seconds=30)
    values = ["", "0912", "101", "c", "", "PJSIP/trunk-1", "PJSIP/101-2", "Dial", "", f"{start}", f"{start}", f"{end}",
              "30", "30", "ANSWERED", "DOCUMENTATION", f"{1774000000 + minute}.1"]  # fmt: skip
    return ",".join(f'"{value}"' for value in values).encode() + b"\n"


def records_of(path: Path, odd: Callable[[str, str], None]) -> CsvRecords[CdrRow]:
    return CsvRecords(str(path), lambda line: read_row(split_line(line)), lambda row: row.end - row.start, odd)


def minutes(rows: list[CdrRow]) -> list[int]:
    return [int(row.uniqueid.partition(".")[0]) - 1774000000 for row in rows]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "Master.csv"


@pytest.fixture
def odd() -> list[tuple[str, str]]:
    return []


@pytest.fixture
def read(path: Path, odd: list[tuple[str, str]]) -> Callable[[int], list[int]]:
    records = records_of(path, lambda *what: odd.append(what))
    return lambda minute: minutes(records.since(lambda row: row.start, START + timedelta(minutes=minute)))


def test_only_what_came_is_read_again(path: Path, read: Callable[[int], list[int]]) -> None:
    path.write_bytes(b"".join(map(line, range(5))))
    assert read(3) == [3, 4]
    assert read(3) == []
    with path.open("ab") as file:
        file.write(line(5) + line(6)[:40])
    assert read(3) == [5], "the last line is not finished"
    with path.open("ab") as file:
        file.write(line(6)[40:])
    assert read(3) == [6]


def test_a_new_file_under_the_name_is_read_from_its_end(path: Path, read: Callable[[int], list[int]]) -> None:
    path.write_bytes(line(1) + line(2))
    assert read(1) == [1, 2]
    path.rename(path.with_suffix(".1"))
    path.write_bytes(line(3))
    assert read(1) == [3]
    path.write_bytes(b"")
    assert read(1) == []


@pytest.mark.parametrize("block", [50, 300, 100_000])
def test_reading_back_stops_at_what_ended_before(
    block: int, path: Path, read: Callable[[int], list[int]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(records_csv, "BLOCK", block)
    path.write_bytes(b"".join(map(line, range(60))))
    assert read(50) == list(range(50, 60))


def test_a_file_is_not_read_beyond_its_bound(
    path: Path, read: Callable[[int], list[int]], odd: list[tuple[str, str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(records_csv, "BLOCK", 500)
    monkeypatch.setattr(records_csv, "MOST_BYTES", 1000)
    path.write_bytes(b"".join(map(line, range(60))))
    found = read(0)
    assert found == list(range(60 - len(found), 60))
    assert 0 < len(found) < 10
    assert ("records", "more than 1000 bytes to read") in odd


def test_hostile_lines_cost_only_themselves(
    path: Path, read: Callable[[int], list[int]], odd: list[tuple[str, str]]
) -> None:
    monster = b"x" * (LINE_BYTES * 40)
    path.write_bytes(line(1) + monster + b"\n" + line(2) + b'"a","b\n\xff\xfe\0,\n\n' + line(3) + monster)
    assert read(0) == [1, 2, 3]
    assert {why for why, _ in odd} == {"record"}


def test_a_missing_file_is_an_error(read: Callable[[int], list[int]]) -> None:
    with pytest.raises(OSError, match="Master"):
        read(0)


def test_the_newest_rows_tell_about_the_file(path: Path) -> None:
    path.write_bytes(b"".join(map(line, range(3))))
    assert minutes(records_of(path, print).newest()) == [0, 1, 2]
