"""The check of an account, on the simulated phone: whole, and with each thing that can be wrong."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from connectors.asterisk import CONNECTOR, checks, probe
from connectors.asterisk.checks import major_of
from connectors.asterisk.config import AsteriskOptions
from connectors.asterisk.simulator import DEMO_SECRET, Installation, SimulatedPbx
from hub.network import GuardedNetwork
from hub.ports import CheckReport, Checks, Verdict
from tests.connectors.asterisk.ami_peer import AmiPeer
from tests.connectors.asterisk.conftest import RECORDINGS


@pytest.fixture
async def pbx() -> AsyncIterator[SimulatedPbx]:
    made = SimulatedPbx(port=0)
    await made.start()
    yield made
    await made.stop()


def options_of(port: int, **changes: Any) -> AsteriskOptions:
    given = {"host": "127.0.0.1", "port": port, "username": "peyvand", "secret": DEMO_SECRET}
    return AsteriskOptions.model_validate(given | changes)


async def check(options: AsteriskOptions) -> CheckReport:
    return await checks.check(options, GuardedNetwork())


def codes(report: CheckReport, *verdicts: Verdict) -> list[tuple[str, str]]:
    return [(found.step, found.code) for found in report.findings if found.verdict in verdicts]


async def test_all_is_well(pbx: SimulatedPbx) -> None:
    report = await check(options_of(pbx.port))
    assert report.works
    assert codes(report, Verdict.PROBLEM, Verdict.WARNING) == []
    steps = [found.step for found in report.findings if found.verdict is Verdict.WELL]
    assert steps == ["connect", "banner", "sign_in", "rights", "version", "clock", "extensions", "queues"]
    assert report.version == "22.0.0-simulated"
    assert [(found.endpoint, found.number) for found in report.extensions][:2] == [
        ("PJSIP/101", "101"), ("PJSIP/102", "102"),
    ]  # fmt: skip
    assert [queue.name for queue in report.queues] == ["sales", "support"]
    assert report.queues[0].members == ("PJSIP/101", "PJSIP/102", "PJSIP/105", "PJSIP/106")
    assert isinstance(CONNECTOR, Checks)


async def test_with_the_right_to_see_them_trunks_are_found_too(pbx: SimulatedPbx) -> None:
    pbx.exchange.installation.write |= {"system"}
    report = await check(options_of(pbx.port))
    assert [found.endpoint for found in report.trunks] == ["PJSIP/trunk"]
    assert len(report.extensions) == 6


@pytest.mark.parametrize(
    ("write", "missing", "works"),
    [
        ({"reporting", "call", "agent"}, ["Originate"], True),
        ({"reporting", "originate", "agent"}, ["Hangup", "BlindTransfer"], True),
        ({"reporting", "call", "originate"}, ["QueuePause"], True),
        ({"call", "originate", "agent"}, ["CoreStatus", "CoreShowChannels"], False),
    ],
)
async def test_each_missing_right_is_named_with_what_stops(
    pbx: SimulatedPbx, write: set[str], missing: list[str], works: bool
) -> None:
    pbx.exchange.installation.write = frozenset(write)
    report = await check(options_of(pbx.port))
    lacking = [found for found in report.findings if found.code == "action_missing"]
    assert [found.facts["action"] for found in lacking] == missing
    assert all(found.facts["right"] not in write and found.facts["without"] for found in lacking)
    assert report.works is works


async def test_events_that_do_not_come_are_told(pbx: SimulatedPbx, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(probe, "BOOT_SECONDS", 0.1)
    pbx.exchange.installation.read = frozenset({"call", "agent"})
    assert codes(await check(options_of(pbx.port)), Verdict.WARNING) == [("rights", "class_missing")]


@pytest.mark.parametrize(
    ("version", "verdict", "code"),
    [
        ("11.25.3", Verdict.PROBLEM, "too_old"),
        ("13.38.3", Verdict.WARNING, "dated"),
        ("certified/13.21-cert6", Verdict.WARNING, "dated"),
        ("16.28.0~dfsg-0+deb11u4", Verdict.WELL, "current"),
        ("GIT-master", Verdict.NOTE, "unknown_version"),
    ],
)
async def test_the_version_is_told(pbx: SimulatedPbx, version: str, verdict: Verdict, code: str) -> None:
    pbx.exchange.installation = Installation(version=version)
    report = await check(options_of(pbx.port))
    (found,) = [found for found in report.findings if found.step == "version"]
    assert (found.verdict, found.code, report.version) == (verdict, code, version)


@pytest.mark.parametrize(("ahead", "way"), [(600.0, "ahead"), (-600.0, "behind")])
async def test_a_clock_ten_minutes_off_is_told(pbx: SimulatedPbx, ahead: float, way: str) -> None:
    pbx.exchange.installation.clock_ahead = ahead
    report = await check(options_of(pbx.port))
    (found,) = [found for found in report.findings if found.step == "clock"]
    assert (found.verdict, found.code) == (Verdict.WARNING, "clock_off")
    assert found.facts == {"seconds": pytest.approx(600, abs=1), "way": way}


def records(report: CheckReport) -> list[tuple[str, str]]:
    return [(found.step, found.code) for found in report.findings if found.step in {"cel", "cdr"}]


async def test_whether_records_can_be_read_is_told(pbx: SimulatedPbx, tmp_path: Path) -> None:
    assert records(await check(options_of(pbx.port))) == []
    cel, cdr = RECORDINGS / "cel_22.csv", tmp_path / "Master.csv"
    report = await check(options_of(pbx.port, cel=str(cel), cdr=str(cdr)))
    assert records(report) == [("cel", "records_read"), ("cdr", "records_unreadable")]
    assert report.findings[-1].facts == {"answer": "No such file or directory"}
    assert report.works, "calls are heard live all the same"
    cdr.touch()
    assert records(await check(options_of(pbx.port, cdr=str(cdr)))) == [("cdr", "records_empty")]
    cdr.write_text("some,other,file\n")
    assert records(await check(options_of(pbx.port, cdr=str(cdr)))) == [("cdr", "records_odd")]


@pytest.mark.parametrize("place", ["mysql://hub@127.0.0.1:1/cel", "postgresql://hub@127.0.0.1:1/cel"])
async def test_a_database_that_is_away_is_told_without_its_password(pbx: SimulatedPbx, place: str) -> None:
    report = await check(options_of(pbx.port, cel=place, cel_secret="hush-hush"))
    assert records(report) == [("cel", "records_unreadable")]
    assert "hush-hush" not in repr(report)


async def test_records_are_looked_at_even_where_nobody_signs_in(pbx: SimulatedPbx) -> None:
    report = await check(options_of(pbx.port, secret="wr0ng", cel=str(RECORDINGS / "cel_22.csv")))
    assert codes(report, Verdict.PROBLEM) == [("sign_in", "rejected")]
    assert records(report) == [("cel", "records_read")]


async def test_a_wrong_secret_ends_it_and_is_not_repeated(pbx: SimulatedPbx) -> None:
    report = await check(options_of(pbx.port, secret="wr0ng"))
    assert codes(report, Verdict.PROBLEM) == [("sign_in", "rejected")]
    assert "wr0ng" not in repr(report)


async def test_tls_where_there_is_none(pbx: SimulatedPbx) -> None:
    report = await check(options_of(pbx.port, tls=True, tls_verify=False, connect_timeout=2))
    assert codes(report, Verdict.PROBLEM) in ([("tls", "tls_failed")], [("connect", "timeout")])


async def test_nobody_there() -> None:
    peer = AmiPeer()
    await peer.start()
    await peer.stop()
    assert codes(await check(options_of(peer.port)), Verdict.PROBLEM) == [("connect", "refused")]
    report = await check(options_of(5038, host="no-such-host.invalid"))
    assert codes(report, Verdict.PROBLEM) == [("connect", "unknown_host")]


async def test_something_else_there() -> None:
    peer = AmiPeer()
    peer.banner = b"SSH-2.0-OpenSSH_9.2\r\n"
    await peer.start()
    report = await check(options_of(peer.port))
    await peer.stop()
    assert codes(report, Verdict.PROBLEM) == [("banner", "not_a_pbx")]
    assert report.findings[-1].facts == {"answer": "SSH-2.0-OpenSSH_9.2"}


@pytest.mark.parametrize(
    ("silent", "step"), [({"Login"}, "sign_in"), ({"ListCommands"}, "answers"), ({"Ping"}, "answers")]
)
async def test_one_who_falls_silent(silent: set[str], step: str) -> None:
    peer = AmiPeer()
    peer.silent_on = silent
    await peer.start()
    report = await check(options_of(peer.port, secret="s3cr3t", connect_timeout=0.2))
    await peer.stop()
    assert [found.step for found in report.findings if found.verdict is Verdict.PROBLEM][-1] == step


async def test_it_ends_in_time_whatever_happens(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checks, "WHOLE_SECONDS", 0.2)
    peer = AmiPeer()
    peer.silent_on = {"Login"}
    await peer.start()
    async with asyncio.timeout(3):
        report = await check(options_of(peer.port))
    await peer.stop()
    assert codes(report, Verdict.PROBLEM) == [("answers", "timeout")]


@pytest.mark.parametrize(
    ("version", "major"), [("22.10.1", 22), ("certified/18.9-cert4", 18), ("SVN-trunk", None), ("", None)]
)
def test_major_versions(version: str, major: int | None) -> None:
    assert major_of(version) == major
