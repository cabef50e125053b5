"""Files of all kinds: read as they are, or refused in words; never anything else."""

from __future__ import annotations

import asyncio
import contextlib
import csv
import io
import zipfile
from collections.abc import AsyncIterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hub import sheets
from hub.sheets import Refusal, formats, limits, reading
from hub.sheets.reading import data_rows, open_rows
from tests.hub.sheets.files import workbook

PERSIAN = "نام;موبایل;شهر\r\nسارا محمدی;09121234567;تهران\r\nعلی رضایی;09121234568;شیراز\r\n"
GERMAN = "Name;Telefon\r\nJörg Müller;030 1234567\r\nÄnne Groß;030 7654321\r\n"


def rows_of(data: bytes) -> list[list[str]]:
    return [row for _, row in open_rows(data, {})[1]]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1256"])
def test_persian_in_every_encoding(encoding: str) -> None:
    text = PERSIAN.replace("ی", "ي") if encoding == "cp1256" else PERSIAN  # it has the Arabic letter only
    known, rows = open_rows(text.encode(encoding), {})
    assert known["delimiter"] == ";"
    assert [row for _, row in rows] == [line.split(";") for line in text.splitlines()]


def test_german_from_windows() -> None:
    known, rows = open_rows(GERMAN.encode("cp1252"), {})
    assert known["encoding"] == "cp1252"
    assert [row for _, row in rows][1] == ["Jörg Müller", "030 1234567"]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_delimiters_and_quoted_line_ends(delimiter: str) -> None:
    text = f'name{delimiter}note\n"A{delimiter}B"{delimiter}"one\ntwo"\nC{delimiter}"say ""hi"""\n'
    assert rows_of(text.encode())[1:] == [[f"A{delimiter}B", "one\ntwo"], ["C", 'say "hi"']]


def test_excels_own_hint_and_blank_rows_keep_the_numbers() -> None:
    found = list(data_rows(open_rows(b"sep=;\nname;phone\n\nA;1\n", {})[1], 2, 0))
    assert found == [(4, ["A", "1"])]


def test_a_workbook_with_numbers_dates_and_formulas() -> None:
    rows = [["Name", "Phone", "Since", "Sum"], ["Sara", 9121234567.0, "date:45123", ("=1+1", "2")]]
    found = rows_of(workbook({"Sheet1": rows}))
    assert found == [["Name", "Phone", "Since", "Sum"], ["Sara", "9121234567", "2023-07-16", "2"]]


def test_the_sheet_can_be_chosen() -> None:
    data = workbook({"One": [["a"]], "Two": [["b"]]})
    assert open_rows(data, {})[0]["sheets"] == ["One", "Two"]
    assert [row for _, row in open_rows(data, {"sheet": "Two"})[1]] == [["b"]]
    with pytest.raises(Refusal) as refused:
        list(open_rows(data, {"sheet": "Three"})[1])
    assert refused.value.code == "no_sheet"


def _bomb() -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * (30 * 1024 * 1024))
    return made.getvalue()


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
REFUSED = {
    "empty": [b"", b"\xef\xbb\xbf \r\n"],
    "old_xls": [OLE],
    "encrypted": [OLE + "EncryptedPackage".encode("utf-16-le")],
    "macros": [workbook({"One": [["a"]]}, xl__vbaProject_bin=b"x")],
    "zip_bomb": [_bomb()],
    "not_a_table": [b"%PDF-1.4 ...", b"\x89PNG...", b"name,city\n" * 9 + b"a,\x00b\n"],
    "broken": [b"PK\x03\x04 nothing"],
    "too_large": [b"a" * (limits.MAX_BYTES + 1)],
    "too_many_columns": [b"," * 200 + b"a"],
    "cell_too_long": [b'name\n"' + b"a" * (limits.MAX_CELL + 10)],
}


@pytest.mark.parametrize(("code", "data"), [(code, data) for code, some in REFUSED.items() for data in some])
def test_what_is_refused_in_words(code: str, data: bytes) -> None:
    with pytest.raises(Refusal) as refused:
        reading.inspect(data, {})
    assert refused.value.code == code
    assert len(str(refused.value)) > 10


def test_too_many_rows(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "MAX_ROWS", 3)
    assert reading.inspect(b"name\n1\n2\n3\n", {})["count"] == 4
    with pytest.raises(Refusal, match="Split"):
        reading.inspect(b"name\n1\n2\n3\n4\n", {})


@settings(max_examples=150, deadline=None)
@given(st.one_of(st.binary(max_size=300), st.text(max_size=300).map(lambda text: text.encode("utf-8", "replace"))))
def test_any_bytes_are_rows_or_a_clear_refusal(data: bytes) -> None:
    with contextlib.suppress(Refusal):
        assert reading.inspect(data, {})["count"] >= 1


@settings(max_examples=100, deadline=None)
@given(st.lists(st.lists(st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=8), min_size=2, max_size=4)))
def test_what_a_spreadsheet_writes_is_what_is_read(table: list[list[str]]) -> None:
    text = io.StringIO()
    csv.writer(text, delimiter=";", quoting=csv.QUOTE_ALL).writerows([["first", "second"], *table])
    found = [row for _, row in open_rows(text.getvalue().encode(), {"delimiter": ";", "encoding": "utf-8"})[1]]
    assert [[cell for cell in row if cell] for row in found[1:]] == [[cell for cell in row if cell] for row in table]


async def content(data: bytes) -> AsyncIterator[bytes]:
    yield data


async def test_a_process_that_takes_too_much_is_ended() -> None:
    rows = [["a"] * 2] + [[f"{n}", "x" * 1000] for n in range(3)]
    far = workbook({"One": rows})
    assert (await sheets.inspect(content(far), {}))["count"] == 4
    cells = '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    sheet = f'<worksheet xmlns="{main}"><sheetData>{cells}</sheetData></worksheet>'
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(far)) as old, zipfile.ZipFile(made, "w") as new:
        for part in old.infolist():
            new.writestr(part.filename, sheet if "sheet1" in part.filename else old.read(part))
    with pytest.raises(Refusal) as refused:
        async with asyncio.timeout(60):
            await sheets.inspect(content(made.getvalue()), {})
    assert refused.value.code == "too_heavy"


async def broken_off(data: bytes, error: Exception) -> AsyncIterator[bytes]:
    yield data
    raise error


@pytest.mark.parametrize("error", [Refusal("no_rows"), OSError("the disk is gone")])
async def test_half_a_file_is_not_taken_for_the_file(error: Exception) -> None:
    with pytest.raises(type(error)) as told:
        async with asyncio.timeout(60):
            await sheets.inspect(broken_off(PERSIAN.encode(), error), {})
    assert told.value is error


def test_the_archive_is_judged_before_it_is_opened(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(formats, "MAX_PARTS", 2)
    with pytest.raises(Refusal) as refused:
        formats.find_format(workbook({"One": [["a"]]}))
    assert refused.value.code == "zip_bomb"
