"""What cells of a file of consents mean."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.consent.imports.rows import Terms, read
from hub.consent.imports.words import find_columns, meaning, read_moment

NOW = datetime(2026, 5, 1, 6, tzinfo=UTC)
TEHRAN = ZoneInfo("Asia/Tehran")
COLUMNS = {"address": 0, "channel": 1, "purpose": 2, "state": 3, "time": 4, "source": 5, "wording": 6}
TERMS = Terms(COLUMNS, None, "marketing", "granted", None, "IR", "21", TEHRAN, NOW)


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("1405/01/15", datetime(2026, 4, 4, 8, 30, tzinfo=UTC)),
        ("۱۴۰۵/۰۱/۱۵ ۱۴:۰۵", datetime(2026, 4, 4, 10, 35, tzinfo=UTC)),
        ("2026-04-04", datetime(2026, 4, 4, 8, 30, tzinfo=UTC)),
        ("2026-04-04T10:00:00Z", datetime(2026, 4, 4, 10, tzinfo=UTC)),
        ("2026-04-04 10:00:05", datetime(2026, 4, 4, 6, 30, 5, tzinfo=UTC)),
        ("2026-05-01", NOW),  # today's noon is to come
        ("1405/13/01", None), ("soon", None), ("2026-04-04 29:00", None), ("", None),
    ],
)  # fmt: skip
def test_a_time_is_read_in_either_calendar(text: str, moment: datetime | None) -> None:
    assert read_moment(text, TEHRAN, NOW) == moment


def test_columns_and_words_are_known_in_both_languages() -> None:
    assert find_columns(["نام", "موبایل", "وضعیت", "تاریخ"]) == {"address": 1, "state": 2, "time": 3}
    assert find_columns(["09121234567", "yes"]) == {}
    said = [("state", "بله"), ("state", "Opted out"), ("channel", "پيامك"), ("purpose", "تبلیغات")]
    assert [meaning(*one) for one in said] == ["granted", "withdrawn", "sms", "marketing"]
    assert meaning("state", "perhaps") is None


@pytest.mark.parametrize(
    ("cells", "wrong"),
    [
        (["0912 123 4567", "sms"], None),
        (["a@b.example"], None),
        (["0912 123 4567"], "no_channel"),
        (["nonsense", "sms"], "unreadable"),
        (["a@b.example", "sms"], "wrong_channel"),
        (["a@b.example", "fax"], "unknown_channel"),
        (["a@b.example", "", "fun"], "unknown_purpose"),
        (["a@b.example", "", "", "perhaps"], "unknown_state"),
        (["a@b.example", "", "", "", "soon"], "unknown_time"),
        (["a@b.example", "", "", "", "2031-01-01"], "in_the_future"),
    ],
)
def test_a_row_that_cannot_be_taken_says_why(cells: list[str], wrong: str | None) -> None:
    assert read(2, cells, TERMS).wrong == wrong


def test_how_it_was_said_is_kept_in_the_files_own_words() -> None:
    row = read(2, ["a@b.example", "", "", "", "", "Fair 2025", "می‌پذیرم"], TERMS)
    assert (row.source, row.evidence, row.language) == ("import", {"source": "Fair 2025"}, "fa")
    assert read(2, ["a@b.example", "", "", "", "", "Paper"], TERMS).source == "paper"


@given(st.lists(st.text(max_size=30), max_size=8), st.text(max_size=30))
def test_any_row_is_read_or_told_what_is_wrong(cells: list[str], moment: str) -> None:
    row = read(1, [*cells, moment], TERMS)
    assert (row.wrong is None) == (row.address is not None)
    at = read_moment(moment, TEHRAN, NOW)
    assert at is None or at.utcoffset() == timedelta()
