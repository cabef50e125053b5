"""What numbers become on a line, received and dialled."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.lines import LineRules, Rule, clean_name, dial_on, read_on
from hub.lines.reading import read_dialled_on

TEHRAN = LineRules(
    "IR", "21", rules=(Rule("9", strip=1, length=9), Rule("00", strip=2, add="+"), Rule("", add="0", length=10)),
    ranges=(("4000", "4999"), ("5550000", "5559999")), prefix="9", name_prefixes=("Sales:", "پشتیبانی"),
)  # fmt: skip


def read(line: LineRules, raw: str) -> tuple[str, str | None]:
    """The kind and value that the line reads."""
    found = read_on(line, raw).address
    return (found.kind, found.value) if found else ("nothing", None)


@pytest.mark.parametrize(
    ("raw", "expected"),
    [("88881234", ("phone", "+982188881234")), ("۸۸۸۸۱۲۳۴", ("phone", "+982188881234")),
     ("988881234", ("phone", "+982188881234")), ("0049 30 901820", ("phone", "+4930901820")),
     ("9121234567", ("phone", "+989121234567")), ("4021", ("extension", "4021")), ("5551234", ("extension", "5551234")),
     ("5000", ("sender", "5000")), ("30001234", ("sender", "30001234")), ("DIGIKALA", ("sender", "DIGIKALA")),
     ("", ("nothing", None)), ("*#", ("nothing", None))],
)  # fmt: skip
def test_received_numbers(raw: str, expected: tuple[str, str | None]) -> None:
    assert read(TEHRAN, raw) == expected


def test_the_steps_tell_how() -> None:
    steps = [(step.code, step.before, step.after, step.rule) for step in read_on(TEHRAN, "(9) 8888-1234").steps]
    assert steps == [
        ("tidied", "(9) 8888-1234", "988881234", None), ("rule", "988881234", "88881234", 0),
        ("area", "88881234", "2188881234", None), ("read", "2188881234", "+982188881234", None),
    ]  # fmt: skip
    assert [step.code for step in read_on(TEHRAN, "4021").steps] == ["internal"]
    assert [step.code for step in dial_on(TEHRAN, "88881234").steps] == ["area", "read", "form", "prefix"]


@pytest.mark.parametrize(
    ("region", "form", "prefix", "number", "dialled"),
    [("IR", "national", "9", "+989121234567", "909121234567"), ("IR", "national", "", "+4930901820", "004930901820"),
     ("IR", "international", "9", "02188881234", "900982188881234"), ("IR", "e164", "", "۰۹۱۲۱۲۳۴۵۶۷", "+989121234567"),
     ("US", "national", "", "+4930901820", "0114930901820"), ("US", "national", "9", "+14165550123", "94165550123"),
     ("DE", "national", "", "+4930901820", "030901820"), ("MX", "national", "", "+12125550123", "0012125550123"),
     ("IR", "national", "9", "101", "101"), ("IR", "national", "9", "DIGIKALA", None),
     ("IR", "e164", "", "30001234", None), ("IR", "national", "", "", None)],
)  # fmt: skip
def test_dialled_numbers(region: str, form: str, prefix: str, number: str, dialled: str | None) -> None:
    assert dial_on(LineRules(region, form=form, prefix=prefix), number).dial == dialled


@pytest.mark.parametrize("raw", ["909121234567", "09121234567", "9121234567"])
def test_what_the_exchange_says_it_dialled_is_read_without_the_way_out(raw: str) -> None:
    found = read_dialled_on(TEHRAN, raw).address
    assert found is not None
    assert found.value == "+989121234567"


@pytest.mark.parametrize(
    ("name", "shown"),
    [("Sales: Sara Amini", "Sara Amini"), ("SALES:sales: Sara", "Sara"), ("پشتیبانی - سارا", "سارا"), ("Sales:", None),
     ("Salesman", "Salesman"), (None, None), ("  Sara ", "Sara")],
)  # fmt: skip
def test_name_prefixes_are_cut_off(name: str | None, shown: str | None) -> None:
    assert clean_name(TEHRAN, name) == shown


SIGNS = st.text(st.sampled_from("0123456789۰۱۹٣+*#() -a"), max_size=24)
RULES = st.builds(
    Rule, st.text("019+", max_size=3), st.integers(0, 20), st.text("0129+", max_size=4), st.none() | st.integers(1, 12)
)
LINES = st.builds(
    LineRules, st.sampled_from(("IR", "DE", "US", "BR")), st.none() | st.just("21"),
    rules=st.lists(RULES, max_size=3).map(tuple),
    form=st.sampled_from(("national", "international", "e164")), prefix=st.sampled_from(("", "9", "*")),
)  # fmt: skip


@given(LINES, SIGNS)
def test_nothing_raises_and_every_step_follows_the_one_before(line: LineRules, raw: str) -> None:
    for found in (read_on(line, raw), dial_on(line, raw), read_dialled_on(line, raw)):
        assert all(one.after == following.before for one, following in zip(found.steps, found.steps[1:], strict=False))


@given(LINES, st.sampled_from(("+989121234567", "+4930901820", "+12125550123", "+5511981234567")))
def test_what_is_dialled_reaches_the_number_that_was_meant(line: LineRules, value: str) -> None:
    dialled: Any = dial_on(line, value).dial
    found = read_dialled_on(line, dialled).address
    assert found is not None
    assert found.value == value
