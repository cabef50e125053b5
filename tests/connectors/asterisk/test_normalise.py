"""The normaliser on packets that no recording has."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors.asterisk.config import AsteriskOptions
from connectors.asterisk.event_names import IGNORED
from connectors.asterisk.normalise import HANDLERS, normalise
from connectors.asterisk.packet import lower_keys
from connectors.asterisk.snapshot import read_snapshot
from hub.ports import (
    LegEnded,
    LegHeld,
    LegParty,
    LegPickedUp,
    LegRef,
    LegResumed,
    LegStarted,
    LegUnanswered,
    Party,
    VoicemailLeft,
)  # fmt: skip

AT = datetime(2026, 11, 22, 10, tzinfo=UTC)
OPTIONS = AsteriskOptions.model_validate(
    {"host": "pbx", "username": "u", "secret": "s", "trunks": ["trunk"], "ignore_endpoints": ["PJSIP/199"]}
)
NEW = {"Event": "Newchannel", "Channel": "PJSIP/trunk-00000001", "ChannelState": "4", "Uniqueid": "1.1",
       "Linkedid": "1.1", "CallerIDNum": "0912", "CallerIDName": "Sara", "Exten": "1000"}  # fmt: skip


def read(packet: dict[str, Any], **changes: Any) -> Any:
    return normalise(packet | changes, OPTIONS, "boot", AT)


def odd(packet: dict[str, Any]) -> list[tuple[str, str]]:
    notices: list[tuple[str, str]] = []
    assert normalise(packet, OPTIONS, "boot", AT, lambda *notice: notices.append(notice)) == ()
    return notices


def texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif is_dataclass(value):
        for field in fields(value):
            yield from texts(getattr(value, field.name))
    elif isinstance(value, tuple):
        for item in value:
            yield from texts(item)


@pytest.mark.parametrize(
    ("number", "name", "withheld", "shown"),
    [
        ("anonymous", "Anonymous", True, None),
        ("Restricted", "", True, None),
        ("withheld", "Sara", True, None),
        ("", "", True, None),
        ("<unknown>", "Anonymous", True, None),
        ("<unknown>", "<unknown>", False, None),
        ("+98 912 123", "Sara", False, "+98 912 123"),
    ],
)
def test_withheld_is_told_from_unknown(number: str, name: str, withheld: bool, shown: str | None) -> None:
    (leg,) = read(NEW, CallerIDNum=number, CallerIDName=name)
    assert (leg.withheld, leg.number) == (withheld, shown)
    assert not (withheld and leg.name)


def test_a_leg_that_the_pbx_calls_is_never_withheld() -> None:
    (leg,) = read(NEW, ChannelState="0", CallerIDNum="")
    assert (leg.initiated, leg.withheld, leg.dialled) == (False, False, None)


@pytest.mark.parametrize(
    ("channel", "party", "endpoint"),
    [
        ("PJSIP/101-0000000a", Party.STATION, "PJSIP/101"),
        ("SIP/trunk-0000000a", Party.OUTSIDE, "SIP/trunk"),
        ("PJSIP/my-trunk-2-0000000a", Party.OUTSIDE, "PJSIP/my-trunk-2"),
        ("Local/101@from-queue-0000000a;2", Party.INTERNAL, "Local/101@from-queue"),
        ("DAHDI/i1/09121234567-3f", Party.OUTSIDE, "DAHDI/i1"),
        ("Surrogate/PJSIP/101-0000000a", Party.INTERNAL, "Surrogate/PJSIP/101"),
        ("PJSIP/101-0000000a<ZOMBIE>", Party.STATION, "PJSIP/101"),
        ("SIP/101-b7a1c2d8", Party.STATION, "SIP/101"),
        ("SIP/02188880000-0000000a", Party.OUTSIDE, "SIP/02188880000"),
        ("IAX2/192.168.1.9:4569-1234", Party.OUTSIDE, "IAX2/192.168.1.9:4569"),
        ("IAX2/205-9921", Party.STATION, "IAX2/205"),
        ("DAHDI/1-1", Party.OUTSIDE, "DAHDI/1"),
        ("SCCP/101-0000000a", Party.STATION, "SCCP/101"),
        ("CBAnn/9-0000000a;2", Party.INTERNAL, "CBAnn/9"),
        ("Message/ast_msg_queue", Party.INTERNAL, "Message/ast_msg_queue"),
    ],
)
def test_the_channel_tells_whom_it_leads_to(channel: str, party: Party, endpoint: str) -> None:
    (leg,) = read(NEW, Channel=channel)
    assert (leg.party, leg.endpoint) == (party, endpoint)


def test_keys_are_read_in_any_case() -> None:
    assert normalise({key.upper(): value for key, value in NEW.items()}, OPTIONS, "boot", AT) == read(NEW)


def test_control_characters_are_stripped_and_length_is_capped() -> None:
    (leg,) = read(NEW, CallerIDName="A\r\nli\x00 \U0001f600" + "x" * 10_000, CallerIDNum="09\n12" + "1" * 10_000)
    assert leg.name == ("Ali \U0001f600" + "x" * 10_000)[:200]
    assert leg.number == ("0912" + "1" * 10_000)[:80]


@pytest.mark.parametrize(
    ("status", "reason"),
    [("BUSY", "busy"), ("CANCEL", "cancelled"), ("NOANSWER", "no_answer"), ("CONGESTION", "failed"), ("", "failed")],
)
def test_an_offer_that_failed_says_why(status: str, reason: str) -> None:
    packet = {"Event": "DialEnd", "DestUniqueid": "1.2", "DestChannel": "PJSIP/101-1", "DialStatus": status}
    (event,) = read(packet)
    assert isinstance(event, LegUnanswered)
    assert event.reason == reason


def test_a_phones_own_outgoing_number_is_nobodys_far_end() -> None:
    packet = NEW | {"Event": "NewCallerid", "Channel": "PJSIP/101-00000001", "CallerIDNum": "02188880000"}
    assert read(packet) == ()
    (event,) = read(packet, Channel="PJSIP/trunk-00000001")
    assert isinstance(event, LegParty)


def test_a_failed_transfer_moved_nobody() -> None:
    packet = {
        "Event": "BlindTransfer",
        "TransfererUniqueid": "1.1",
        "TransfererChannel": "PJSIP/101-1",
        "Extension": "9",
    }
    assert read(packet, Result="Fail") == ()
    assert len(read(packet, Result="Success")) == 1


@pytest.mark.parametrize(("cause", "told"), [("16", 16), ("0", None), ("", None), ("x", None), ("9" * 50, None)])
def test_a_cause_that_nobody_told_is_none(cause: str, told: int | None) -> None:
    (event,) = read({"Event": "Hangup", "Uniqueid": "1.1", "Channel": "PJSIP/101-1", "Cause": cause})
    assert event == LegEnded(event.leg, AT, told)


def test_ignored_endpoints_are_not_reported() -> None:
    own = {"Channel": "PJSIP/199-00000001", "DestChannel": "PJSIP/199-00000001", "DestUniqueid": "1.1"}
    assert [read(NEW | own, Event=event) for event in ("Newchannel", "DialBegin", "DialEnd", "Hangup")] == [()] * 4


def test_odd_packets_are_told_and_yield_nothing() -> None:
    assert odd({"Event": "Invented", "Uniqueid": "1.1"}) == [("unknown", "Invented")]
    assert odd({"Foo": "bar"}) == [("malformed", "Event")]
    assert odd({"Event": "Hangup"}) == [("malformed", "Hangup: Uniqueid")]
    assert odd({"Event": "VarSet"}) == []


def test_a_forged_second_header_refuses_the_packet() -> None:
    assert odd(NEW | {"Uniqueid": ["9.9", "1.1"]}) == [("malformed", "Newchannel: Uniqueid")]
    assert odd(NEW | {"uniqueid": "9.9"}) == [("malformed", "Newchannel: Uniqueid")]


ANY = st.text(max_size=50) | st.sampled_from(
    ["", "6", "4", "1.1", "<unknown>", "a\r\nUniqueid: 9", "۰۹۱۲", "x" * 10_000]
)
KEYS = st.sampled_from(
    ["Uniqueid", "Channel", "ChannelState", "CallerIDNum", "CallerIDName", "Linkedid", "Exten", "DestUniqueid",
     "DestChannel", "DialStatus", "Queue", "BridgeUniqueid", "Cause", "LocalOneUniqueid", "LocalTwoUniqueid",
     "Extension", "TransfererUniqueid", "OrigTransfererUniqueid", "SecondTransfererConnectedLineNum", "Result",
     "Duration", "BridgeId", "Application", "TargetUniqueid", "TargetChannel", "ParkeeUniqueid", "ParkeeChannel",
     "Mailbox", "New", "Newname"]
) | st.text(max_size=10)  # fmt: skip


@given(st.sampled_from([*HANDLERS, "Nonsense"]) | st.text(max_size=20), st.dictionaries(KEYS, ANY | st.lists(ANY)))
def test_no_packet_crashes_or_lets_a_control_character_through(event: str, headers: dict[str, Any]) -> None:
    events = normalise({"Event": event} | headers, OPTIONS, "boot", AT)
    snapshot = read_snapshot([lower_keys(headers)], OPTIONS, "boot", AT)
    for text in texts((*events, *snapshot)):
        assert not any(ord(letter) < 0x20 or 0x7F <= ord(letter) <= 0x9F for letter in text)
        assert len(text) <= 200
    assert all(started.leg.id for started in events if isinstance(started, LegStarted))


def test_those_who_wait_in_a_holding_bridge_do_not_hear_each_other() -> None:
    entered = {"Event": "BridgeEnter", "Channel": "PJSIP/101-00000001", "Uniqueid": "1.1", "Linkedid": "1.1",
               "BridgeUniqueid": "b"}  # fmt: skip
    assert len(read(entered, BridgeTechnology="simple_bridge")) == 1
    assert read(entered, BridgeTechnology="holding_bridge") == ()


def test_a_list_puts_nobody_who_is_parked_into_a_bridge() -> None:
    listed = {"Event": "CoreShowChannel", "Channel": "PJSIP/101-00000001", "ChannelState": "6", "Uniqueid": "1.1",
              "Linkedid": "1.1", "BridgeId": "b"}  # fmt: skip
    packets = [listed, listed | {"Uniqueid": "1.2", "Application": "Park"}]
    snapshot, _ = read_snapshot([lower_keys(packet) for packet in packets], OPTIONS, "boot", AT)
    assert [leg.bridge for leg in snapshot.legs] == ["b", None]


PICKUP = {"Event": "Pickup", "Channel": "PJSIP/102-00000002", "Uniqueid": "1.2", "TargetChannel": "PJSIP/101-00000001",
          "TargetUniqueid": "1.1"}  # fmt: skip
PARKED = {"Event": "ParkedCall", "ParkeeChannel": "PJSIP/trunk-00000000", "ParkeeUniqueid": "1.1"}
MESSAGE = {"Event": "MessageWaiting", "Channel": "PJSIP/trunk-00000000", "Uniqueid": "1.1", "Mailbox": "101@default",
           "Waiting": "1", "New": "1", "Old": "0"}  # fmt: skip


def test_a_pickup_names_who_took_what_rang() -> None:
    assert read(PICKUP) == (LegPickedUp(LegRef("boot", "1.1"), AT, LegRef("boot", "1.2")),)


@pytest.mark.parametrize(
    ("event", "fact"),
    [("ParkedCall", LegHeld), ("UnParkedCall", LegResumed), ("ParkedCallTimeOut", LegResumed),
     ("ParkedCallGiveUp", LegResumed)],
)  # fmt: skip
def test_who_is_parked_hears_music(event: str, fact: Any) -> None:
    assert read(PARKED, Event=event) == (fact(LegRef("boot", "1.1"), AT),)


def test_a_message_is_left_by_the_channel_that_was_in_the_mailbox() -> None:
    assert read(MESSAGE) == (VoicemailLeft(LegRef("boot", "1.1"), AT, "101@default"),)
    assert read(MESSAGE, New="0") == (), "somebody heard the last one"
    assert read({key: MESSAGE[key] for key in ("Event", "Mailbox", "Waiting", "New", "Old")}) == ()


@pytest.mark.parametrize("packet", [PICKUP, PARKED, MESSAGE])
def test_an_ignored_endpoint_is_not_picked_up_parked_or_heard(packet: dict[str, str]) -> None:
    own = {key: "PJSIP/199-00000001" for key in packet if key.endswith("Channel")}
    assert read(packet | own) == ()


def test_a_rename_says_nothing_of_a_leg() -> None:
    assert odd({"Event": "Rename", "Channel": "a", "Newname": "b", "Uniqueid": "1.1"}) == []


def test_no_event_is_both_read_and_ignored() -> None:
    assert not IGNORED & HANDLERS.keys()
