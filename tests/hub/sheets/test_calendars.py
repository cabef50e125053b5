"""iCalendar files as people and programs send them: dates, parts of days, what repeats, and what is refused."""

from __future__ import annotations

import contextlib
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from icalendar import Calendar, Event

from hub.sheets import Refusal
from hub.sheets.calendars import read_events


def ics(*events: str) -> bytes:
    """A calendar with these events, each given by its lines."""
    body = "\r\n".join(f"BEGIN:VEVENT\r\n{event.strip()}\r\nEND:VEVENT" for event in events)
    return f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\n{body}\r\nEND:VCALENDAR\r\n".encode()


def read(*events: str, zone: str = "Europe/Berlin") -> list[dict[str, Any]]:
    """The days without their rows."""
    items = read_events(ics(*events), zone, 2026)
    return [{name: value for name, value in item.items() if name != "row"} for item in items]


def lines(*more: str) -> str:
    return "\r\n".join(("UID:1", "SUMMARY:Feast", *more))


def dates(*more: str, zone: str = "Europe/Berlin") -> list[str]:
    return [item["date"] for item in read(lines(*more), zone=zone)]


def test_whole_days_and_several() -> None:
    assert read(lines("DTSTART;VALUE=DATE:20270310")) == [{"name": "Feast", "date": "2027-03-10"}]
    assert dates("DTSTART;VALUE=DATE:20270310", "DTEND;VALUE=DATE:20270312") == ["2027-03-10", "2027-03-11"]
    assert dates("DTSTART;VALUE=DATE:20270310", "DURATION:P2D") == ["2027-03-10", "2027-03-11"]
    assert dates("DTSTART;VALUE=DATE:20270310", "DTEND;VALUE=DATE:20270310") == ["2027-03-10"]


def test_parts_of_a_day_by_the_wall_clock_of_the_zone() -> None:
    assert read(lines("DTSTART:20261224T110000Z", "DTEND:20261224T230000Z")) == [
        {"name": "Feast", "date": "2026-12-24", "start": 720, "end": 1440}]  # fmt: skip
    assert read(lines("DTSTART;TZID=Asia/Tehran:20261224T000000", "DTEND;TZID=Asia/Tehran:20261225T000000"),
                zone="Asia/Tehran") == [{"name": "Feast", "date": "2026-12-24"}]  # fmt: skip
    assert [(one["date"], one.get("start"), one.get("end")) for one in read(
        lines("DTSTART:20261224T100000", "DTEND:20261226T090000"))] == [
        ("2026-12-24", 600, 1440), ("2026-12-25", None, None), ("2026-12-26", 0, 540)]  # fmt: skip


def test_what_comes_every_year_on_its_day() -> None:
    for rule in ("FREQ=YEARLY", "FREQ=YEARLY;INTERVAL=1;BYMONTH=12;BYMONTHDAY=25"):
        found = read(lines("DTSTART;VALUE=DATE:20201225", "DTEND;VALUE=DATE:20201227", f"RRULE:{rule}"))
        assert [item["yearly"] for item in found] == [[12, 25], [12, 26]]
    thanksgiving = dates("DTSTART;VALUE=DATE:20201126", "RRULE:FREQ=YEARLY;BYMONTH=11;BYDAY=4TH")
    assert thanksgiving[:2] == ["2025-11-27", "2026-11-26"]
    assert len(thanksgiving) == 7


def test_what_repeats_has_an_end_and_exceptions() -> None:
    start = "DTSTART;VALUE=DATE:20270101"
    assert dates(start, "RRULE:FREQ=MONTHLY;COUNT=3") == ["2027-01-01", "2027-02-01", "2027-03-01"]
    assert dates(start, "RRULE:FREQ=WEEKLY;UNTIL=20270115") == ["2027-01-01", "2027-01-08", "2027-01-15"]
    assert dates(start, "RRULE:FREQ=WEEKLY;UNTIL=20270115", "EXDATE;VALUE=DATE:20270108",
                 "RDATE;VALUE=DATE:20270203") == ["2027-01-01", "2027-01-15", "2027-02-03"]  # fmt: skip
    moved = read(lines(start, "RRULE:FREQ=WEEKLY;COUNT=2"),
                 lines("RECURRENCE-ID;VALUE=DATE:20270108", "DTSTART;VALUE=DATE:20270109"))  # fmt: skip
    assert [one["date"] for one in moved] == ["2027-01-01", "2027-01-09"]


@pytest.mark.parametrize(
    ("more", "code"),
    [((), "no_date"), (("DTSTART;VALUE=DATE:20270101", "RRULE:FREQ=DAILY"), "endless"),
     (("DTSTART;VALUE=DATE:20270101", "RRULE:FREQ=WEEKLY;BYDAY=FR"), "endless"),
     (("DTSTART:20270101T000000", "DTEND:20270101T010000", "RRULE:FREQ=SECONDLY;COUNT=9"), "too_often"),
     (("DTSTART;VALUE=DATE:20270101", "RRULE:FREQ=DAILY;COUNT=99999999"), "too_many_times"),
     (("DTSTART;VALUE=DATE:20270101", "DTEND;VALUE=DATE:20280101"), "too_long"),
     (("DTSTART:20270101T100000",), "no_duration")],
)  # fmt: skip
def test_what_is_wrong_is_told_of_its_event(more: tuple[str, ...], code: str) -> None:
    found = read_events(ics(lines("DTSTART;VALUE=DATE:20270310"), lines(*more)), "Europe/Berlin", 2026)
    assert [(one["row"], one.get("error")) for one in found] == [(1, None), (2, code)]


def test_cancelled_ones_are_left_out() -> None:
    assert read(lines("DTSTART;VALUE=DATE:20270101", "STATUS:CANCELLED")) == [{"name": "Feast", "skip": "cancelled"}]


@pytest.mark.parametrize(
    ("data", "code"),
    [(b"hello", "not_a_calendar"), (b"\xff\xfe\x00", "not_a_calendar"), (b"PK\x03\x04", "not_a_calendar"),
     (b"BEGIN:VCALENDAR\r\nnonsense", "broken_calendar"), (b"BEGIN:VCALENDAR\r\nEND:VCALENDAR", "no_events"),
     (ics(*["UID:1\r\nDTSTART;VALUE=DATE:20270101"] * 2_001), "too_many_events"),
     (ics(*[lines("DTSTART;VALUE=DATE:20270101", "RRULE:FREQ=DAILY;COUNT=400")] * 3), "too_many_days")],
)  # fmt: skip
def test_files_that_are_refused(data: bytes, code: str) -> None:
    with pytest.raises(Refusal) as refused:
        read_events(data, "Europe/Berlin", 2026)
    assert refused.value.code == code


SOME = st.tuples(st.dates(date(1971, 1, 1), date(2099, 1, 1)), st.text(max_size=20))


@settings(max_examples=50, deadline=None)
@given(
    st.lists(
        st.tuples(st.dates(date(1971, 1, 1), date(2099, 1, 1)), st.text(min_size=1, max_size=20)),
        min_size=1,
        max_size=20,
    )
)
def test_what_a_library_writes_is_read(days: list[tuple[date, str]]) -> None:
    made = Calendar()
    for on, name in days:
        event = Event()
        event.add("summary", name)
        event.add("dtstart", on)
        made.add_component(event)
    found = read_events(made.to_ical(), "Asia/Tehran", 2026)
    assert [item["date"] for item in found] == [on.isoformat() for on, _ in days]


PIECES = st.sampled_from([
    "BEGIN:VEVENT", "END:VEVENT", "UID:1", "DTSTART:20270101", "DTSTART;VALUE=DATE:2027", "SUMMARY:x",
    "DTEND;TZID=Nowhere:20270101T000000", "DURATION:-P1D", "RRULE:FREQ=YEARLY;COUNT=2",
    "RRULE:FREQ=", "RRULE:FREQ=YEARLY;BYDAY=99XX", "EXDATE:x", "DTSTART;VALUE=DATE:20270101",
    "RECURRENCE-ID:20270101", "RDATE;VALUE=PERIOD:20270101T000000Z/PT1H", "BEGIN:VALARM", "END:VALARM"
])  # fmt: skip


@settings(max_examples=200, deadline=None)
@given(st.lists(PIECES | st.text(max_size=10), max_size=12))
def test_no_file_fails_in_another_way(pieces: list[str]) -> None:
    data = "\r\n".join(("BEGIN:VCALENDAR", "BEGIN:VEVENT", *pieces, "END:VEVENT", "END:VCALENDAR")).encode(
        "utf-8", "replace"
    )
    with contextlib.suppress(Refusal):
        read_events(data, "Europe/Berlin", 2026)
