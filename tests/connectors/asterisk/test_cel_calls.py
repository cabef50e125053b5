"""What real exchanges wrote of real calls, whole and damaged: the calls are told as they were, and each is over."""

from __future__ import annotations

import csv
import random
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from connectors.asterisk.cel_calls import story_of
from connectors.asterisk.cel_rows import CelRow, read_cel
from connectors.asterisk.records_calls import PbxTime
from connectors.asterisk.records_columns import CEL_LAYOUT
from hub.calls.machine import Call
from hub.calls.recovered import played
from hub.ports import Party, RecoveredEvents
from tests.connectors.asterisk.conftest import RECORDINGS, make_options

LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)
UTC_TIME = PbxTime(UTC)


@cache
def recorded(version: str) -> tuple[CelRow, ...]:
    with (RECORDINGS / f"cel_{version}.csv").open(newline="") as lines:
        return tuple(read_cel(dict(zip(CEL_LAYOUT, values, strict=True))) for values in csv.reader(lines))


@cache
def by_call(version: str) -> tuple[tuple[CelRow, ...], ...]:
    """The rows of each recorded call."""
    rows = recorded(version)
    return tuple(tuple(row for row in rows if {row.uniqueid, row.linkedid} & told.ids) for told in story(rows))


def story(
    rows: Iterable[CelRow], *, final: bool = False, since: datetime = LONG_AGO, time: PbxTime = UTC_TIME
) -> list[RecoveredEvents]:
    return sorted(
        story_of(rows, make_options(), time, since, final=final), key=lambda told: (told.started_at, sorted(told.ids))
    )


def calls_of(told: Iterable[RecoveredEvents]) -> list[Call]:
    return [call for one in told for call in played("pbx", one, [])]


def line(call: Call) -> str:
    """Whatever a person would see of a call, but its times; extensions without the desk that they were on."""
    outside = call.outside_leg
    who = "withheld" if outside and outside.withheld else (outside and outside.name) or "?"
    legs = sorted(f"{short(leg.endpoint)}{'' if leg.answered_at else f' {leg.outcome}'}" for leg in call.legs.values()
                  if leg.party is Party.STATION)  # fmt: skip
    queue = f" in {call.queue.rpartition('-')[0]}" if call.queue else ""
    talks = ", ".join(short(part.endpoint) for part in call.segments) or "nobody"
    held = " held" if any(leg.holds for leg in call.legs.values()) else ""
    marks = " inferred" if call.inferred else ""
    return f"{call.direction} {who}{queue}: {call.result}, talks {talks}{held}{marks} [{', '.join(legs)}]"


def short(endpoint: str) -> str:
    return f"phone {endpoint[-1]}" if endpoint[-1].isdigit() else endpoint


TOLD = [
    "inbound Sales:Sara in sales: abandoned, talks nobody [phone 1 cancelled, phone 2 cancelled]",
    "inbound Sales:Sara in sales: completed, talks phone 2 [phone 1 cancelled, phone 2]",
    "inbound Sara in support: completed, talks phone 1 [phone 1, phone 1 no_answer]",
    "inbound Sara in support: missed, talks nobody [phone 1 no_answer]",
    "inbound Sara: completed, talks phone 1 [phone 1]",
    "inbound Sara: completed, talks phone 1, phone 2 [phone 1, phone 1, phone 2]",
    "inbound Sara: completed, talks phone 1, phone 2 [phone 1, phone 2]",
    "inbound Sara: completed, talks phone 1, phone 2 [phone 1, phone 2]",
    "inbound Sara: completed, talks phone 2 [phone 1 cancelled, phone 2]",
    "inbound Sara: completed, talks phone 2 [phone 1 cancelled, phone 2]",
    "inbound Sara: completed, talks phone 3 [phone 3, phone 3 cancelled]",
    "inbound Sara: missed, talks nobody [phone 1 cancelled]",
    "inbound Sara: missed, talks nobody [phone 1 no_answer]",
    "inbound withheld: completed, talks phone 1 [phone 1]",
    "internal ?: completed, talks nobody [phone 1, phone 2]",
    "outbound ?: completed, talks phone 1 [phone 1]",
    "outbound ?: completed, talks phone 1 [phone 1]",
]


@pytest.mark.parametrize("version", ["16", "22"])
def test_recorded_calls(version: str) -> None:
    told = sorted(line(call).replace(" held", "") for call in calls_of(story(recorded(version))))
    assert told == TOLD


def test_newer_versions_tell_of_holds() -> None:
    held = [sum(" held" in line(call) for call in calls_of(story(recorded(version)))) for version in ("16", "22")]
    assert held == [0, 3]


@pytest.mark.parametrize("version", ["16", "22"])
@settings(max_examples=25)
@given(seed=st.integers(0, 2**32))
def test_neither_order_nor_repetition_matters(version: str, seed: int) -> None:
    chance = random.Random(seed)
    rows = [*recorded(version), *chance.sample(recorded(version), 50)]
    chance.shuffle(rows)
    before, after = story(recorded(version)), story(rows)
    assert [one.ids for one in after] == [one.ids for one in before]
    assert sorted(map(line, calls_of(after))) == sorted(map(line, calls_of(before)))


def check_over(calls: Sequence[Call]) -> None:
    for call in calls:
        assert call.ended_at is not None
        assert call.state == "ended"
        assert call.recovered
        assert call.pops == []
        assert min(call.seconds(call.ended_at)) >= 0
        for part in call.segments:
            assert part.ended_at
            assert call.started_at <= part.started_at <= part.ended_at <= call.ended_at


@pytest.mark.parametrize("version", ["16", "22"])
@given(data=st.data())
def test_whatever_is_missing_every_call_is_over(version: str, data: st.DataObject) -> None:
    rows = data.draw(st.sampled_from(by_call(version)))
    kept = data.draw(st.lists(st.sampled_from(rows), max_size=len(rows) * 2))
    told = story(kept, final=True)
    check_over(calls_of(told))
    names = [name for one in told for name in one.ids]
    assert len(names) == len(set(names)), "no channel is in two calls"


@pytest.mark.parametrize("version", ["16", "22"])
@given(data=st.data())
def test_a_file_that_ends_in_mid_call(version: str, data: st.DataObject) -> None:
    """What is not over yet waits for more; when no more comes, its end is called unknown."""
    rows = data.draw(st.sampled_from(by_call(version)))
    torn = rows[: data.draw(st.integers(1, len(rows) - 1))]
    now, later = story(torn), story(torn, final=True)
    assert all(not one.cut for one in now)
    check_over(calls_of(later))
    assert all(one.inferred for one in later if one.cut)
    assert {call.result for call in calls_of(one for one in later if one.cut)} <= {"unknown"}


@pytest.mark.parametrize("version", ["16", "22"])
def test_without_what_bridges_are_called(version: str) -> None:
    """An exchange that writes no ``extra`` still says who was in there."""
    bare = [replace(row, extra="") for row in recorded(version)]
    completed = {line(call) for call in calls_of(story(bare)) if call.result == "completed"}
    assert "inbound Sales:Sara in sales: completed, talks phone 2 [phone 1 failed, phone 2]" in {
        text.replace("no_answer", "failed") for text in completed
    }


@pytest.mark.parametrize("version", ["16", "22"])
def test_whole_seconds(version: str) -> None:
    """FreePBX's table keeps no more of a time, but the order."""
    coarse = [replace(row, start=row.start.replace(microsecond=0)) for row in recorded(version)]
    told = calls_of(story(coarse))
    check_over(told)
    fine = [call.result for call in calls_of(story(recorded(version)))]
    assert sorted(str(call.result) for call in told) == sorted(map(str, fine))


def test_what_began_before_is_left_to_whoever_heard_it() -> None:
    rows = by_call("22")
    (first,) = story(rows[0])
    assert story(rows[0], since=first.started_at - timedelta(seconds=1)) != []
    tail = [row for row in rows[0] if row.event != "CHAN_START"]
    assert story(tail, since=first.started_at + timedelta(seconds=5)) == [], "its unique id says when it began"


def test_a_clock_ten_minutes_off_is_corrected() -> None:
    (right,), (off,) = story(by_call("22")[0]), story(by_call("22")[0], time=PbxTime(UTC, timedelta(minutes=10)))
    assert right.started_at - off.started_at == timedelta(minutes=10)


def test_an_endpoint_that_is_ignored_is_no_call() -> None:
    options = make_options(ignore_endpoints=("trunk", *{row.channel.split("-")[0] for row in by_call("22")[0]}))
    assert story_of(by_call("22")[0], options, UTC_TIME, LONG_AGO, final=True) == []
