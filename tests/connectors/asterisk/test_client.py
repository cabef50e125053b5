"""An account against a peer on a real socket: sign-in, resynchronising, endings and the store."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from structlog.testing import capture_logs

from hub.network import GuardedNetwork
from hub.ports import LegEnded, LegLinked, LegRef, LegStarted

CHANNEL = {"ChannelState": "6", "ChannelStateDesc": "Up", "CallerIDNum": "0912", "CallerIDName": "Sara",
           "Exten": "1000", "Linkedid": "1.1", "Application": "Dial", "Duration": "00:01:05",
           "BridgeId": "b-1"}  # fmt: skip
TRUNK = CHANNEL | {"Channel": "PJSIP/trunk-00000001", "Uniqueid": "1.1"}
PHONE = CHANNEL | {"Channel": "PJSIP/101-00000002", "Uniqueid": "1.2", "Application": "AppDial", "CallerIDNum": "101"}


def new(uniqueid: str, **changes: str) -> dict[str, str]:
    return TRUNK | {"Uniqueid": uniqueid, "Linkedid": uniqueid, "ChannelState": "4"} | changes


def connected(host: Any, times: int = 1) -> Callable[[], bool]:
    return lambda: host.words().count("connected") >= times


async def test_it_signs_in_and_hands_over_the_live_legs(peer: Any, host: Any, connect: Any, wait_for: Any) -> None:
    peer.channels = [TRUNK, PHONE]
    account = await connect()
    await wait_for(host.snapshots)
    await wait_for(connected(host))
    (snapshot,) = host.snapshots()
    trunk, phone = snapshot.legs
    assert (trunk.started.initiated, trunk.answered, trunk.bridge) == (True, True, "b-1")
    assert (phone.started.initiated, phone.started.root.id) == (False, "1.1")
    assert (snapshot.at - trunk.started.at).total_seconds() == 65
    assert host.words() == ["connecting", "connected"]
    assert host.states[-1].facts == {"version": "22.1.0", "channels": 2, "clock_offset": 0}
    assert peer.sent("Login")[0]["Events"] == "system,call,agent"
    assert len({action["ActionID"] for action in peer.actions}) == len(peer.actions)
    assert account.diagnostics()["live_channels"] == 2


async def test_what_happens_before_the_list_comes_after_the_snapshot(
    peer: Any, host: Any, connect: Any, wait_for: Any
) -> None:
    peer.before_list = [{"Event": "Newchannel"} | new("7.1"), {"Event": "Hangup"} | new("7.1", Cause="16")]
    await connect()
    await wait_for(lambda: len(host.items) == 3)
    assert [type(item).__name__ for item in host.items] == ["LegsSnapshot", "LegStarted", "LegEnded"]


async def test_the_halves_of_a_local_channel_are_linked_in_the_snapshot(
    peer: Any, host: Any, connect: Any, wait_for: Any
) -> None:
    halves = [TRUNK | {"Channel": f"Local/5@ctx-00000001;{half}", "Uniqueid": f"4.{half}"} for half in "12"]
    peer.channels = halves
    await connect()
    await wait_for(host.events)
    (link,) = host.events()
    assert isinstance(link, LegLinked)
    assert (link.leg.id, link.other.id) == ("4.1", "4.2")


async def test_a_list_that_does_not_add_up_is_asked_again(peer: Any, host: Any, connect: Any, wait_for: Any) -> None:
    peer.channels, peer.list_items = [TRUNK], ["2"]
    await connect()
    await wait_for(connected(host))
    assert peer.names().count("CoreShowChannels") == 2
    await wait_for(lambda: len(host.snapshots()) == 1)


async def test_a_list_that_never_adds_up_gives_no_snapshot(peer: Any, host: Any, connect: Any, wait_for: Any) -> None:
    peer.channels, peer.list_items = [TRUNK], ["2"] * 1000
    await connect()
    await wait_for(lambda: "disconnected lost" in host.words())
    assert host.snapshots() == []


async def test_a_rejected_sign_in_waits_for_a_person(peer: Any, host: Any, connect: Any, wait_for: Any) -> None:
    peer.login_error = "Authentication failed"
    with capture_logs() as logs:
        account = await connect()
        await wait_for(lambda: "needs_sign_in rejected" in host.words())
    state = host.states[-1]
    assert state.answer == "Authentication failed"
    assert (state.retry_at - datetime.now(UTC)).total_seconds() > 200
    assert peer.connections == 1
    assert "s3cr3t" not in repr((logs, account.diagnostics(), host.states))


async def test_too_few_rights_are_told(peer: Any, host: Any, connect: Any, wait_for: Any) -> None:
    peer.answers["CoreStatus"] = [{"Response": "Error", "Message": "Permission denied"}]
    await connect()
    await wait_for(lambda: "needs_sign_in rejected" in host.words())
    assert host.states[-1].answer == "Permission denied"


@pytest.mark.parametrize("silent", ["Login", "CoreStatus", "CoreShowChannels"])
async def test_a_pbx_that_hangs_times_out(silent: str, peer: Any, host: Any, connect: Any, wait_for: Any) -> None:
    peer.silent_on = {silent}
    await connect()
    await wait_for(lambda: "disconnected timeout" in host.words())
    assert host.states[-1].retry_at is not None or host.states[-1].connection == "connecting"


async def test_a_pbx_without_a_banner_times_out(peer: Any, host: Any, connect: Any, wait_for: Any) -> None:
    peer.banner = None
    await connect()
    await wait_for(lambda: "disconnected timeout" in host.words())


@pytest.mark.parametrize("banner", [b"SSH-2.0-OpenSSH_9.2\r\n", b"x" * 5_000, b"\x00\xff\n"])
async def test_something_else_is_told_apart(banner: bytes, peer: Any, host: Any, connect: Any, wait_for: Any) -> None:
    peer.banner = banner
    await connect()
    await wait_for(lambda: "disconnected not_a_pbx" in host.words())
    assert "Login" not in peer.names()


async def test_a_closed_port_is_refused_and_tried_again(peer: Any, host: Any, connect: Any, wait_for: Any) -> None:
    await peer.stop()
    await connect()
    await wait_for(lambda: host.words().count("disconnected refused") >= 2)
    await peer.start()
    await wait_for(connected(host))


async def test_a_pbx_that_stops_answering_pings_is_left(peer: Any, host: Any, connect: Any, wait_for: Any) -> None:
    await connect()
    await wait_for(connected(host))
    peer.silent_on = {"Ping"}
    await wait_for(lambda: "disconnected no_pong" in host.words())
    peer.silent_on = set()  # a new session asks what time the PBX has
    await wait_for(connected(host, 2))


async def test_fully_booted_may_stay_away(peer: Any, host: Any, connect: Any, wait_for: Any) -> None:
    peer.fully_booted = False
    await connect(boot_timeout=0.05)
    await wait_for(connected(host))


async def test_a_cut_in_mid_packet_is_followed_by_a_new_snapshot(
    peer: Any, host: Any, connect: Any, wait_for: Any
) -> None:
    peer.channels = [TRUNK]
    await connect()
    await wait_for(connected(host))
    peer.event("Newstate", **PHONE)
    await wait_for(host.events)
    peer.raw(b"Event: Hangup\r\nUniqueid: 1.1\r\nChannel: PJSIP/tr")
    await asyncio.sleep(0)
    peer.cut()
    await wait_for(lambda: len(host.snapshots()) == 2)
    first, second = host.snapshots()
    assert first.boot == second.boot == "2026-11-22 10:00:00"
    assert not [event for event in host.events() if isinstance(event, LegEnded)]


async def test_a_restarted_pbx_has_another_boot(peer: Any, host: Any, connect: Any, wait_for: Any) -> None:
    await connect()
    await wait_for(connected(host))
    peer.startup = ("2026-11-22", "10:05:00")
    peer.event("Shutdown", Shutdown="Cleanly", Restart="True")
    await wait_for(lambda: len(host.snapshots()) == 2)
    assert len({snapshot.boot for snapshot in host.snapshots()}) == 2
    assert host.states[2].answer == "Shutdown"


async def test_a_caller_name_with_line_ends_forges_nothing(peer: Any, host: Any, connect: Any, wait_for: Any) -> None:
    await connect()
    await wait_for(connected(host))
    peer.event("Newchannel", **new("8.1", CallerIDName="Evil\r\nUniqueid: 1.1\r\nFoo: bar"))
    peer.event("Newchannel", **new("8.2", CallerIDName="Ev\ril\r\nno header \U0001f600"))
    peer.event("Newchannel", **new("8.3", CallerIDName="x" * 10_240))
    peer.raw(b"Nonsense\r\n\r\n\xff\xfe\x00\r\n\r\nEvent: Hangup\r\n\r\n")
    peer.event("Newchannel", **new("8.4", CallerIDName="سارا"))
    await wait_for(lambda: len(host.events()) == 3)
    assert [(event.leg.id, event.name[:10]) for event in host.events()] == [
        ("8.2", "Evil"), ("8.3", "x" * 10), ("8.4", "سارا"),
    ]  # fmt: skip
    assert len(host.words()) == 2


async def test_events_wait_while_the_store_is_away(peer: Any, host: Any, connect: Any, wait_for: Any) -> None:
    await connect()
    await wait_for(host.snapshots)
    host.away = True
    for number in range(50):
        peer.event("Newchannel", **new(f"9.{number}"))
    await wait_for(lambda: len(host.attempts) > 5)
    host.away = False
    await wait_for(lambda: len(host.events()) == 50)
    assert [event.leg.id for event in host.events()] == [f"9.{number}" for number in range(50)]
    assert peer.connections == 1


async def test_an_overrun_cuts_the_session_and_resynchronises(
    peer: Any, host: Any, connect: Any, wait_for: Any
) -> None:
    account = await connect(buffer_size=10)
    await wait_for(host.snapshots)
    peer.channels = [TRUNK]
    host.away = True
    for number in range(100):
        peer.event("Newchannel", **new(f"9.{number}"))
    await wait_for(lambda: "disconnected overrun" in host.words())
    await wait_for(connected(host, 2))
    host.away = False
    await wait_for(lambda: any(snapshot.legs for snapshot in host.snapshots()))
    assert account.diagnostics()["counts"]["dropped"] > 0


async def test_a_fact_that_the_hub_cannot_digest_stops_no_other(
    peer: Any, host: Any, connect: Any, wait_for: Any
) -> None:
    await connect()
    await wait_for(host.snapshots)
    host.poison = lambda item: isinstance(item, LegStarted) and item.leg.id == "9.1"
    for number in range(3):
        peer.event("Newchannel", **new(f"9.{number}"))
    await wait_for(lambda: [event.leg.id for event in host.events()] == ["9.0", "9.2"])
    assert host.words() == ["connecting", "connected"]


async def test_it_signs_off_and_says_so_when_stopped(peer: Any, host: Any, wait_for: Any, connect: Any) -> None:
    account = await connect()
    await wait_for(connected(host))
    assert account.diagnostics()["boot"] == "2026-11-22 10:00:00"
    (task,) = (task for task in asyncio.all_tasks() if "AsteriskAccount.run" in repr(task))
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert host.words()[-1] == "stopped"
    await wait_for(lambda: not account._session.synchronised)


async def test_the_number_of_channels_is_kept_up(peer: Any, host: Any, connect: Any, wait_for: Any) -> None:
    await connect()
    await wait_for(connected(host))
    peer.event("Newchannel", **new("9.1"))
    await wait_for(lambda: host.states[-1].facts.get("channels") == 1)
    assert host.events()[0].leg == LegRef("2026-11-22 10:00:00", "9.1")


async def test_a_name_that_leads_to_the_machine_itself_is_not_followed(
    peer: Any, host: Any, connect: Any, wait_for: Any
) -> None:
    host.network = GuardedNetwork(own_port=peer.port)
    await connect()
    await wait_for(lambda: "disconnected refused" in host.words())
    answers = {state.answer for state in host.states if state.reason == "refused"}
    assert answers == {"The hub itself listens at this address and port."}
    assert peer.connections == 0
