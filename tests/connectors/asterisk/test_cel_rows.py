"""Channel events as files and tables have them; strangers chose parts of what stands there."""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors.asterisk.cel_rows import CelRow, read_cel, split_cel
from connectors.asterisk.records_columns import CEL_LAYOUT
from connectors.asterisk.records_rows import LINE_BYTES, BadRowError
from tests.connectors.asterisk.conftest import RECORDINGS


def columns(**changes: Any) -> dict[str, Any]:
    plain = {
        "eventtype": "BRIDGE_ENTER", "eventtime": "1774008005.25", "cid_name": "Sara", "cid_num": "09121234567",
        "exten": "600", "channame": "PJSIP/trunk-0000000a", "appname": "Queue", "appdata": "600,t,,,20",
        "uniqueid": "1774008000.7", "linkedid": "1774008000.7", "peer": "PJSIP/101-0000000b",
        "extra": '{"bridge_id":"b1","bridge_technology":"simple_bridge"}',
    }  # fmt: skip
    return plain | changes


def row(**changes: Any) -> CelRow:
    return read_cel(columns(**changes))


@pytest.mark.parametrize("version", ["16", "22"])
def test_every_recorded_line_is_read(version: str) -> None:
    lines = (RECORDINGS / f"cel_{version}.csv").read_bytes().splitlines()
    found = [read_cel(split_cel(line)) for line in lines]
    assert len(found) > 300
    assert all(one.more("bridge_id") for one in found if one.event.startswith("BRIDGE_"))


def test_what_a_row_says() -> None:
    found = row()
    assert (found.event, found.app, found.data, found.number) == ("BRIDGE_ENTER", "queue", "600,t,,,20", "09121234567")
    assert (found.more("bridge_id"), found.more("extension", "bridge_technology")) == ("b1", "simple_bridge")


@pytest.mark.parametrize(
    "value", ["1774008005.25", Decimal("1774008005.25"), datetime(2026, 3, 20, 12, 0, 5, 250_000, tzinfo=UTC)]
)
def test_times_with_a_zone(value: Any) -> None:
    assert row(eventtime=value).start == datetime(2026, 3, 20, 12, 0, 5, 250_000, tzinfo=UTC)


@pytest.mark.parametrize("value", ["2026-03-20 15:30:05.25", datetime(2026, 3, 20, 15, 30, 5, 250_000)])  # noqa: DTZ001
def test_times_without_one(value: Any) -> None:
    assert row(eventtime=value).start == datetime(2026, 3, 20, 15, 30, 5, 250_000)  # noqa: DTZ001


@pytest.mark.parametrize(("told", "event"), [(1, "CHAN_START"), (7, "BRIDGE_ENTER"), (14, "LINKEDID_END")])
def test_a_column_of_numbers_is_understood(told: int, event: str) -> None:
    assert row(eventtype=told).event == event


@pytest.mark.parametrize("extra", ["", "{", "[1]", '{"bridge_id": {}}', '{"bridge_id": null}', "{" * 3000])
def test_an_odd_extra_says_nothing(extra: str) -> None:
    assert row(extra=extra).more("bridge_id") == ""


@pytest.mark.parametrize(
    ("change", "what"),
    [({"uniqueid": "; drop"}, "uniqueid"), ({"channame": "\r\n"}, "channame"), ({"eventtime": "noon"}, "eventtime"),
     ({"eventtime": "0001-01-01 00:00:00"}, "eventtime")],
)  # fmt: skip
def test_a_row_without_what_it_must_carry_is_refused(change: dict[str, Any], what: str) -> None:
    with pytest.raises(BadRowError, match=what):
        row(**change)


@pytest.mark.parametrize(
    ("line", "what"), [(b'"a","b"', "columns"), (b"x" * (LINE_BYTES + 1), "line"), (b"", "columns")]
)
def test_a_line_that_is_none_is_refused(line: bytes, what: str) -> None:
    with pytest.raises(BadRowError, match=what):
        split_cel(line)


def test_other_columns_are_named() -> None:
    found = split_cel(b'"ANSWER","x","1774008000.7"', ("eventtype", "-", "uniqueid"))
    assert found == {"eventtype": "ANSWER", "-": "x", "uniqueid": "1774008000.7"}


@given(st.binary(max_size=400))
def test_no_bytes_do_harm(line: bytes) -> None:
    with suppress(BadRowError):
        read_cel(split_cel(line, CEL_LAYOUT[:2]))


@given(st.dictionaries(st.sampled_from(CEL_LAYOUT), st.one_of(st.text(max_size=80), st.integers(), st.none())))
def test_no_columns_do_harm(changes: dict[str, Any]) -> None:
    try:
        found = read_cel(columns() | changes)
    except BadRowError:
        return
    assert not any(ord(letter) < 32 for letter in found.name + found.number + found.channel)
