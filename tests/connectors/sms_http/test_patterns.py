"""Texts that lie approved at the gateway are known again, with what was filled in."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from connectors.sms_http.patterns import match
from hub.ports import Pattern
from tests.connectors.sms_http.conftest import make_options

LOGIN = "کد ورود شما: {token}"
VISIT = "{name} عزیز، نوبت شما {day} ساعت {time} است.\nلغو: {name}"
KNOWN = {"login": LOGIN, "visit": VISIT, "thanks": "ممنون از شما."}


def test_a_text_is_known_as_its_pattern() -> None:
    assert match(KNOWN, "کد ورود شما: ۱۲۳۴ \n") == Pattern("login", {"token": "۱۲۳۴"})
    assert match(KNOWN, "ممنون از شما.") == Pattern("thanks", {})
    assert match(KNOWN, "سارا عزیز، نوبت شما شنبه ساعت ۹ است.\nلغو: سارا") == Pattern(
        "visit", {"name": "سارا", "day": "شنبه", "time": "۹"}
    )


@pytest.mark.parametrize(
    "text",
    ["", "کد ورود شما: ", "کد ورود شما ۱۲۳۴", "ممنون از شما. بله", "سارا عزیز، نوبت شما شنبه ساعت ۹ است.\nلغو: مینا"],
)
def test_another_text_is_none(text: str) -> None:
    assert match(KNOWN, text) is None


@pytest.mark.parametrize(
    "patterns",
    [{"a": "{one}{two} x"}, {"a": "{one}"}, {" ": "text"}, {"a": " {one} "}, {str(n): "x" for n in range(201)}],
)
def test_a_text_that_could_not_be_known_again_is_refused(patterns: dict[str, str]) -> None:
    with pytest.raises(ValidationError) as raised:
        make_options(patterns=patterns)
    assert {error["loc"][0] for error in raised.value.errors()} == {"patterns"}
    with pytest.raises(ValidationError):
        make_options(preset="vonage", patterns={"a": "text"})  # takes none


@given(values=st.fixed_dictionaries({name: st.text(min_size=1, max_size=20) for name in ("name", "day", "time")}))
def test_what_was_known_fills_in_to_the_same_text(values: dict[str, str]) -> None:
    text = VISIT.format(**values)
    found = match(KNOWN, text)
    assert found is None or KNOWN[found.name].format(**found.values) == text.strip()


@given(text=st.text(max_size=80), pattern=st.text("{}ab ", max_size=20))
def test_nothing_that_is_written_breaks_it(text: str, pattern: str) -> None:
    found: Any = match({"x": pattern, **KNOWN}, text)
    assert found is None or isinstance(found, Pattern)
