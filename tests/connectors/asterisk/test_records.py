"""After an outage the records are read, by the PBX's clock; before, up to when everything was heard is kept."""

from __future__ import annotations

import csv
import io
import json
import time
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from connectors.asterisk import records
from connectors.asterisk.records_columns import CEL_LAYOUT
from hub.ports import Recovered, RecoveredEvents, RetryLater

ZONE = ZoneInfo("Asia/Tehran")
QUICK: dict[str, Any] = {"cdr_delay": 0.05, "cdr_patience": 0.2}


class Kept:
    """A store that remembers what it is told, and that may be away."""

    def __init__(self, heard: datetime | None) -> None:
        self.heard = heard
        self.calls: dict[frozenset[str], Recovered] = {}
        self.away = 0

    async def heard_until(self) -> datetime | None:
        return self.heard

    async def keep_heard_until(self, at: datetime) -> None:
        self.heard = at

    async def recover(self, calls: Sequence[Recovered]) -> int:
        if self.away:
            self.away -= 1
            raise RetryLater("locked", after=0.02)
        known = frozenset[str]().union(*self.calls)
        new = {call.ids: call for call in calls if not call.ids & known}
        self.calls |= new
        return len(new)

    def began(self) -> list[float]:
        return sorted(call.started_at.timestamp() for call in self.calls.values())


def record(at: datetime, ahead: timedelta = timedelta()) -> str:
    """A line of cdr_csv that the PBX wrote by its own clock, for a call of ten seconds at ``at``."""
    began = at + ahead
    start, end = (f"{when.astimezone(ZONE):%Y-%m-%d %H:%M:%S}" for when in (began, began + timedelta(seconds=10)))
    return (
        f'"","0912","101","c","","PJSIP/trunk-1","PJSIP/101-2","Dial","","{start}","{start}","{end}",10,9,'
        f'"ANSWERED","",{int(began.timestamp())}.1\n'
    )


@pytest.fixture
def kept(host: Any) -> Kept:
    host.records = Kept(datetime.now(UTC).replace(microsecond=0) - timedelta(minutes=5))
    return host.records


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "Master.csv"


@pytest.mark.parametrize("ahead", [timedelta(minutes=10), timedelta(), timedelta(minutes=-10)])
async def test_a_clock_ten_minutes_off_neither_loses_nor_doubles(
    ahead: timedelta, kept: Kept, file: Path, peer: Any, connect: Any, host: Any, wait_for: Any
) -> None:
    assert kept.heard
    gap = [kept.heard + timedelta(seconds=seconds) for seconds in (2, 280)]
    others = [kept.heard - timedelta(minutes=9), kept.heard + timedelta(minutes=15)]
    file.write_text("".join(record(at, ahead) for at in sorted([*gap, *others])))
    peer.answers["Ping"] = [{"Response": "Success", "Timestamp": f"{time.time() + ahead.total_seconds():.6f}"}]
    before = datetime.now(UTC)
    await connect(cdr=str(file), ping_interval=60, **QUICK)
    await wait_for(lambda: kept.heard > before)
    assert kept.began() == pytest.approx([at.timestamp() for at in gap], abs=3)  # the answer is older than its ping
    assert abs(host.states[-1].facts["clock_offset"] - ahead.total_seconds()) <= 3


async def test_what_was_heard_is_kept_with_each_ping(kept: Kept, file: Path, connect: Any, wait_for: Any) -> None:
    file.touch()
    await connect(cdr=str(file), **QUICK)
    before = datetime.now(UTC) + timedelta(seconds=0.5)
    await wait_for(lambda: kept.heard > before)


async def test_nothing_is_read_of_the_time_before_the_account(
    kept: Kept, file: Path, connect: Any, wait_for: Any
) -> None:
    file.write_text(record(datetime.now(UTC) - timedelta(minutes=1)))
    kept.heard = None
    await connect(cdr=str(file), **QUICK)
    await wait_for(lambda: kept.heard)
    assert kept.calls == {}


async def test_what_is_not_heard_by_the_store_is_not_kept(
    kept: Kept, file: Path, peer: Any, connect: Any, host: Any, wait_for: Any
) -> None:
    file.touch()
    await connect(cdr=str(file), **QUICK)
    start = kept.heard
    await wait_for(lambda: kept.heard > start)
    host.away = True
    peer.event("Newchannel", Channel="PJSIP/trunk-00000001", Uniqueid="1.1", Linkedid="1.1", ChannelState="4")
    await wait_for(lambda: len(host.attempts) and host.attempts[-1])
    pings, kept_then = len(peer.sent("Ping")), kept.heard
    await wait_for(lambda: len(peer.sent("Ping")) > pings + 3)
    assert (kept.heard - kept_then).total_seconds() < 0.3, "at most what was under way"


async def test_records_that_come_late_and_a_store_that_is_away(
    kept: Kept, file: Path, connect: Any, wait_for: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(records, "AGAIN", 0.05)
    kept.away = 2
    account = await connect(cdr=str(file), cdr_delay=0.05, cdr_patience=1)
    await wait_for(lambda: account.diagnostics()["counts"].get("records"))
    lines = [record(datetime.now(UTC) - timedelta(minutes=minute)) for minute in (3, 2)]
    file.write_text(lines[0])
    await wait_for(lambda: len(kept.calls) == 1)
    with file.open("a") as more:
        more.write(lines[1])
    await wait_for(lambda: len(kept.calls) == 2)
    assert account.diagnostics()["counts"]["recovered"] == 2


async def test_a_second_outage_widens_the_gap(
    kept: Kept, file: Path, peer: Any, connect: Any, host: Any, wait_for: Any
) -> None:
    file.write_text(record(datetime.now(UTC) - timedelta(minutes=3)))
    await connect(cdr=str(file), cdr_delay=0.05, cdr_patience=0.5)
    await wait_for(lambda: "connected" in host.words())
    peer.cut()
    await wait_for(lambda: host.words().count("connected") >= 2)
    await wait_for(lambda: len(kept.calls) == 1)
    second = datetime.now(UTC)
    await wait_for(lambda: kept.heard > second)
    assert len(kept.calls) == 1


def events_of(at: datetime, ahead: timedelta = timedelta()) -> str:
    """What CEL says of a call of ten seconds at ``at`` that 101 took: a line an event."""
    began = (at + ahead).timestamp()
    caller, phone = f"{int(began)}.1", f"{int(began)}.2"
    bridge = json.dumps({"bridge_id": f"b{caller}", "bridge_technology": "simple_bridge"})
    told = [
        ("CHAN_START", 0, caller, ""), ("CHAN_START", 1, phone, ""), ("ANSWER", 4, phone, ""),
        ("BRIDGE_ENTER", 4, phone, bridge), ("BRIDGE_ENTER", 4, caller, bridge), ("HANGUP", 10, phone, ""),
        ("HANGUP", 10, caller, ""), ("LINKEDID_END", 10, caller, ""),
    ]  # fmt: skip
    lines = io.StringIO()
    for event, seconds, channel, extra in told:
        called = channel == phone
        values = dict.fromkeys(CEL_LAYOUT, "") | {
            "eventtype": event, "eventtime": f"{began + seconds:.6f}", "cid_num": "101" if called else "0912",
            "channame": "PJSIP/101-2" if called else "PJSIP/trunk-1", "appname": "AppDial" if called else "Dial",
            "exten": "" if called else "101", "uniqueid": channel, "linkedid": caller, "extra": extra,
        }  # fmt: skip
        csv.writer(lines).writerow([values[name] for name in CEL_LAYOUT])
    return lines.getvalue()


@pytest.fixture
def events(tmp_path: Path) -> Path:
    return tmp_path / "Events.csv"


def kinds(kept: Kept) -> list[str]:
    return [type(call).__name__ for call in sorted(kept.calls.values(), key=lambda call: call.started_at)]


async def test_channel_events_go_before_call_records(
    kept: Kept, file: Path, events: Path, connect: Any, wait_for: Any
) -> None:
    """A call that only CDR has comes from there; the hub takes neither twice, since their names are the same."""
    assert kept.heard
    both, only = (kept.heard + timedelta(seconds=seconds) for seconds in (60, 120))
    file.write_text(record(both) + record(only))
    events.write_text(events_of(both))
    before = datetime.now(UTC)
    await connect(cdr=str(file), cel=str(events), **QUICK)
    await wait_for(lambda: kept.heard > before)
    first, second = kept.began()
    assert (round(first), round(second)) == (both.timestamp(), only.timestamp())
    assert kinds(kept) == ["RecoveredEvents", "RecoveredCall"]


async def test_call_records_stand_in_for_channel_events(
    kept: Kept, file: Path, events: Path, connect: Any, wait_for: Any
) -> None:
    assert kept.heard
    file.write_text(record(kept.heard + timedelta(seconds=60)))
    before = datetime.now(UTC)
    account = await connect(cdr=str(file), cel=str(events), **QUICK)
    await wait_for(lambda: kept.heard > before)
    assert kinds(kept) == ["RecoveredCall"]
    assert account.diagnostics()["counts"]["records"] > 0, "that the file of events is not there is told"


async def test_channel_events_stand_in_for_call_records(
    kept: Kept, file: Path, events: Path, connect: Any, wait_for: Any
) -> None:
    assert kept.heard
    events.write_text(events_of(kept.heard + timedelta(seconds=60)))
    before = datetime.now(UTC)
    await connect(cdr=str(file), cel=str(events), **QUICK)
    await wait_for(lambda: kept.heard > before)
    assert kinds(kept) == ["RecoveredEvents"]


@pytest.mark.parametrize("ahead", [timedelta(minutes=10), timedelta(minutes=-10)])
async def test_channel_events_by_a_clock_ten_minutes_off(
    ahead: timedelta, kept: Kept, events: Path, peer: Any, connect: Any, wait_for: Any
) -> None:
    assert kept.heard
    gap = [kept.heard + timedelta(seconds=seconds) for seconds in (2, 280)]
    others = [kept.heard - timedelta(minutes=9), kept.heard + timedelta(minutes=15)]
    events.write_text("".join(events_of(at, ahead) for at in sorted([*gap, *others])))
    peer.answers["Ping"] = [{"Response": "Success", "Timestamp": f"{time.time() + ahead.total_seconds():.6f}"}]
    before = datetime.now(UTC)
    await connect(cel=str(events), ping_interval=60, **QUICK)
    await wait_for(lambda: kept.heard > before)
    assert kept.began() == pytest.approx([at.timestamp() for at in gap], abs=3)  # the answer is older than its ping


async def test_events_of_a_call_come_one_after_the_other(kept: Kept, events: Path, connect: Any, wait_for: Any) -> None:
    assert kept.heard
    lines = events_of(kept.heard + timedelta(seconds=60)).splitlines(keepends=True)
    events.write_text("".join(lines[:5]))
    account = await connect(cel=str(events), cdr_delay=0.05, cdr_patience=1.5)
    await wait_for(lambda: "connected" in account.diagnostics()["connection"])
    with events.open("a") as more:
        more.write("".join(lines[5:]))
    await wait_for(lambda: len(kept.calls) == 1)
    (call,) = kept.calls.values()
    assert isinstance(call, RecoveredEvents)
    assert not call.cut
