"""After an outage the records are read, by the PBX's clock; before, up to when everything was heard is kept."""

from __future__ import annotations

import time
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from connectors.asterisk import records
from hub.ports import RecoveredCall, RetryLater

ZONE = ZoneInfo("Asia/Tehran")
QUICK: dict[str, Any] = {"cdr_delay": 0.05, "cdr_patience": 0.2}


class Kept:
    """A store that remembers what it is told, and that may be away."""

    def __init__(self, heard: datetime | None) -> None:
        self.heard = heard
        self.calls: dict[frozenset[str], RecoveredCall] = {}
        self.away = 0

    async def heard_until(self) -> datetime | None:
        return self.heard

    async def keep_heard_until(self, at: datetime) -> None:
        self.heard = at

    async def recover(self, calls: Sequence[RecoveredCall]) -> int:
        if self.away:
            self.away -= 1
            raise RetryLater("locked", after=0.02)
        new = {call.ids: call for call in calls if call.ids not in self.calls}
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
    assert [round(at) for at in kept.began()] == [at.timestamp() for at in gap]
    assert abs(host.states[-1].facts["clock_offset"] - ahead.total_seconds()) <= 1


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
