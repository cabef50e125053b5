"""Cells: numbers that spreadsheets have mangled, dates in two calendars, and all that a column may be for."""

from __future__ import annotations

import contextlib
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from hub.customers import read_number
from hub.sheets.cells import Kind, Wrong, read_cell, split_mails, split_tags
from hub.sheets.dates import guess_order, make_date, read_date
from hub.sheets.numbers import lacks_zero, read_mobile, split_numbers, undo_spreadsheet
from hub.sheets.records import Recorder, key_of
from hub.text import sort_key


@pytest.mark.parametrize(
    ("cell", "found"),
    [
        ("9121234567.0", ("9121234567", None)), ("9.121234567E+09", ("9121234567", "exponent")),
        ("9.12E+09", ("9.12E+09", "digits_lost")), ("9.12123E+09", ("9.12123E+09", "digits_lost")),
        ("۹٫۱۲E+۰۹", ("۹٫۱۲E+۰۹", "digits_lost")), ("9.891212345670E+11", ("989121234567", "exponent")),
        ("'09121234567", ("09121234567", None)), ("۰۹۱۲ ۱۲۳ ۴۵۶۷", ("0912 123 4567", None)),
        ("1E+999", ("1E+999", "digits_lost")),
    ],
)  # fmt: skip
def test_what_spreadsheets_did_to_numbers(cell: str, found: tuple[str, str | None]) -> None:
    assert undo_spreadsheet(cell) == found


@pytest.mark.parametrize(
    ("cell", "parts"),
    [
        ("09121234567; 02188881234", ["09121234567", "02188881234"]),
        ("09121234567،09351234567", ["09121234567", "09351234567"]),
        ("09121234567 و 09351234567", ["09121234567", "09351234567"]), ("0912,123,4567", ["0912,123,4567"]),
        ("02188881234/09121234567", ["02188881234", "09121234567"]), ("021/88881234", ["021/88881234"]),
        ("0912 123 4567", ["0912 123 4567"]),
    ],
)  # fmt: skip
def test_several_numbers_in_a_cell(cell: str, parts: list[str]) -> None:
    assert split_numbers(cell) == parts


PREFIXES = st.sampled_from(["", "0", "98", "+98", "0098"])


@given(PREFIXES, st.integers(0, 999_999_999), st.sampled_from(["", " ", "-"]))
@example("0", 121234567, " ")
@example("", 121234567, "")
def test_the_short_way_reads_what_the_long_one_does(prefix: str, rest: int, gap: str) -> None:
    text = f"{prefix}9{rest:09d}"
    text = text[:-7] + gap + text[-7:]
    quick, slow = read_mobile(text), read_number(text, "IR", "21")
    if quick is not None:
        assert slow is not None
        assert (slow.kind, slow.value, slow.region) == ("phone", quick, "IR")


def test_a_lost_zero() -> None:
    assert lacks_zero("9121234567")
    assert not lacks_zero("09121234567")


@pytest.mark.parametrize(
    ("text", "more", "found"),
    [
        ("1403/01/01", {}, date(2024, 3, 20)), ("۱۴۰۳/۰۵/۱۲", {}, date(2024, 8, 2)),
        ("12/05/1403", {}, date(2024, 8, 2)), ("۱۲ مرداد ۱۴۰۳", {}, date(2024, 8, 2)),
        ("1399/12/30", {}, date(2021, 3, 20)), ("1400/12/30", {}, None), ("1403/07/31", {}, None),
        ("2024-08-02", {}, date(2024, 8, 2)), ("02.08.2024", {}, date(2024, 8, 2)),
        ("08/02/2024", {"order": "mdy"}, date(2024, 8, 2)), ("2024-08-02 10:30:00", {}, date(2024, 8, 2)),
        ("12 Aug 2024", {}, date(2024, 8, 12)), ("Aug 12, 2024", {}, date(2024, 8, 12)),
        ("45123", {}, date(2023, 7, 16)), ("1403/05/12", {"calendar": "gregorian"}, None),
        ("2024/05/12", {"calendar": "jalali"}, None), ("02/08/24", {}, None), ("soon", {}, None),
        ("2024/02/30", {}, None), ("", {}, None),
    ],
)  # fmt: skip
def test_dates_in_either_calendar(text: str, more: dict[str, str], found: date | None) -> None:
    assert read_date(text, **more) == found


@given(st.integers(1300, 1450), st.integers(1, 12), st.integers(1, 29))
def test_jalali_days_follow_each_other(year: int, month: int, day: int) -> None:
    found = make_date(year, month, day, "jalali")
    after = make_date(year, month, day + 1, "jalali") or make_date(year + month // 12, month % 12 + 1, 1, "jalali")
    assert found is not None
    assert after == found + timedelta(1)


@given(st.text(max_size=30))
def test_no_text_breaks_the_readers(text: str) -> None:
    read_date(text)
    undo_spreadsheet(text)
    split_numbers(text)
    for name in ("date", "number", "choice", "link", "person", "country", "language", "time_zone", "kind"):
        with contextlib.suppress(Wrong):
            read_cell(text or "x", Kind(name, options=("a",)))


def test_the_order_of_days_and_months() -> None:
    assert guess_order(["01/02/2024", "13/02/2024"]) == "dmy"
    assert guess_order(["01/02/2024", "02/13/2024"]) == "mdy"
    assert guess_order(["01/02/2024"]) == "auto"


@pytest.mark.parametrize(
    ("kind", "text", "value"),
    [
        (Kind("number"), "۱٬۲۳۴٫۵", 1234.5), (Kind("number"), "1,234", 1234), (Kind("number"), "3,5", 3.5),
        (Kind("choice", options=("طلایی", "نقره‌ای")), "نقره اي", "نقره‌ای"),
        (Kind("link"), "example.com", "https://example.com"),
        (Kind("country"), "ایران", "IR"), (Kind("language"), "فارسی", "fa"),
        (Kind("time_zone"), "Asia/Tehran", "Asia/Tehran"),
        (Kind("kind"), "شرکت", "organisation"), (Kind("person", people={"sara one": "7"}), "Sara One", "7"),
    ],
)  # fmt: skip
def test_cells_by_their_kind(kind: Kind, text: str, value: Any) -> None:
    assert read_cell(text, kind) == value


@pytest.mark.parametrize(
    ("kind", "text", "code"),
    [
        (Kind("number"), "many", "number"), (Kind("number"), "1e400", "number"),
        (Kind("choice", options=("a",)), "b", "choice"),
        (Kind("link"), "javascript://x.y", "link"), (Kind("country"), "Atlantis", "country"),
        (Kind("line", 3), "long", "too_long"),
    ],
)  # fmt: skip
def test_cells_that_are_not_what_they_should_be(kind: Kind, text: str, code: str) -> None:
    with pytest.raises(Wrong, match=code):
        read_cell(text, kind)


def test_mails_and_tags() -> None:
    assert split_mails("A@Example.COM; <b@c.de>") == ["A@example.com", "b@c.de"]
    assert split_tags("ویژه؛ vip , vip") == ["ویژه", "vip"]
    for wrong in ("a@b", "a b@c.de@", "@c.de", "a@.de"):
        with pytest.raises(Wrong):
            split_mails(wrong)


@given(st.text(max_size=20))
@example("ـ a")
@example("a - b")
def test_remembered_words_sort_as_the_whole_name(name: str) -> None:
    assert key_of(name) == sort_key(name)


def test_a_record_holds_what_is_wrong_with_each_cell() -> None:
    columns = [{"index": 0, "target": "name"}, {"index": 1, "target": "phone"}, {"index": 2, "target": "fields.since"}]
    recorder = Recorder(columns, {"since": {"kind": "date"}}, {})
    (record,) = recorder.records([(2, ["Sara", "9.12E+09", "soon"])])
    assert [(problem[0], problem[1], problem[3]) for problem in record[1]] == [
        (1, "digits_lost", True),
        (2, "date", True),
    ]
