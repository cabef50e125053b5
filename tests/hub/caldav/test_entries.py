"""Entries as iCalendar, and both sides of a field brought together."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import uuid4

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from hub.caldav import entries
from hub.caldav.entries import Sent
from hub.caldav.merge import merge
from hub.caldav.values import FIELDS, changes_of, values_of
from hub.tasks import Task

NOW = datetime(2026, 11, 30, 9, tzinfo=UTC)
WORDS = st.text(st.characters(exclude_categories=("Cs",)), max_size=80)
ZONES = ("Asia/Tehran", "Europe/Berlin", "America/St_Johns", "UTC")
TICKS = ("\u2713", "\u2714", "\u2611")


def task(**more: Any) -> Task:
    known = {
        "id": uuid4(), "uid": "u1", "title": "Ring", "text": "", "state": "open", "priority": "high",
        "due_on": date(2026, 12, 5), "due_time": None, "zone": "Asia/Tehran", "remind_before": None, "rrule": None,
        "closed_at": None, "created_at": NOW, "updated_at": NOW, "promise": False,
    }  # fmt: skip
    return Task(**(known | more))


@settings(max_examples=60)
@given(
    title=WORDS, text=WORDS, day=st.dates(date(2026, 1, 1), date(2030, 1, 1)), at=st.none() | st.times(),
    zone=st.sampled_from(ZONES), state=st.sampled_from(["open", "done", "cancelled"]),
    component=st.sampled_from(["VTODO", "VEVENT"]),
)  # fmt: skip
def test_what_is_written_is_what_is_read(
    title: str, text: str, day: date, at: time | None, zone: str, state: str, component: str
) -> None:
    one = task(title=title, text=text, due_on=day, due_time=at, zone=zone, state=state, closed_at=NOW)
    wanted = values_of(one, "Sara")
    assume(wanted["title"] and not wanted["title"].startswith(TICKS))
    body = entries.make(component, Sent(one, wanted, "Sara", "https://hub.example/tasks?task="), NOW)
    found = entries.read(body.decode(), component, zone, {}, NOW)
    assert found is not None
    assert found.values == {name: wanted[name] for name in FIELDS}
    again = entries.change(found, component, Sent(one, wanted, "Sara", "x"), NOW)
    twice = entries.read(again.decode(), component, zone, {}, NOW)
    assert twice is not None
    assert twice.values == found.values


@settings(max_examples=60)
@given(st.text(max_size=200) | st.binary(max_size=200).map(lambda raw: raw.decode("latin-1")))
def test_no_text_makes_it_stumble(text: str) -> None:
    for body in (text, f"BEGIN:VCALENDAR\r\nBEGIN:VTODO\r\nUID:1\r\n{text}\r\nEND:VTODO\r\nEND:VCALENDAR"):
        found = entries.read(body, "VTODO", "UTC", {}, NOW)
        assert found is None or set(found.values) == set(FIELDS)


@pytest.mark.parametrize("due", ["20261205T103000", "20261205T070000Z", "20261205T103059", "20261205"])
def test_a_time_without_a_zone_is_the_tasks(due: str) -> None:
    kind = ";VALUE=DATE" if "T" not in due else ""
    text = f"BEGIN:VCALENDAR\r\nBEGIN:VTODO\r\nUID:1\r\nDUE{kind}:{due}\r\nEND:VTODO\r\nEND:VCALENDAR"
    found = entries.read(text, "VTODO", "Asia/Tehran", {"title": "x"}, NOW)
    assert found is not None
    changes = changes_of({"due": found.values["due"]}, "Asia/Tehran")
    assert changes == {"due_on": date(2026, 12, 5), "due_time": time(10, 30) if "T" in due else None}


VALUES = st.fixed_dictionaries({name: st.sampled_from("abc") for name in FIELDS})


@given(base=VALUES, ours=VALUES, theirs=VALUES, later=st.booleans())
def test_the_later_change_of_each_field_stays_and_nothing_else_is_lost(
    base: dict[str, str], ours: dict[str, str], theirs: dict[str, str], later: bool
) -> None:
    touched = {name: NOW + timedelta(seconds=1 if later else -1) for name in FIELDS}
    merged = merge(base, ours, theirs, touched, NOW)
    result = ours | merged.take
    for name in FIELDS:
        changed = [side[name] for side in (ours, theirs) if side[name] != base[name]]
        expected = (ours if later else theirs)[name] if len(changed) == 2 else (changed or [base[name]])[0]
        assert result[name] == expected
    clashing = {name for name in FIELDS if len({base[name], ours[name], theirs[name]}) == 3}
    assert {clash.field for clash in merged.clashes} == clashing
    assert merge(theirs, result, theirs, touched, NOW).take == {}, "brought together once, there is nothing to take"
