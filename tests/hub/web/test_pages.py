"""Cursors: what went in comes out, and rubbish is an error of one field."""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.web import Invalid, decode_cursor, encode_cursor
from hub.web.validation import field_path

TIMES = st.datetimes(timezones=st.just(UTC))


@given(TIMES, st.uuids(), st.text(alphabet=st.characters(exclude_characters="\0", exclude_categories=["Cs"])))
def test_a_cursor_gives_back_its_key(at: datetime, row: UUID, name: str) -> None:
    assert decode_cursor(encode_cursor(at, row, name), datetime, UUID, str) == (at, row, name)


@given(st.text(max_size=200))
def test_any_text_is_one_error(text: str) -> None:
    with pytest.raises(Invalid) as caught:
        decode_cursor(text, datetime, UUID)
    assert [error.field for error in caught.value.errors] == ["query.cursor"]


@pytest.mark.parametrize(
    ("key", "types"),
    [
        ((1,), (str,)),
        ((1, 2), (int,)),
        ((), (int,)),
        (("a\0",), (str,)),
        ((2**63,), (int,)),
        (("2026-01-01T00:00:00",), (datetime,)),
        (("0001-01-01T00:00:00+14:00",), (datetime,)),
    ],
)
def test_a_cursor_of_another_list_is_refused(key: tuple[str | int, ...], types: tuple[type, ...]) -> None:
    with pytest.raises(Invalid):
        decode_cursor(encode_cursor(*key), *types)


@given(st.lists(st.one_of(st.integers(0, 99), st.from_regex(r"[a-z_]{1,10}", fullmatch=True))))
def test_field_paths_are_dotted(location: list[int | str]) -> None:
    path = field_path("body", location)
    assert path.split(".") == ["body", *map(str, location)]
