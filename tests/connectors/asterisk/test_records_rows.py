"""Call records as files and tables have them; strangers chose parts of what stands there."""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors.asterisk.records_calls import PbxTime, calls_of
from connectors.asterisk.records_columns import LAYOUTS
from connectors.asterisk.records_rows import LINE_BYTES, BadRowError, CdrRow, epoch_of, read_row, split_line, zone_of
from hub.ports import Party
from tests.connectors.asterisk.conftest import make_options

NOON = datetime(2026, 3, 20, 12, tzinfo=UTC)
TEHRAN = timezone(timedelta(hours=3, minutes=30))


def columns(**changes: Any) -> dict[str, Any]:
    """A call from outside that 101 took after five seconds and that lasted a minute."""
    plain = {
        "src": "09121234567", "dst": "101", "clid": '"Sara" <09121234567>', "channel": "PJSIP/trunk-0000000a",
        "dstchannel": "PJSIP/101-0000000b", "lastapp": "Dial", "lastdata": "PJSIP/101,20",
        "start": "2026-03-20 15:30:00", "answer": "2026-03-20 15:30:05", "end": "2026-03-20 15:31:00",
        "duration": "60", "billsec": "55", "disposition": "ANSWERED", "uniqueid": "1774008000.7", "sequence": "3",
    }  # fmt: skip
    return plain | changes


def row(**changes: Any) -> CdrRow:
    return read_row(columns(**changes))


def told(*rows: CdrRow, ahead: timedelta = timedelta()) -> list[Any]:
    """Calls as (direction, result, queue, inferred, [endpoints that talked])."""
    return [
        (call.direction, call.result, call.queue, call.inferred, [leg.endpoint for leg in call.legs if leg.talked_at])
        for call in calls_of(rows, make_options(), PbxTime(TEHRAN, ahead))
    ]


def line_of(layout: int, **changes: Any) -> bytes:
    values = columns(**changes)
    return ",".join('"' + str(values.get(name, "")).replace('"', '""') + '"' for name in LAYOUTS[layout]).encode()


@pytest.mark.parametrize("layout", LAYOUTS)
def test_each_layout_of_cdr_csv_is_read(layout: int) -> None:
    found = read_row(split_line(line_of(layout, linkedid="1774008000.1")))
    assert (found.uniqueid, found.name, found.src) == ("1774008000.7", "Sara", "09121234567")
    assert found.linkedid == ("1774008000.1" if layout >= 20 else "1774008000.7")
    assert (found.answer, found.end - found.start) == (datetime(2026, 3, 20, 15, 30, 5), timedelta(minutes=1))  # noqa: DTZ001


@pytest.mark.parametrize(
    ("line", "what"),
    [
        (b",".join([b"x"] * 16), "uniqueid"),
        (b'"a","b"', "columns"),
        (b"x" * (LINE_BYTES + 1), "line"),
        (b"", "columns"),
    ],
)
def test_a_line_that_names_no_call_is_refused(line: bytes, what: str) -> None:
    with pytest.raises(BadRowError, match=what):
        split_line(line)


@pytest.mark.parametrize(
    ("change", "what"),
    [({"uniqueid": "; drop"}, "uniqueid"), ({"channel": "\r\n"}, "channel"),
     ({"start": "2026-13-01 00:00:00"}, "start"), ({"start": "0001-01-01 00:00:00"}, "start")],
)  # fmt: skip
def test_a_row_without_what_it_must_carry_is_refused(change: dict[str, Any], what: str) -> None:
    with pytest.raises(BadRowError, match=what):
        row(**change)


def test_freepbx_tells_the_start_and_how_long_it_took() -> None:
    found = row(start=None, end=None, answer=None, calldate=datetime(2026, 3, 20, 15, 30), duration=60, billsec=55)  # noqa: DTZ001
    assert (found.answer, found.end) == (datetime(2026, 3, 20, 15, 30, 5), datetime(2026, 3, 20, 15, 31))  # noqa: DTZ001


def test_the_time_zone_is_what_most_rows_are_off_their_unique_ids() -> None:
    assert epoch_of("pbx-1774008000.7") == NOON
    late = row(uniqueid="1774000000.1")  # a second record of a call that was passed on
    assert zone_of([row(), row(), late]).utcoffset(None) == timedelta(hours=3, minutes=30)
    assert zone_of([]).utcoffset(None) == timedelta()


def test_a_clock_ten_minutes_off_is_corrected() -> None:
    (call,) = calls_of([row()], make_options(), PbxTime(TEHRAN, timedelta(minutes=10)))
    assert (call.started_at, call.ended_at) == (NOON - timedelta(minutes=10), NOON - timedelta(minutes=9))
    time = PbxTime(TEHRAN, timedelta(minutes=10))
    assert time.of_hub(time.of_pbx(NOON)) == NOON


def test_a_call_to_a_phone() -> None:
    (call,) = calls_of([row()], make_options(), PbxTime(TEHRAN))
    outside, phone = call.legs
    assert (call.ids, call.inferred) == (frozenset({"1774008000.7"}), False)
    assert (outside.party, outside.number, outside.name, outside.dialled) == (
        Party.OUTSIDE, "09121234567", "Sara", "101",
    )  # fmt: skip
    assert (phone.party, phone.endpoint, phone.talked_at) == (Party.STATION, "PJSIP/101", NOON + timedelta(seconds=5))


UNHEARD = {"disposition": "NO ANSWER", "billsec": "0", "answer": ""}
QUEUE = {"lastapp": "Queue", "lastdata": "600,t,,,20", "linkedid": "1774008000.7", "answer": "2026-03-20 15:30:00"}
LOCAL = "Local/101@from-queue-0000000c"
FROM_PHONE = {"channel": "PJSIP/101-0000000b", "src": "101", "clid": "101", "dst": "02188776655"}


@pytest.mark.parametrize(
    ("rows", "wanted"),
    [
        ([UNHEARD], ("inbound", "missed", None, False, [])),
        ([QUEUE | {"dstchannel": ""}], ("inbound", "abandoned", "600", True, [])),
        ([QUEUE], ("inbound", "completed", "600", True, ["PJSIP/101"])),
        (  # FreePBX: the caller waits with a Local channel, whose other half calls the phone
            [QUEUE | {"dstchannel": f"{LOCAL};1"},
             {"channel": f"{LOCAL};2", "uniqueid": "1774008001.9", "linkedid": "1774008000.7"}],
            ("inbound", "completed", "600", True, ["PJSIP/101"]),
        ),
        (  # the same where there is no linkedid
            [{"dstchannel": f"{LOCAL};1"}, {"channel": f"{LOCAL};2", "uniqueid": "1774008001.9"}],
            ("inbound", "completed", None, False, ["PJSIP/101"]),
        ),
        (  # passed on
            [{}, {"dstchannel": "PJSIP/102-0000000d", "start": "2026-03-20 15:31:00",
              "answer": "2026-03-20 15:31:04", "end": "2026-03-20 15:33:00"}],
            ("inbound", "completed", None, False, ["PJSIP/101", "PJSIP/102"]),
        ),
        ([FROM_PHONE | {"dstchannel": "PJSIP/trunk-0000000a"}], ("outbound", "completed", None, False, ["PJSIP/101"])),
        ([FROM_PHONE | UNHEARD | {"dstchannel": "PJSIP/trunk-0000000a", "disposition": "BUSY"}],
         ("outbound", "busy", None, False, [])),
        ([FROM_PHONE | UNHEARD | {"dstchannel": "", "lastdata": "PJSIP/02188776655@trunk,60", "disposition": "FAILED"}],
         ("outbound", "failed", None, False, [])),
        ([FROM_PHONE | {"dstchannel": "PJSIP/102-0000000d", "dst": "102"}], ("internal", "completed", None, False, [])),
    ],
)  # fmt: skip
def test_calls_of_records(rows: list[dict[str, Any]], wanted: Any) -> None:
    assert told(*(row(**{"sequence": str(at), **change}) for at, change in enumerate(rows))) == [wanted]


@pytest.mark.parametrize("change", [{"lastapp": "AgentLogin"}, {"channel": LOCAL + ";2", "dstchannel": ""}])
def test_plumbing_is_no_call(change: dict[str, Any]) -> None:
    assert told(row(**change)) == []


def test_ignored_endpoints_are_not_told() -> None:
    assert calls_of([row()], make_options(ignore_endpoints=("trunk",)), PbxTime(TEHRAN)) == []


TEXT = st.text(max_size=40)
STAMPS = st.one_of(TEXT, st.datetimes(), st.datetimes(timezones=st.just(UTC)), st.none())
ANY = st.fixed_dictionaries(
    {
        "uniqueid": st.from_regex(r"\A\d{9,10}\.\d{1,3}\Z"),
        "channel": st.sampled_from([LOCAL + ";1", "PJSIP/101-1", "x"]),
    },
    optional=dict.fromkeys(("src", "clid", "dst", "dstchannel", "lastapp", "lastdata", "linkedid", "did"), TEXT)
    | dict.fromkeys(("start", "answer", "end", "calldate"), STAMPS)
    | {name: st.one_of(TEXT, st.integers()) for name in ("duration", "billsec", "sequence")}
    | {"disposition": st.sampled_from(["ANSWERED", "BUSY", "x"])},
)


@given(st.lists(ANY, max_size=6), st.integers(-700, 700))
def test_no_record_breaks_the_reader(found: list[dict[str, Any]], ahead: int) -> None:
    rows = []
    for values in found:
        try:
            rows.append(read_row(values))
        except BadRowError:
            continue
    time = PbxTime(zone_of(rows), timedelta(seconds=ahead))
    for call in calls_of(rows, make_options(), time):
        assert call.started_at <= call.ended_at
        assert all(leg.started_at <= (leg.talked_at or leg.started_at) <= leg.ended_at for leg in call.legs)
        assert all(not char.isspace() or char == " " for leg in call.legs for char in leg.number or "")


@given(st.binary(max_size=300))
def test_no_line_breaks_the_reader(line: bytes) -> None:
    with suppress(BadRowError):
        assert read_row(split_line(line)).uniqueid
