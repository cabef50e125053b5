"""Rules as text: read, refused, and written again."""

from __future__ import annotations

import contextlib
from datetime import date
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.tasks.rules import DAYS, NotARule, Rule, read_rule

TEHRAN = ZoneInfo("Asia/Tehran")


@st.composite
def rules(draw: st.DrawFn) -> Rule:
    """Any rule that is offered."""
    freq = draw(st.sampled_from(["DAILY", "WEEKLY", "MONTHLY", "YEARLY"]))
    jalali = freq in {"MONTHLY", "YEARLY"} and draw(st.booleans())
    weekdays = st.integers(0, 6)
    by_day: list[tuple[int | None, int]] = []
    numbers: set[int] = set()
    months: set[int] = set()
    if freq == "WEEKLY":
        by_day = [(None, day) for day in draw(st.sets(weekdays))]
    elif freq == "MONTHLY" and draw(st.booleans()):
        by_day = list(draw(st.sets(st.tuples(st.sampled_from([1, 2, 3, 4, 5, -1]), weekdays), min_size=1)))
    elif freq in {"MONTHLY", "YEARLY"}:
        months = draw(st.sets(st.integers(1, 12), min_size=1, max_size=3)) if freq == "YEARLY" else set()
        numbers = draw(st.sets(st.sampled_from([*range(1, 32), -1, -2]), max_size=4))
    ends = draw(st.sampled_from(["never", "count", "until"]))
    return Rule(
        freq, draw(st.integers(1, 12)), tuple(sorted(by_day, key=lambda one: (one[0] or 0, one[1]))),
        tuple(sorted(numbers)), tuple(sorted(months)), draw(st.integers(1, 50)) if ends == "count" else None,
        draw(st.dates(date(2027, 1, 1), date(2080, 1, 1))) if ends == "until" else None, draw(weekdays), jalali,
        draw(st.sampled_from(["OMIT", "BACKWARD"])) if freq in {"MONTHLY", "YEARLY"} else "OMIT",
    )  # fmt: skip


@given(rules())
def test_what_is_written_is_read_again(rule: Rule) -> None:
    assert read_rule(str(rule)) == rule


@given(st.text(max_size=60) | st.lists(
    st.sampled_from(["FREQ=WEEKLY", "FREQ=MONTHLY", "INTERVAL=2", "BYDAY=2SA", "BYDAY=", "COUNT=0", "UNTIL=20270230",
                     "RSCALE=PERSIAN", "SKIP=BACKWARD", "BYMONTHDAY=-40", "BYMONTH=٣", "WKST=XX", "BYSETPOS=1", "X"]),
    max_size=5,
).map(";".join))  # fmt: skip
def test_anything_else_is_refused_in_words(text: str) -> None:
    rule = None
    with contextlib.suppress(NotARule):  # and nothing else is raised
        rule = read_rule(text)
    assert rule is None or read_rule(str(rule)) == rule


@pytest.mark.parametrize(
    "text",
    ["", "FREQ=HOURLY", "FREQ=DAILY;FREQ=DAILY", "FREQ=DAILY;INTERVAL=0", "FREQ=DAILY;INTERVAL=4001",
     "FREQ=WEEKLY;BYDAY=2SA", "FREQ=MONTHLY;BYDAY=SA", "FREQ=DAILY;BYMONTHDAY=1", "FREQ=MONTHLY;BYMONTHDAY=0",
     "FREQ=MONTHLY;BYMONTHDAY=-29", "FREQ=DAILY;COUNT=2;UNTIL=20300101", "FREQ=MONTHLY;SKIP=FORWARD",
     "FREQ=DAILY;UNTIL=tomorrow", "FREQ=DAILY;BYSETPOS=1", "RSCALE=PERSIAN;FREQ=WEEKLY",
     "RSCALE=HEBREW;FREQ=MONTHLY", "FREQ=YEARLY;BYMONTHDAY=3", "FREQ=DAILY;COUNT=" + "9" * 100,
     "FREQ=DAILY;UNTIL=20270101T250000Z", "FREQ=DAILY;INTERVAL=0000000019", "FREQ=MONTHLY;BYMONTHDAY=00000000199",
     "FREQ=MONTHLY;SKIP=BACKWARD;BYDAY=" + ",".join(f"{place}{day}" for place in range(1, 6) for day in DAYS)
     + ",-1MO,-2MO,-3MO,-4MO,-5MO"],
)  # fmt: skip
def test_rules_that_are_not_offered(text: str) -> None:
    with pytest.raises(NotARule):
        read_rule(text)


def test_an_end_in_utc_is_the_day_there() -> None:
    assert read_rule("RRULE:FREQ=DAILY;UNTIL=20270320T213000Z", TEHRAN).until == date(2027, 3, 21)
    assert read_rule("FREQ=DAILY;UNTIL=20270320T213000", TEHRAN).until == date(2027, 3, 20)


def test_an_end_long_ago_is_written_as_it_is_read() -> None:
    rule = read_rule("FREQ=DAILY;UNTIL=09990101")
    assert read_rule(str(rule)) == rule


def test_what_a_rule_takes_from_its_first_day_is_said() -> None:
    nowruz = date(2027, 3, 21)
    assert str(read_rule("FREQ=WEEKLY").anchored(nowruz)) == "FREQ=WEEKLY;BYDAY=SU"
    assert str(read_rule("FREQ=MONTHLY").anchored(nowruz)) == "FREQ=MONTHLY;BYMONTHDAY=21"
    jalali = read_rule("RSCALE=PERSIAN;FREQ=YEARLY").anchored(nowruz)
    assert str(jalali) == "RSCALE=PERSIAN;FREQ=YEARLY;BYMONTH=1;BYMONTHDAY=1"
    assert [DAYS[day] for _, day in read_rule("freq=weekly;byday=sa,we").by_day] == ["WE", "SA"]
