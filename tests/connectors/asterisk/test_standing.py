"""Agents who stay on the line: no call of theirs hangs on another."""

from __future__ import annotations

from collections.abc import Sequence

from hypothesis import given, settings
from hypothesis import strategies as st

from connectors.asterisk.channels import LiveChannels
from connectors.asterisk.config import AsteriskOptions
from connectors.asterisk.normalise import normalise
from connectors.asterisk.packet import Headers, lower_keys
from connectors.asterisk.snapshot import read_snapshot
from connectors.asterisk.standing import StandingLines
from hub.ports import (
    BridgeEntered,
    BridgeLeft,
    CallEvent,
    LegAnswered,
    LegEnded,
    LegHeld,
    LegPickedUp,
    LegRinging,
    LegStarted,
)
from tests.connectors.asterisk.conftest import AT, BOOT, make_options, packets_of

LISTED = {"Event": "CoreShowChannel", "ChannelState": "6", "Linkedid": "1.0"}
LINE = LISTED | {"Channel": "PJSIP/101-00000000", "Uniqueid": "1.0", "Application": "AgentLogin"}
CALLER = LISTED | {"Channel": "PJSIP/trunk-00000001", "Uniqueid": "1.1", "Application": "Queue", "BridgeId": "x"}


def told(lines: StandingLines, packets: Sequence[Headers], options: AsteriskOptions) -> list[CallEvent]:
    return [
        event for packet in packets
        for event in lines.translate(packet, normalise(packet, options, BOOT, AT), AT)
    ]  # fmt: skip


def test_a_line_that_waits_is_in_no_list(options: AsteriskOptions) -> None:
    snapshot, _ = read_snapshot([lower_keys(LINE | {"BridgeId": "waiting"}), lower_keys(CALLER)], options, BOOT, AT)
    assert [seen.started.leg.id for seen in snapshot.legs] == ["1.1"]


def test_a_line_that_talks_is_listed_as_its_conversation(options: AsteriskOptions) -> None:
    snapshot, _ = read_snapshot([lower_keys(LINE | {"BridgeId": "x"}), lower_keys(CALLER)], options, BOOT, AT)
    (line, _) = snapshot.legs
    assert (line.started.leg.id, line.started.root.id, line.started.initiated) == ("1.0|x", "1.0|x", False)
    assert (line.answered, line.bridge) == (True, "x")


def test_a_session_that_begins_while_a_line_stands_goes_on_as_one_that_heard_it_sign_in(
    options: AsteriskOptions,
) -> None:
    packets = [lower_keys(packet) for packet in packets_of("agent_login")]
    signed_in = next(n for n, packet in enumerate(packets) if packet["event"] == "AgentLogin") + 1
    heard = StandingLines(options)
    told(heard, packets[:signed_in], options)
    learnt = StandingLines(options)
    line = next(packet for packet in packets if packet["event"] == "AgentLogin")
    learnt.learn([lower_keys(LINE | {"Uniqueid": line["uniqueid"]})], BOOT)
    expected = told(heard, packets[signed_in:], options)
    assert told(learnt, packets[signed_in:], options) == expected
    assert any("|" in event.leg.id for event in expected)


def test_a_consultation_and_back_is_the_same_conversation(options: AsteriskOptions) -> None:
    lines = StandingLines(options)
    lines.learn([lower_keys(LINE)], BOOT)
    own = {"Channel": "PJSIP/101-00000000", "Uniqueid": "1.0"}
    steps = [("BridgeEnter", "x"), ("BridgeLeave", "x"), ("BridgeEnter", "y"), ("BridgeLeave", "y"),
             ("BridgeEnter", "x"), ("BridgeLeave", "x")]  # fmt: skip
    packets = [lower_keys(own | {"Event": event, "BridgeUniqueid": bridge}) for event, bridge in steps]
    waits = own | {"Event": "BridgeEnter", "BridgeUniqueid": "w", "BridgeTechnology": "holding_bridge"}
    events = told(lines, [*packets, lower_keys(waits)], options)
    assert {event.leg.id for event in events} == {"1.0|x"}
    assert [type(event) for event in events if not isinstance(event, BridgeEntered | BridgeLeft)] == [
        LegStarted, LegAnswered, LegEnded,
    ]  # fmt: skip


def test_a_hold_at_a_standing_line_belongs_to_its_conversation(options: AsteriskOptions) -> None:
    lines = StandingLines(options)
    lines.learn([lower_keys(LINE | {"BridgeId": "x"}), lower_keys(CALLER)], BOOT)
    hold = lower_keys({"Event": "Hold", "Channel": "PJSIP/101-00000000", "Uniqueid": "1.0"})
    (event,) = told(lines, [hold], options)
    assert (type(event), event.leg.id) == (LegHeld, "1.0|x")


def test_a_conversation_is_hung_up_at_its_line() -> None:
    channels = LiveChannels()
    channels.follow(lower_keys(LINE))
    assert channels.name("1.0|x") == channels.name("1.0") == "PJSIP/101-00000000"
    assert channels.name("1.2|x") is None


def test_what_a_standing_line_does_to_other_legs_is_told_as_it_is(options: AsteriskOptions) -> None:
    lines = StandingLines(options)
    lines.learn([lower_keys(LINE)], BOOT)
    pickup = {"Event": "Pickup", "Channel": "PJSIP/101-00000000", "Uniqueid": "1.0",
              "TargetChannel": "PJSIP/102-00000001", "TargetUniqueid": "1.5"}  # fmt: skip
    dial = {"Event": "DialBegin", "Channel": "PJSIP/101-00000000", "Uniqueid": "1.0",
            "DestChannel": "PJSIP/102-00000001", "DestUniqueid": "1.5"}  # fmt: skip
    events = told(lines, [lower_keys(pickup), lower_keys(dial)], options)
    assert [(type(event), event.leg.id) for event in events] == [(LegPickedUp, "1.5"), (LegRinging, "1.5")]


BRIDGES = st.sampled_from(["BridgeEnter", "BridgeLeave", "Hold", "Hangup", "AgentLogin", "AgentLogoff", "Newstate"])


@given(st.lists(st.tuples(BRIDGES, st.sampled_from(["1.0", "1.1"]), st.sampled_from(["x", "y"])), max_size=30))
@settings(deadline=None, derandomize=True, database=None)
def test_whatever_a_line_does_its_conversations_begin_and_end(steps: list[tuple[str, str, str]]) -> None:
    options = make_options()
    lines = StandingLines(options)
    lines.learn([lower_keys(LINE)], BOOT)
    own = {"Channel": "PJSIP/101-00000000", "ChannelState": "6"}
    packets = [
        lower_keys(own | {"Event": event, "Uniqueid": uniqueid, "BridgeUniqueid": bridge})
        for event, uniqueid, bridge in [*steps, ("Hangup", "1.0", "")]
    ]
    events = [event for event in told(lines, packets, options) if "|" in event.leg.id]
    ended = {event.leg for event in events if isinstance(event, LegEnded)}
    assert ended == {event.leg for event in events if isinstance(event, LegStarted)}
