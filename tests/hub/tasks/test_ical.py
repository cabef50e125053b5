"""Tasks as a calendar reads them."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import uuid4
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st
from icalendar import Calendar

from hub.tasks.ical import AHEAD, render
from hub.tasks.models import Task

NOW = datetime(2026, 11, 30, 9, tzinfo=UTC)
DAY = date(2026, 12, 5)  # a Saturday, the 14th of Azar
PAGE = "https://hub.example/tasks?task="


def task(**more: Any) -> Task:
    given = {
        "id": uuid4(), "uid": "u1", "title": "Ring", "text": "", "state": "open", "priority": "high", "due_on": DAY,
        "due_time": None, "zone": "Asia/Tehran", "remind_before": None, "rrule": None, "anchor_on": None,
        "occurrence": 1, "sequence": 2, "created_at": NOW, "updated_at": NOW, "customer_id": None,
    }  # fmt: skip
    return Task(**(given | more))


def events(*tasks: Task, customers: Any = None) -> list[Any]:
    return list(Calendar.from_ical(render("Mine", tasks, customers or {}, PAGE)).walk("VEVENT"))


def test_a_whole_day_and_a_moment() -> None:
    who = uuid4()
    whole, timed = events(
        task(text="Ask, too", customer_id=who), task(uid="u2", due_time=time(10, 30), remind_before=15),
        task(due_on=None), customers={who: "Sara"},
    )  # fmt: skip
    assert (whole.decoded("dtstart"), whole.decoded("dtend")) == (DAY, DAY + timedelta(days=1))
    assert (str(whole["description"]), int(whole["priority"]), int(whole["sequence"])) == ("Sara\n\nAsk, too", 3, 2)
    assert str(whole["url"]).startswith(PAGE)
    assert timed.decoded("dtstart") == datetime(2026, 12, 5, 7, 0, tzinfo=UTC)
    assert timed.walk("VALARM")[0].decoded("trigger") == timedelta(minutes=-15)


def test_one_odd_task_does_not_spoil_the_calendar() -> None:
    odd, rule = events(
        task(title="a\x01\rb\x7f", text="x\nEND:VEVENT\x00"),
        task(uid="u2", rrule="FREQ=DAILY;UNTIL=9990101", anchor_on=DAY),
    )
    assert (str(odd["summary"]), str(odd["description"])) == ("a\nb", "x\nEND:VEVENT")
    assert (str(rule["uid"]), "rrule" in rule) == ("u2", False)


def test_a_gregorian_rule_goes_on_by_itself_and_keeps_its_clock_time() -> None:
    (event,) = events(
        task(rrule="FREQ=WEEKLY;BYDAY=SA;COUNT=5", anchor_on=DAY, occurrence=2, due_time=time(9), zone="Europe/Berlin")
    )
    assert (event["rrule"]["FREQ"], event["rrule"]["COUNT"]) == (["WEEKLY"], [4])
    assert event.decoded("dtstart") == datetime(2026, 12, 5, 9, tzinfo=ZoneInfo("Europe/Berlin"))
    (until,) = events(task(rrule="FREQ=DAILY;UNTIL=20261220", anchor_on=DAY, due_time=time(9)))
    assert until["rrule"]["UNTIL"] == [datetime(2026, 12, 20, 20, 29, 59, tzinfo=UTC)]
    assert b"BEGIN:VTIMEZONE" in render("x", [task(rrule="FREQ=DAILY", anchor_on=DAY, due_time=time(9))], {}, PAGE)


def test_a_jalali_rule_is_written_out_day_by_day() -> None:
    found = events(task(rrule="RSCALE=PERSIAN;FREQ=MONTHLY;BYMONTHDAY=14", anchor_on=DAY))
    assert [one.decoded("dtstart") for one in found[:3]] == [DAY, date(2027, 1, 4), date(2027, 2, 3)]
    assert len(found) == AHEAD + 1
    assert len({str(one["uid"]) for one in found}) == len(found)
    assert not [one for one in found if "rrule" in one]
    last = events(task(rrule="RSCALE=PERSIAN;FREQ=MONTHLY;BYMONTHDAY=14;COUNT=3", anchor_on=DAY, occurrence=2))
    assert len(last) == 2, "this one, and the third"


def test_one_that_was_moved_off_its_rule_stands_alone_beside_what_follows() -> None:
    moved, after, *_ = events(task(rrule="FREQ=WEEKLY;BYDAY=SA", anchor_on=DAY, due_on=DAY + timedelta(days=1)))
    assert (moved.decoded("dtstart"), after.decoded("dtstart")) == (date(2026, 12, 6), date(2026, 12, 12))


def test_what_is_done_says_so_and_comes_no_more() -> None:
    (done,) = events(task(state="done", rrule="FREQ=DAILY", anchor_on=DAY, remind_before=0))
    assert str(done["summary"]) == "✓ Ring"
    assert "rrule" not in done
    assert not done.walk("VALARM")


@settings(max_examples=60, deadline=None)
@given(st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1, max_size=200))
def test_any_words_come_through_in_folded_lines(words: str) -> None:
    body = render("Mine", [task(title=words, text=words)], {}, PAGE)
    assert all(len(line) <= 75 for line in body.split(b"\r\n"))
    (event,) = Calendar.from_ical(body).walk("VEVENT")
    assert str(event["summary"]) == words
